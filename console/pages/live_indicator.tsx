import { liveState, staleSince } from "../data/live.ts";
import { t } from "../i18n/translate.ts";
import { clockTime } from "../ui/time.tsx";

/** Says whether what is shown is current. */
export function LiveIndicator() {
  const state = liveState.value;
  return (
    <p class={`live ${state}`} role="status">
      <span class="dot" aria-hidden="true" />
      {state === "live" && t("live.live")}
      {state === "connecting" && t("live.connecting")}
      {state === "stale" && (
        <span>
          {t("live.stale")} {clockTime(staleSince.value)}
        </span>
      )}
    </p>
  );
}
