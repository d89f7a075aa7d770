/**
 * Which page is shown. The path is in the fragment, so that any static host will do under any
 * folder, and no server's log says which device was looked at.
 *
 * @module
 */
import { computed, signal } from "@preact/signals";

const hash = signal(location.hash);
addEventListener("hashchange", () => hash.value = location.hash);

/** The path of the page, with a slash at the beginning. */
export const path = computed(() => hash.value.replace(/^#?\/?/, "/").replace(/\?.*$/, ""));

/** The `href` of a page: parts are escaped. */
export function href(...parts: readonly string[]): string {
  return `#/${parts.map(encodeURIComponent).join("/")}`;
}

/** Goes to a page. */
export function go(...parts: readonly string[]): void {
  location.hash = href(...parts);
}
