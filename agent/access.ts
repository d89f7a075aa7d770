import type { TunnelKind } from "../protocol/mod.ts";
import type { Fact, Said } from "./said.ts";

/** How a person is involved before an operator gets in: not at all, told, or asked. */
export type ConsentLevel = "none" | "notify" | "prompt";

/** An operator who is connected. */
export interface Guest {
  /** Name on one line, safe to show as text: `"Ann Real" (login "ann")`. */
  readonly name: string;
  /** The same in parts, to show what comes from outside apart: in a `<bdi>`, for example. */
  readonly who: Said;
  /** What they are connected to. */
  readonly kind: TunnelKind;
}

/** A text for the person at the page. */
export interface Notice {
  /** One line of the agent's own. */
  readonly title: string;
  /** One sentence of the agent's own. Show it where nothing from outside can displace it. */
  readonly sentence: string;
  /** Who and what it is about. Their values come from outside: show each on a line of its own. */
  readonly facts: readonly Fact[];
  /** Sentence and facts as one line of plain text, safe to show as text. */
  readonly text: string;
  /** A text of the operator's own, which may have several lines. Empty if there is none. */
  readonly body: string;
}

/** A yes-or-no question to the person at the page. */
export interface Question extends Notice {
  /** Fires when no answer is wanted any more: close the dialog and answer no. */
  readonly signal: AbortSignal;
}

/** Whoever sits before the page, as the agent talks to them. The default is a dialog in the page. */
export interface Person {
  /** Asks; only `true` is a yes. Rejects if the person cannot be asked. */
  ask(question: Question): Promise<boolean>;
  /** Tells. Show one notice per operator, whom the first fact names. */
  notify(title: string, text: string, notice: Notice): void;
  /**
   * Shows who is connected, all of them each time; an empty list takes it away. `endAll` ends all
   * sessions and must be one click away.
   */
  connected(guests: readonly Guest[], endAll: () => void): void;
}

/** Who may come in, and who is asked. */
export interface AccessOptions {
  /**
   * The page's own floor, for all or for each kind. A server can raise it by its consent flags, never
   * lower it. Below `"prompt"` it counts only with `managed`. @default {"prompt"}
   */
  readonly consent?: ConsentLevel | Readonly<Partial<Record<TunnelKind, ConsentLevel>>>;
  /** The embedder declares a managed browser, whose person need not be asked. */
  readonly managed?: boolean;
  /** Who is asked and told. @default dialogs in the page; nobody outside of one, so nothing opens */
  readonly person?: Person;
}

const LEVELS: readonly ConsentLevel[] = ["none", "notify", "prompt"];

/** Bits of the server's consent flags (`agents/meshcore.js`). */
const FLAGS: Readonly<Record<TunnelKind, readonly [notify: number, prompt: number]>> = {
  desktop: [1, 8],
  terminal: [2, 16],
  files: [4, 32],
};

/** What is asked of the person: the stricter of the page's floor and the server's flags. */
export function consentLevel(
  { consent = "prompt", managed = false }: AccessOptions,
  kind: TunnelKind,
  flags: number,
): ConsentLevel {
  const floor = managed ? typeof consent === "string" ? consent : consent[kind] : "prompt";
  const [notify, prompt] = FLAGS[kind];
  const asked = flags & prompt ? 2 : flags & notify ? 1 : 0;
  const own = LEVELS.indexOf(floor ?? "prompt");
  return LEVELS[Math.max(asked, own < 0 ? 2 : own)] ?? "prompt";
}
