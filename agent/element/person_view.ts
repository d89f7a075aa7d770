import type { AgentFeature } from "../feature.ts";
import { type GuestShareError, GuestShareFeature } from "../guest_share_feature.ts";
import { HelpFeature } from "../help_feature.ts";
import { button, guarded, make } from "./make.ts";

/** What the person may want of the administrators, while the tab is a device. */
export interface PersonView {
  readonly element: HTMLElement;
  /** Shows what these features offer. */
  show(features: readonly AgentFeature[]): void;
}

/** The buttons of `help` and `share`; nothing without these features. */
export function createPersonView(): PersonView {
  let help: HelpFeature | undefined;
  let share: GuestShareFeature | undefined;

  const text = make("textarea", { rows: 2, ariaLabel: "What you need help with" });
  const asked = make("p", { part: "detail", role: "status" });
  const request = button("Ask for help");
  const cancel = button("Help is not needed any more", () => help?.cancel());
  const link = make("input", { readOnly: true, ariaLabel: "Link for a guest" });
  const problem = make("p", { part: "detail", role: "alert" });
  const begin = button("Share this with a guest");
  const offers = [
    guarded(request, () => help?.request(text.value), { shown: [], loose: true }),
    guarded(begin, () => {
      problem.textContent = "";
      const kinds = ["desktop"] as const;
      share?.share({ kinds }).catch(({ message, hint }: GuestShareError) => {
        problem.textContent = `${message}. ${hint}`;
        update();
      });
    }, { shown: [], loose: true }),
  ];
  const end = button("End sharing", () => share?.end());
  const helpBox = make("div", { part: "help-request" }, [text, asked, request, cancel]);
  const shareBox = make("div", { part: "share" }, [link, problem, begin, end]);

  const update = () => {
    const requested = help?.requested;
    const current = share?.current;
    helpBox.hidden = help === undefined;
    text.hidden = request.hidden = requested !== undefined;
    asked.hidden = cancel.hidden = requested === undefined;
    asked.textContent = requested === undefined ? "" : `Help was asked for: ${requested}`;
    shareBox.hidden = share === undefined || !share.allowed;
    link.value = current?.url ?? "";
    link.hidden = end.hidden = current === undefined;
    begin.hidden = current !== undefined;
    problem.hidden = problem.textContent === "";
    offers[0]?.(!helpBox.hidden && !request.hidden);
    offers[1]?.(!shareBox.hidden && !begin.hidden);
  };
  update();

  return {
    element: make("div", {}, [helpBox, shareBox]),
    show(features) {
      for (const feature of [help, share]) feature?.removeEventListener("change", update);
      help = features.find((feature) => feature instanceof HelpFeature);
      share = features.find((feature) => feature instanceof GuestShareFeature);
      for (const feature of [help, share]) feature?.addEventListener("change", update);
      update();
    },
  };
}
