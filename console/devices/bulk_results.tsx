import { useState } from "preact/hooks";
import { deviceById } from "../data/devices.ts";
import { t, tn } from "../i18n/translate.ts";
import { plain, plainText } from "../ui/plain.ts";
import { problemText } from "../ui/problem_text.ts";
import type { BulkProgress } from "./bulk_progress.ts";
import type { BulkResult } from "./bulk_run.ts";

/** Results drawn at once: what devices answered is of any height. */
const STEP = 100;

/** How far it is in words; devices that are left out once nothing more is done are told, too. */
export function progressText({ results, state }: BulkProgress): string {
  const all = results.size;
  const { over, failed, waiting } = count(results);
  const text = t("bulk.progress", { over, all, failed });
  return waiting === 0 || state === "running" ? text : `${text}, ${tn("bulk.left_out", waiting)}`;
}

/** What came of it for each device, failures first. */
export function BulkResults({ progress }: { readonly progress: BulkProgress }) {
  const { results, state } = progress;
  const [limit, setLimit] = useState(STEP);
  const ids = [...results.keys()];
  const hasFailed = (id: string) => results.get(id)?.status === "failed";
  const sorted = [...ids.filter(hasFailed), ...ids.filter((id) => !hasFailed(id))];
  const more = Math.min(STEP, ids.length - limit);
  return (
    <>
      <p role="status">{progressText(progress)}</p>
      <progress max={ids.length} value={count(results).over} aria-label={t("bulk.label")} />
      <ul class="results plain-list" tabIndex={0} aria-label={t("bulk.results")}>
        {sorted.slice(0, limit).map((id) => (
          <Result key={id} id={id} result={results.get(id)} isOver={state !== "running"} />
        ))}
        {more > 0 && (
          <li>
            <button type="button" class="link" onClick={() => setLimit(limit + STEP)}>
              {tn("bulk.more", more)}
            </button>
          </li>
        )}
      </ul>
    </>
  );
}

/** How many devices are over, failed, and not begun. */
function count(results: BulkProgress["results"]) {
  let over = 0, failed = 0, waiting = 0;
  for (const { status } of results.values()) {
    if (status === "waiting") waiting++;
    else if (status !== "running") over++;
    if (status === "failed") failed++;
  }
  return { over, failed, waiting };
}

function Result({ id, result, isOver }: {
  readonly id: string;
  readonly result: BulkResult | undefined;
  readonly isOver: boolean;
}) {
  const { status } = result ?? { status: "waiting" };
  const text = result?.status === "failed"
    ? problemText(result.problem)
    : result && "text" in result
    ? plainText(result.text, 4_000)
    : "";
  const isLeftOut = status === "waiting" && isOver;
  return (
    <li class={status}>
      <bdi>{plain(deviceById(id)?.name, 80) || id}</bdi>
      <span class="pill">{t(isLeftOut ? "bulk.status.left_out" : `bulk.status.${status}`)}</span>
      {text && <pre>{text}</pre>}
    </li>
  );
}
