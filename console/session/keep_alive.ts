import { renew, session } from "./session.ts";

/** Milliseconds before the end at which a session in use is renewed. */
const EARLY = 20 * 60_000;
/** Milliseconds without a touch after which nobody counts as present. */
const IDLE = 15 * 60_000;
const LOOK = 30_000;

/** Renews the session while somebody uses the console. Returns what stops it. */
export function keepSessionAlive(): () => void {
  let touched = Date.now();
  const touch = () => touched = Date.now();
  const timer = setInterval(() => {
    const left = (session.value?.expiresAt ?? Infinity) - Date.now();
    if (left < EARLY && Date.now() - touched < IDLE) renew();
  }, LOOK);
  for (const type of ["pointerdown", "keydown"]) addEventListener(type, touch, { passive: true });
  return () => {
    clearInterval(timer);
    for (const type of ["pointerdown", "keydown"]) removeEventListener(type, touch);
  };
}
