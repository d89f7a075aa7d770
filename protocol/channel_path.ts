/**
 * The path of a MeshCentral channel below the address that people give: of the server, of one of
 * its domains (`/customer-1`, with or without the last slash), or of any of its channels.
 */
export function channelPath(pathname: string, channel: string): string {
  const base = withoutLastSlashes(pathname);
  const last = base.lastIndexOf("/");
  return `${last >= 0 && base.endsWith(".ashx") ? base.slice(0, last) : base}/${channel}`;
}

/** The domain that a channel's path names; `""` for the default domain and those with a DNS name. */
export function domainOfPath(pathname: string): string {
  return pathname.split("/").at(-2) ?? "";
}

/** In one pass: `/\/+$/` tries each slash of a long run again. */
export function withoutLastSlashes(path: string): string {
  let end = path.length;
  while (path[end - 1] === "/") end--;
  return path.slice(0, end);
}
