import { useState } from "preact/hooks";
import { session } from "./session.ts";

/**
 * State of a field that outlives what happens to its page: what was typed is there again after a
 * reload, a detour, or a new login of the same account. Secrets must not be kept this way.
 */
export function useDraft(
  name: string,
  initial = "",
): readonly [string, (text: string) => void, () => void] {
  const { server, userId } = session.value ?? {};
  const key = `cs-console.draft.${userId} ${server} ${name}`;
  const [text, setText] = useState(() => sessionStorage.getItem(key) ?? initial);
  const change = (next: string) => {
    setText(next);
    try {
      sessionStorage.setItem(key, next);
    } catch {
      // It stays as long as the page.
    }
  };
  const discard = () => {
    setText(initial);
    sessionStorage.removeItem(key);
  };
  return [text, change, discard];
}
