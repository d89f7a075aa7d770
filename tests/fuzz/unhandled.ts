/**
 * Errors that nobody handles: in Deno and Node they end the process.
 *
 * @module
 */
import { setImmediate } from "node:timers";

const errors: unknown[] = [];

globalThis.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  errors.push(event.reason);
});
globalThis.addEventListener("error", (event) => {
  event.preventDefault();
  errors.push(event.error);
});

/** The first error since the last call that nobody handled, if there was one. */
export async function unhandled(): Promise<unknown> {
  await new Promise((resolve) => setImmediate(resolve));
  return errors.splice(0)[0];
}
