import type { AccessOptions, Notice, Person, Question } from "./access.ts";
import { type Fact, plainText } from "./said.ts";

/**
 * Seconds that the person has to answer, unless the server says otherwise. Less than the 30 of the
 * native agent, so that the operator is told the reason before our REST API gives up.
 */
export const CONSENT_TIMEOUT = 25;

/**
 * Seconds that the person has to answer a request outside of a tunnel. Its operator waits for a single
 * answer: our control client for 25 seconds, MeshCentral's own clients without end.
 */
export const REQUEST_TIMEOUT = 20;

/**
 * What came of a question: the person agreed or refused, has not answered in time, or cannot be asked,
 * because there is no page or because too many questions wait.
 */
export type Answer = "allowed" | "refused" | "unanswered" | "unavailable";

/** A question or notice before its plain text is made. */
export type Draft = Pick<Question, "title" | "sentence" | "facts"> & Partial<Pick<Notice, "body">>;

/** Where there is no page there is nobody to ask. */
const NOBODY: Person = {
  ask: () => Promise.reject(new Error("there is no page")),
  notify: () => {},
  connected: () => {},
};

/** Who is asked. The dialogs are loaded when they are needed. */
export async function personOf(access: AccessOptions): Promise<Person> {
  if (access.person !== undefined) return access.person;
  if (typeof document === "undefined") return NOBODY;
  return (await import("./page/page_person.ts")).pagePerson(access);
}

/** Shows a notice to the person. */
export async function notifyPerson(access: AccessOptions, draft: Draft): Promise<void> {
  const notice = noticeOf(draft);
  (await personOf(access)).notify(notice.title, notice.text, notice);
}

/** Asks the person, for at most so many seconds. */
export async function askPerson(
  access: AccessOptions,
  draft: Draft,
  signal: AbortSignal,
  seconds: number = CONSENT_TIMEOUT,
): Promise<Answer> {
  const over = new AbortController();
  const end = () => over.abort();
  const timer = setTimeout(end, Math.min(Math.max(seconds, 5), 600) * 1000);
  signal.addEventListener("abort", end);
  const unanswered = new Promise<Answer>((resolve) =>
    over.signal.addEventListener("abort", () => resolve("unanswered"))
  );
  try {
    if (signal.aborted) return "unanswered";
    const person = await personOf(access);
    const asked = person.ask({ ...noticeOf(draft), signal: over.signal });
    const answered = asked.then((agreed): Answer => agreed === true ? "allowed" : "refused");
    return await Promise.race([unanswered, answered]);
  } catch {
    return "unavailable";
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", end);
    end();
  }
}

function noticeOf(draft: Draft): Notice {
  const { sentence, facts, body = "" } = draft;
  const message: Fact = { label: "Message", value: [{ outside: body.replaceAll("\n", " ⏎ ") }] };
  return { ...draft, body, text: plainText(sentence, body === "" ? facts : [...facts, message]) };
}
