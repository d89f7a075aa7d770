/**
 * Levels of arrays and objects in a message; real ones have fewer than ten. `JSON.parse` takes any
 * number of them, and `JSON.stringify` and other recursion overflow the stack at some thousand.
 */
const MAX_DEPTH = 100;

/** Parses JSON of another party; undefined when it is invalid or nested too deeply. */
export function parseJson(text: string): unknown {
  if (isTooDeep(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // The position of the error helps nobody who receives the text from a socket.
    return undefined;
  }
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0x22) quoted = !quoted;
    else if (quoted) {
      if (unit === 0x5c) at++; // the character after a backslash ends no string
    } else if (unit === 0x5b || unit === 0x7b) {
      if (++depth > MAX_DEPTH) return true;
    } else if (unit === 0x5d || unit === 0x7d) depth--;
  }
  return false;
}
