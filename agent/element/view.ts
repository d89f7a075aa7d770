import type { Enrollment } from "../../protocol/mod.ts";
import type { AgentError } from "../agent_error.ts";
import type { AgentState } from "../browser_agent.ts";
import type { AgentFeature } from "../feature.ts";
import { oneLine } from "../outside_text.ts";
import { words } from "../page/elements.ts";
import { quoted } from "../said.ts";
import { button, guarded, make } from "./make.ts";
import { createPersonView } from "./person_view.ts";
import { STYLE } from "./style.ts";

/** What the person can do; each button says one of them. */
export interface ViewActions {
  readonly start: () => void;
  readonly stop: () => void;
  readonly agree: () => void;
  readonly decline: () => void;
  readonly persist: (on: boolean) => void;
}

/** What `<mesh-agent>` shows. */
export interface ViewModel {
  readonly state: AgentState;
  readonly name: string;
  readonly enrollment: Enrollment | undefined;
  /** The person is being asked whether this tab may enrol. */
  readonly asking: boolean;
  readonly persist: boolean;
  readonly error: AgentError | undefined;
  readonly features: readonly AgentFeature[];
}

const STATUS: Readonly<Record<AgentState, string>> = {
  idle: "Not connected",
  connecting: "Connecting…",
  authenticating: "Signing in…",
  online: "Connected: this tab is a managed device",
  waiting: "Waiting to connect again…",
  closed: "Stopped",
};

/**
 * Builds the shadow tree once and returns what brings it up to date. Text goes in as text only:
 * names come from files and servers.
 */
export function createView(root: ShadowRoot, actions: ViewActions): (model: ViewModel) => void {
  const style = new CSSStyleSheet();
  style.replaceSync(STYLE);
  root.adoptedStyleSheets = [style];

  const dot = make("span", { part: "dot", ariaHidden: "true" });
  const status = make("p", { part: "status", role: "status" });
  const detail = make("p", { part: "detail" });
  const causes = make("ol");
  const code = make("code");
  const help = make("details", { part: "help" }, [
    make("summary", { textContent: "Likely causes" }),
    causes,
    make("p", {}, [code]),
  ]);
  const server = make("dd", { part: "server" });
  const group = make("dd", { part: "group" });
  const question = make("p", {
    id: "question",
    textContent: "This page would like to make this browser tab a managed device. The " +
      "administrators of the server below would then see it in their device list, with the kind " +
      "of browser and computer that it runs on.",
  });
  const facts = make("dl", {}, [
    make("dt", { textContent: "Server" }),
    server,
    make("dt", { textContent: "Device group" }),
    group,
  ]);
  const remember = make("input", { type: "checkbox" });
  const rememberLabel = make("label", {}, [
    remember,
    make("span", { textContent: "Stay the same device when this page is opened again" }),
  ]);
  const agree = button("Allow", undefined, true);
  const offer = guarded(agree, actions.agree, { shown: [facts] });
  const decline = button("Not now", actions.decline);
  const start = button("Connect", actions.start, true);
  const stop = button("Disconnect", actions.stop);
  remember.addEventListener("change", () => actions.persist(remember.checked));
  const person = createPersonView();
  const section = make("section", { part: "panel", ariaLabel: "Remote management of this tab" }, [
    make("header", {}, [dot, status]),
    question,
    facts,
    detail,
    help,
    rememberLabel,
    make("div", { part: "actions" }, [agree, decline, start, stop]),
    person.element,
  ]);
  root.append(section);

  return ({ state, name, enrollment, asking, persist, error, features }) => {
    const focused = root.activeElement;
    const stopped = state === "idle" || state === "closed";
    section.dataset.state = state;
    section.toggleAttribute("data-problem", error !== undefined && stopped);
    status.textContent = asking
      ? "May this tab be managed?"
      : error !== undefined && stopped
      ? "Could not connect"
      : STATUS[state];
    const host = enrollment === undefined ? "" : new URL(enrollment.server).host;
    server.replaceChildren(...words([{ outside: oneLine(host) }]));
    const groupName = oneLine(enrollment?.meshName);
    group.replaceChildren(...words(groupName === "" ? ["(not named)"] : quoted(groupName)));
    const problem = error?.code === "aborted" || state === "online" ? undefined : error;
    detail.textContent = problem === undefined
      ? state === "online" ? `Listed as “${oneLine(name)}”.` : ""
      : `${problem.message.charAt(0).toUpperCase()}${problem.message.slice(1)}.`;
    causes.replaceChildren(...causesIn(problem?.hint ?? ""));
    code.textContent = problem?.code ?? "";
    remember.checked = persist;
    question.hidden = !asking;
    facts.hidden = enrollment === undefined;
    detail.hidden = asking || detail.textContent === "";
    help.hidden = asking || problem === undefined;
    rememberLabel.hidden = enrollment === undefined || !stopped;
    agree.hidden = decline.hidden = !asking;
    offer(asking);
    start.hidden = asking || !stopped;
    stop.hidden = asking || stopped;
    person.show(state === "online" ? features : []);
    // Whoever uses the keyboard goes on where they are. Of a question they get the refusal, as in a
    // dialog: a key that is held down does not agree.
    if (focused?.closest("[hidden]")) [decline, start, stop].find(({ hidden }) => !hidden)?.focus();
  };
}

/** A hint is one sentence or several numbered ones. */
function causesIn(hint: string): HTMLElement[] {
  return hint.split(/(?:^|\s)\d\. /).filter((text) => text !== "")
    .map((textContent) => make("li", { textContent }));
}
