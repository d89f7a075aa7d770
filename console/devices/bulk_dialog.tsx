import { useLayoutEffect, useRef } from "preact/hooks";
import { t, tn } from "../i18n/translate.ts";
import { session } from "../session/session.ts";
import { confirmLoss } from "../ui/confirm.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Form } from "../ui/form.tsx";
import { notifyProblem } from "../ui/notices.tsx";
import { BulkFields, useBulkAction } from "./bulk_fields.tsx";
import { useBulkProgress } from "./bulk_progress.ts";
import { BulkResults, progressText } from "./bulk_results.tsx";
import type { BulkAction, BulkKind } from "./bulk_run.ts";

/** Asks what to do with some devices, does it, and shows what came of it for each. */
export function BulkDialog(
  { kind, ids, hidden = 0, close }: {
    readonly kind: BulkKind;
    readonly ids: readonly string[];
    /** How many of them the operator does not see in the list. */
    readonly hidden?: number;
    readonly close: () => void;
  },
) {
  const fields = useBulkAction(kind);
  const progress = useBulkProgress();
  const isLeft = useRef(false);
  useLayoutEffect(() => () => void (isLeft.current = true), []);
  const { action, results, state } = progress;

  const run = async (targets: readonly string[], action: BulkAction) => {
    const { userId } = session.value ?? {};
    if (action.kind === "power" && !await confirmPower(action, targets.length)) return;
    await progress.run(targets, action);
    if (userId !== session.value?.userId) return;
    fields.done();
    const isCut = [...results.values()].some(({ status }) => status === "waiting");
    // Another page was gone to meanwhile.
    if (isLeft.current && isCut) {
      notifyProblem(new Error(progressText({ ...progress, state: "over" })));
    }
  };
  const leave = async () => {
    if (state !== "running") return close();
    const yes = await confirmLoss({
      title: t("bulk.stop_title"),
      loss: t("bulk.stop_loss"),
      action: t("bulk.stop"),
    });
    if (yes) progress.stop();
  };
  const failed = [...results].filter(([, { status }]) => status === "failed").map(([id]) => id);
  return (
    <Dialog title={`${t(`bulk.${kind}`)} · ${tn("devices.count", ids.length)}`} close={leave} wide>
      {action === undefined
        ? (
          <>
            {hidden > 0 && <p>{tn("bulk.hidden", hidden)}</p>}
            <Form
              submit={() => run(ids, fields.action())}
              label={t(`bulk.${kind}`)}
              cancel={close}
            >
              <BulkFields kind={kind} fields={fields} />
            </Form>
          </>
        )
        : (
          <>
            <BulkResults progress={progress} />
            <footer>
              {failed.length > 0 && state === "over" && (
                <button
                  type="button"
                  onClick={() => run(failed, action)}
                >
                  {tn("bulk.retry", failed.length)}
                </button>
              )}
              <button
                type="button"
                class="primary"
                onClick={state === "running" ? progress.stop : close}
              >
                {t(state === "running" ? "bulk.stop" : "action.close")}
              </button>
            </footer>
          </>
        )}
    </Dialog>
  );
}

function confirmPower({ operation }: BulkAction & { kind: "power" }, n: number): Promise<boolean> {
  if (operation === "wake" || operation === "amt-on") return Promise.resolve(true);
  return confirmLoss({
    title: t("power.confirm", { action: t(`power.do.${operation}`) }),
    loss: tn("power.loss", n),
    action: t(`power.do.${operation}`),
  });
}
