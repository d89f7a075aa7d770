/** Whether a value is a text that may be sent in a header: printable ASCII, without spaces. */
export function isPrintable(value: unknown): value is string {
  return typeof value === "string" && /^[\x21-\x7e]+$/.test(value);
}
