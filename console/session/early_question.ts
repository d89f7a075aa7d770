/**
 * One request that the page's first script sends, and whose answer the console takes. The two are
 * scripts of their own, each with a copy of this: they meet at the global object.
 *
 * @module
 */
interface Question {
  readonly url: string;
  readonly authorization: string;
  readonly answer: Promise<Response>;
}

const place = globalThis as { csConsoleEarly?: Question | "too late" | undefined };

/** Sends the request, unless the console is there already. */
export function askEarly(url: string, authorization: string): void {
  if (place.csConsoleEarly !== undefined) return;
  const answer = fetch(url, { headers: { authorization }, credentials: "omit" });
  answer.catch(() => {}); // told to whoever takes it
  place.csConsoleEarly = { url, authorization, answer };
}

/** Sends a request; the one that was sent already is not sent again. */
export function sendOnce(request: Request): Promise<Response> {
  const early = place.csConsoleEarly ??= "too late";
  const isSame = early !== "too late" && request.url === early.url &&
    request.headers.get("authorization") === early.authorization;
  if (!isSame) return fetch(request);
  place.csConsoleEarly = "too late";
  // What made it fail then need not be there now.
  return early.answer.catch(() => fetch(request));
}
