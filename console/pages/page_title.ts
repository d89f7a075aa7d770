import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** What the page is about, if it is about something that has a name. */
export const pageTitle = signal<string | undefined>(undefined);

/** Puts a name before the page's in the window's title, as long as a component is there. */
export function usePageTitle(name: string): void {
  useEffect(() => {
    pageTitle.value = name;
    return () => pageTitle.value = undefined;
  }, [name]);
}
