import type { ComponentChildren } from "preact";
import { t } from "../i18n/translate.ts";
import { plain } from "../ui/plain.ts";
import { problemText } from "../ui/problem_text.ts";
import type { Tunnel } from "./tunnel.ts";

/** How a tunnel is, what its device says, and a way to have another. */
export function TunnelBar(
  { tunnel, children }: { readonly tunnel: Tunnel; readonly children?: ComponentChildren },
) {
  const { state, note, problem } = tunnel;
  return (
    <div class="tunnel-bar">
      <p role="status" class={`pill ${state === "open" ? "on" : ""}`}>
        {t(`tunnel.${state}`)}
      </p>
      {note && <p class="tunnel-note" role="alert">{plain(note)}</p>}
      {problem !== undefined && <p class="form-problem" role="alert">{problemText(problem)}</p>}
      {children}
      {state === "closed" && (
        <button type="button" onClick={tunnel.reopen}>{t("tunnel.reopen")}</button>
      )}
      {state === "open" && <button type="button" onClick={tunnel.close}>{t("tunnel.close")}
      </button>}
    </div>
  );
}
