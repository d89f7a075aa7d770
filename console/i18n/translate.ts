/**
 * Texts in the operator's language. English is part of the first load, the others are fetched.
 *
 * @module
 */
import { computed, signal } from "@preact/signals";
import { readText, writeText } from "../session/storage.ts";
import { en } from "./en.ts";

/** The key of a text. */
export type MessageKey = keyof typeof en;
/** What goes into the braces of a text. */
export type MessageValues = Readonly<Record<string, string | number>>;
/** A text that has a form for one and for many: its key without `_one` and `_other`. */
export type PluralKey = MessageKey extends infer K ? K extends `${infer Stem}_one` ? Stem : never
  : never;
/** Every text of one language. */
export type Catalog = Readonly<Record<MessageKey, string>>;

/** The languages there are, as they call themselves. */
export const LANGUAGES: Readonly<Record<string, string>> = { en: "English", de: "Deutsch" };

const catalog = signal<Catalog>(en);

/** The language that is shown. */
export const language = signal("en");

const plurals = computed(() => new Intl.PluralRules(language.value));

/** The text of a key, with its braces filled in. */
export function t(key: MessageKey, values: MessageValues = {}): string {
  return catalog.value[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** The same for a text that counts something: `{n}` is the number. */
export function tn(key: PluralKey, n: number, values: MessageValues = {}): string {
  const form = plurals.value.select(n) === "one" ? "one" : "other";
  return t(`${key}_${form}` as MessageKey, { n: n.toLocaleString(language.value), ...values });
}

/** Shows everything in this language from now on, and remembers it. */
export async function useLanguage(code: string): Promise<void> {
  const chosen = code in LANGUAGES ? code : "en";
  catalog.value = chosen === "de" ? (await import("./de.ts")).de : en;
  language.value = chosen;
  document.documentElement.lang = chosen;
  writeText("language", chosen);
}

/** The language that was chosen here before, or else the browser's. */
export function preferredLanguage(): string {
  return readText("language") ?? (/^de\b/i.test(navigator.language) ? "de" : "en");
}
