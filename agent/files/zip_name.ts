import { FilesError, parsePath } from "./path.ts";

/** Names of devices of Windows, with any extension. */
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³])(\.|$)/i;

/** The upper half of code page 437, for names of archives that do not say that they are UTF-8. */
const CODE_PAGE_437 =
  "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀" +
  "αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0";

/**
 * The path of an entry of an archive, relative to where it is unpacked. The same names are refused on
 * every store: what is harmless here may be opened on Windows later.
 *
 * @throws {FilesError}
 */
export function zipName(
  raw: Uint8Array,
  utf8: boolean,
): { readonly name: string; readonly path: readonly string[]; readonly folder: boolean } {
  const name = textOf(raw, utf8);
  const refuse = (why: string) =>
    new FilesError(`${JSON.stringify(name.slice(0, 80))} in the archive is refused: ${why}`);
  if (name.startsWith("/")) throw refuse("an absolute path");
  if (/[\\:]/.test(name)) throw refuse("a path of Windows");
  const folder = name.endsWith("/");
  const parts = (folder ? name.slice(0, -1) : name).split("/");
  for (const part of parts) {
    if (part === "") throw refuse("an empty name");
    if (part === "..") throw refuse("it leads out of the folder");
    if (part !== "." && /[. ]$/.test(part)) throw refuse("a name that ends in a dot or space");
    if (DEVICE.test(part)) throw refuse("the name of a device of Windows");
  }
  const path = parsePath(parts.join("/"));
  if (path.length === 0 && !folder) throw refuse("an empty name");
  return { name, path, folder };
}

function textOf(raw: Uint8Array, utf8: boolean): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw);
  } catch (cause) {
    if (utf8) throw new FilesError("a name in the archive is not UTF-8, as it says", { cause });
    const letter = (octet: number) =>
      octet < 128 ? String.fromCharCode(octet) : CODE_PAGE_437[octet - 128];
    return Array.from(raw, letter).join("");
  }
}
