import type { AccessOptions, Person } from "./access.ts";

/** Seconds that a person has, unless the server says otherwise (MeshCentral's default). */
export const CONSENT_TIMEOUT = 30;

/** Where there is no page there is nobody to ask. */
const NOBODY: Person = {
  ask: () => Promise.resolve(false),
  notify: () => {},
  connected: () => {},
};

/** Who is asked. The dialogs are loaded when they are needed. */
export async function personOf(access: AccessOptions): Promise<Person> {
  if (access.person !== undefined) return access.person;
  if (typeof document === "undefined") return NOBODY;
  return (await import("./page/page_person.ts")).pagePerson(access);
}

/** Asks, for at most so many seconds; no answer is a no. */
export async function askPerson(
  access: AccessOptions,
  question: { readonly title: string; readonly text: string },
  signal: AbortSignal,
  seconds: number = CONSENT_TIMEOUT,
): Promise<boolean> {
  const over = new AbortController();
  const end = () => over.abort();
  const timer = setTimeout(end, Math.min(Math.max(seconds, 5), 600) * 1000);
  signal.addEventListener("abort", end);
  const refused = new Promise<boolean>((resolve) =>
    over.signal.addEventListener("abort", () => resolve(false))
  );
  try {
    if (signal.aborted) return false;
    const person = await personOf(access);
    const asked = person.ask({ ...question, signal: over.signal });
    return await Promise.race([asked, refused]) === true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", end);
    end();
  }
}
