/**
 * The path of a MeshCentral channel below the address that people give: of the server, of one of
 * its domains (`/customer-1`, with or without the last slash), or of any of its channels.
 */
export function channelPath(pathname: string, channel: string): string {
  const base = pathname.replace(/\/+$/, "").replace(/\/[^/]*\.ashx$/, "");
  return `${base}/${channel}`;
}

/** The domain that a channel's path names; `""` for the default domain and those with a DNS name. */
export function domainOfPath(pathname: string): string {
  return pathname.split("/").at(-2) ?? "";
}
