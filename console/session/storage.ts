/**
 * What the console remembers in this browser. Storage may be full or forbidden: then the console
 * works without a memory.
 *
 * @module
 */
const PREFIX = "cs-console.";

/** What is remembered under this name. */
export function readText(name: string): string | undefined {
  try {
    return localStorage.getItem(PREFIX + name) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Remembers a text; undefined forgets it. */
export function writeText(name: string, text: string | undefined): void {
  try {
    if (text === undefined) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, text);
  } catch {
    // Nothing is remembered then.
  }
}

/** What is remembered under this name, if it is what `check` takes for right. */
export function readJson<T>(name: string, check: (value: unknown) => value is T): T | undefined {
  try {
    const value: unknown = JSON.parse(readText(name) ?? "null");
    return check(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Remembers a value; undefined forgets it. */
export function writeJson(name: string, value: unknown): void {
  writeText(name, value === undefined ? undefined : JSON.stringify(value));
}
