import { useEffect } from "preact/hooks";
import { type Confirmation, confirmLoss } from "../ui/confirm.tsx";

/**
 * While `isBusy`, links of the console ask before they lead away, and the browser does before the
 * tab is closed.
 */
export function useLeaveQuestion(isBusy: boolean, question: () => Confirmation): void {
  useEffect(() => {
    if (!isBusy) return;
    const controller = new AbortController();
    const { signal } = controller;
    addEventListener("beforeunload", (event) => event.preventDefault(), { signal });
    addEventListener("click", async (event) => {
      const link = linkElsewhere(event);
      if (link === undefined) return;
      event.preventDefault();
      if (await confirmLoss(question())) location.hash = link.hash;
    }, { signal, capture: true });
    return () => controller.abort();
  }, [isBusy]);
}

/** The link of the console that a click follows in this tab, to another page than this. */
function linkElsewhere(event: MouseEvent): HTMLAnchorElement | undefined {
  if (event.ctrlKey || event.metaKey || event.shiftKey || !(event.target instanceof Element)) {
    return undefined;
  }
  const link = event.target.closest<HTMLAnchorElement>('a[href^="#/"]');
  return link === null || link.hash === location.hash ? undefined : link;
}
