import { signal } from "@preact/signals";
import { language } from "../i18n/translate.ts";

const now = signal(Date.now());
setInterval(() => now.value = Date.now(), 15_000);

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** When something was, relative to now; the exact time on hover. */
export function Time({ at }: { readonly at: string | number | undefined }) {
  const time = typeof at === "string" ? Date.parse(at) : at;
  if (time === undefined || Number.isNaN(time)) return <>–</>;
  const date = new Date(time);
  return (
    <time dateTime={date.toISOString()} title={absolute(date)}>
      {relative(time, Math.max(now.value, Date.now()))}
    </time>
  );
}

/** Hour and minute, for what is so since then. */
export function clockTime(at = Date.now()): string {
  return new Date(at).toLocaleTimeString(language.value, { hour: "2-digit", minute: "2-digit" });
}

function absolute(date: Date): string {
  return date.toLocaleString(language.value, { dateStyle: "full", timeStyle: "long" });
}

function relative(time: number, from: number): string {
  const seconds = Math.round((time - from) / 1000);
  const format = new Intl.RelativeTimeFormat(language.value, { numeric: "auto" });
  for (const [unit, length] of STEPS) {
    if (Math.abs(seconds) >= length) return format.format(Math.round(seconds / length), unit);
  }
  return format.format(0, "second");
}
