import { useEffect } from "preact/hooks";

/** Keeps the browser from opening a file in place of the page that is dropped beside its target. */
export function useNoStrayDrops(): void {
  useEffect(() => {
    const controller = new AbortController();
    const refuse = (event: DragEvent) => {
      if (event.defaultPrevented || !event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "none";
    };
    for (const type of ["dragover", "drop"] as const) {
      addEventListener(type, refuse, { signal: controller.signal });
    }
    return () => controller.abort();
  }, []);
}
