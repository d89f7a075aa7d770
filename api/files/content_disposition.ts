/**
 * Writes `Content-Disposition` for a file to be saved (RFC 6266): its name in ASCII for old parsers,
 * and as it is (RFC 8187) for all others.
 *
 * @param name Any text; what has no place in a quoted string is `_` in the ASCII form.
 */
export function attachment(name: string): string {
  const wellFormed = name.toWellFormed();
  const ascii = wellFormed.replace(/[^\x20-\x7e]|["\\%]/gu, "_");
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encode(wellFormed)}`;
}

/** Four characters that encodeURIComponent leaves are none of RFC 8187's. */
function encode(text: string): string {
  return encodeURIComponent(text)
    .replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
