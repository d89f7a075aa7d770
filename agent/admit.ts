import type { JsonObject, TunnelKind } from "../protocol/mod.ts";
import { type AccessOptions, consentLevel } from "./access.ts";
import type { AgentSession } from "./feature.ts";
import { type Answer, askPerson, notifyPerson, REQUEST_TIMEOUT } from "./person.ts";
import { REASONS, type Refusal, reportRefusal } from "./refusal.ts";
import { type Fact, operatorFact } from "./said.ts";

/** What an operator wants, in the agent's words. */
export interface Wish {
  /** Title of the question. */
  readonly title: string;
  /** Completes "An operator would like to …". */
  readonly what: string;
  /** Who it is, and what it is about. */
  readonly facts: readonly Fact[];
}

/** How an operator got in, or why not: without a word, with a notice, or by the person's answer. */
export type Admission = "none" | "notify" | Answer;

/** How {@linkcode admit} asks. */
export interface AdmitOptions {
  /** Consent flags of the server. */
  readonly flags: number;
  /** Fires when no answer is wanted any more. */
  readonly signal: AbortSignal;
  /** Seconds that the person has. */
  readonly seconds?: number | undefined;
  /** The person is about to be asked. */
  readonly asking?: () => void;
}

/** Involves the person as far as the page and the server demand it for `kind`. */
export async function admit(
  access: AccessOptions,
  kind: TunnelKind,
  wish: Wish,
  { flags, signal, seconds, asking }: AdmitOptions,
): Promise<Admission> {
  const level = consentLevel(access, kind, flags);
  if (level === "none") return level;
  if (level === "notify") {
    const sentence = `An operator may now ${wish.what}.`;
    await notifyPerson(access, { ...wish, title: "Remote access", sentence });
    return level;
  }
  asking?.();
  return await askPerson(access, question(wish), signal, seconds);
}

/** What became of a request. */
export type Outcome<T> = { readonly value: T } | { readonly error: Refusal };

/**
 * Carries out a request outside of a tunnel once it is admitted, as one for a desktop is. Where the
 * person was not asked and the browser demands a click, the person is asked for one. Ends in time for
 * the operator to be told, even if the browser waits for an answer to a question of its own. A refusal
 * is reported to the operator and to the event log.
 *
 * @param work Rejects with a `NotAllowedError` if the browser demands a click.
 */
export async function carryOut<T>(
  session: AgentSession,
  message: JsonObject,
  wish: Wish,
  work: () => Promise<T>,
): Promise<Outcome<T>> {
  const { access, signal } = session;
  const flags = typeof message.consent === "number" ? message.consent : 0;
  const asked: Wish = { ...wish, facts: [operatorFact(message), ...wish.facts] };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<Outcome<T>>((resolve) => {
    timer = setTimeout(() => resolve({ error: "unanswered" }), (REQUEST_TIMEOUT + 1) * 1000);
  });
  const outcome = await Promise.race([late, attempt()]);
  clearTimeout(timer);
  if ("error" in outcome) {
    reportRefusal(session, message, `Request to ${wish.what}`, REASONS[outcome.error]);
  }
  return outcome;

  async function attempt(): Promise<Outcome<T>> {
    const options = { flags, signal, seconds: REQUEST_TIMEOUT };
    let admission = await admit(access, "desktop", asked, options);
    while (true) {
      if (isRefusal(admission)) return { error: admission };
      try {
        return { value: await work() };
      } catch (error) {
        const wantsClick = (error as Error).name === "NotAllowedError";
        if (admission === "allowed" || !wantsClick) return { error: "unavailable" };
        admission = await askPerson(access, question(asked), signal, REQUEST_TIMEOUT);
      }
    }
  }
}

/** Whether the operator stays outside. */
export function isRefusal(admission: Admission): admission is Refusal {
  return admission in REASONS;
}

function question({ title, what, facts }: Wish) {
  return { title, sentence: `An operator would like to ${what}.`, facts };
}
