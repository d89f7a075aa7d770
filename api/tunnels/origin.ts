/**
 * Whether a WebSocket may be opened from where it comes: not from a page (no `Origin`), from the
 * API's own origin, or from a page that is listed. Browsers enforce nothing here by themselves.
 */
export function isAllowedOrigin(request: Request, allowed: readonly string[]): boolean {
  const origin = request.headers.get("origin");
  if (origin === null) return true;
  if (allowed.includes(origin)) return true;
  const host = request.headers.get("host");
  return host !== null && /^https?:$/.test(protocolOf(origin)) && new URL(origin).host === host;
}

function protocolOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).protocol : "";
}
