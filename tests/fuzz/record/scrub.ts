import { hostname, userInfo } from "node:os";

/** Members whose values let somebody in, or name the machine on which the frames were recorded. */
const SECRETS =
  /^(cookie|rcookie|auth|rauth|pass|password|tokenPass|hash|salt|oldpass|newpass|sessionid|agentCertHash|domainauth|magenturl)$/i;

/** What this machine and its account are called; too short a name is found in every word. */
const NAMES = [hostname(), userInfo().username].filter((name) => name.length > 2);

/**
 * Takes secrets and what names this machine out of a text: cookies in URLs and members, passwords,
 * MAC and IP addresses, paths of temporary folders, what a shell complains of, and the machine's own names.
 */
export function scrub(text: string): string {
  let scrubbed = text
    .replace(/^.*: command not found\r?\n/gm, "")
    .replace(/\b(r?auth|c|key|login|ticket)=[^&"\s\\]{16,}/g, "$1=cookie")
    .replace(/\/(?:tmp|work|home|root|var|usr\/local)\/[^"\s\\,;]*/g, "/srv/device")
    .replace(/\b(?!127\.0\.0\.1\b)\d{1,3}(?:\.\d{1,3}){3}\b/g, "192.0.2.7")
    .replace(/\b[0-9a-f]{2}(?::[0-9a-f]{2}){5}\b/gi, "02:00:5e:00:53:01");
  for (const name of NAMES) scrubbed = scrubbed.replaceAll(name, "device");
  return scrubbed;
}

/** The same for JSON: a secret is replaced by a word of the same type. */
export function scrubJson(value: unknown): unknown {
  if (typeof value === "string") return scrub(value);
  if (Array.isArray(value)) return value.map(scrubJson);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      scrub(name),
      SECRETS.test(name) && typeof member === "string" ? "secret" : scrubJson(member),
    ]),
  );
}

/** The same for bytes that are no text: the names of this machine, with as many bytes. */
export function scrubBytes(bytes: Uint8Array): Uint8Array {
  const scrubbed = bytes.slice();
  const text = Array.from(bytes, (octet) => String.fromCharCode(octet)).join("");
  for (const name of NAMES) {
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      scrubbed.fill(0x78, at, at + name.length);
    }
  }
  return scrubbed;
}
