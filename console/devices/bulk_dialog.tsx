import { useEffect, useRef, useState } from "preact/hooks";
import { deviceById } from "../data/devices.ts";
import { t, tn } from "../i18n/translate.ts";
import { confirmLoss } from "../ui/confirm.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Form } from "../ui/form.tsx";
import { plain, plainText } from "../ui/plain.ts";
import { problemText } from "../ui/problem_text.ts";
import { BulkFields, useBulkAction } from "./bulk_fields.tsx";
import { type BulkAction, type BulkKind, type BulkResult, runBulk } from "./bulk_run.ts";

/** Asks what to do with some devices, does it, and shows what came of it for each. */
export function BulkDialog(
  { kind, ids, close }: {
    readonly kind: BulkKind;
    readonly ids: readonly string[];
    readonly close: () => void;
  },
) {
  const [results, setResults] = useState<ReadonlyMap<string, BulkResult>>(new Map());
  const controller = useRef(new AbortController());
  const fields = useBulkAction(kind);
  useEffect(() => () => controller.current.abort(), []);

  const run = async (targets: readonly string[]) => {
    const action = fields.action();
    if (action.kind === "power" && !await confirmPower(action, targets.length)) return;
    setResults((old) => new Map([...old, ...targets.map((id) => [id, WAITING] as const)]));
    const tell = (id: string, result: BulkResult) =>
      setResults((old) => new Map(old).set(id, result));
    await runBulk(targets, action, tell, controller.current.signal);
    fields.done();
  };
  const failed = ids.filter((id) => results.get(id)?.status === "failed");
  return (
    <Dialog title={`${t(`bulk.${kind}`)} · ${tn("devices.count", ids.length)}`} close={close} wide>
      {results.size === 0
        ? (
          <Form submit={() => run(ids)} label={t(`bulk.${kind}`)} cancel={close}>
            <BulkFields kind={kind} fields={fields} />
          </Form>
        )
        : (
          <>
            <Results ids={ids} results={results} />
            <footer>
              {failed.length > 0 && (
                <button
                  type="button"
                  onClick={() => run(failed)}
                >
                  {tn("bulk.retry", failed.length)}
                </button>
              )}
              <button type="button" class="primary" onClick={close}>{t("action.close")}</button>
            </footer>
          </>
        )}
    </Dialog>
  );
}

const WAITING: BulkResult = { status: "waiting" };

function confirmPower({ operation }: BulkAction & { kind: "power" }, n: number): Promise<boolean> {
  if (operation === "wake" || operation === "amt-on") return Promise.resolve(true);
  return confirmLoss({
    title: t("power.confirm", { action: t(`power.do.${operation}`) }),
    loss: tn("power.loss", n),
    action: t(`power.do.${operation}`),
  });
}

function Results(
  { ids, results }: {
    readonly ids: readonly string[];
    readonly results: ReadonlyMap<string, BulkResult>;
  },
) {
  const count = (status: string) => ids.filter((id) => results.get(id)?.status === status).length;
  const over = count("done") + count("failed") + count("unsure");
  return (
    <>
      <p role="status">
        {t("bulk.progress", { over, all: ids.length, failed: count("failed") })}
      </p>
      <progress max={ids.length} value={over} aria-label={t("bulk.label")} />
      <ul class="results plain-list" tabIndex={0} aria-label={t("bulk.results")}>
        {ids.map((id) => <Result key={id} id={id} result={results.get(id) ?? WAITING} />)}
      </ul>
    </>
  );
}

function Result({ id, result }: { readonly id: string; readonly result: BulkResult }) {
  const text = result.status === "failed"
    ? problemText(result.problem)
    : "text" in result
    ? plainText(result.text, 4_000)
    : "";
  return (
    <li class={result.status}>
      <bdi>{plain(deviceById(id)?.name, 80) || id}</bdi>
      <span class="pill">{t(`bulk.status.${result.status}`)}</span>
      {text && <pre>{text}</pre>}
    </li>
  );
}
