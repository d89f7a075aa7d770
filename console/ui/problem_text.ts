import { ApiProblem } from "../../api/client/mod.ts";
import { type MessageKey, t } from "../i18n/translate.ts";
import { plain } from "./plain.ts";

const TEXTS: ReadonlyMap<string, MessageKey> = new Map([
  ["network", "problem.network"],
  ["unavailable", "problem.unavailable"],
  ["forbidden", "problem.forbidden"],
  ["not_found", "problem.not_found"],
  ["invalid_login", "problem.invalid_login"],
  ["session_ended", "problem.session_ended"],
  ["unauthorized", "problem.session_ended"],
  ["not_supported", "problem.not_supported"],
  ["timeout", "problem.timeout"],
  ["exists", "problem.exists"],
]);

/** What a person is told of a problem. */
export function problemText(problem: unknown): string {
  if (!(problem instanceof ApiProblem)) {
    return plain(problem instanceof Error ? problem.message : String(problem));
  }
  if (problem.code === "too_many_requests") {
    return t("problem.too_many", { seconds: problem.retryAfter ?? 60 });
  }
  if (problem.code === "away_or_refused") {
    return t("problem.away_or_refused", { origin: location.origin });
  }
  const key = TEXTS.get(problem.code);
  if (key !== undefined) return t(key);
  const places = problem.errors.map(({ path, message }) =>
    `${path.replace(/^\w+\./, "")}: ${message}`
  );
  return plain([problem.message, ...places].join(" "), 600);
}
