/**
 * Texts in the operator's language. English comes with the code that needs it, others at once.
 *
 * @module
 */
import { computed, signal } from "@preact/signals";
import { readText, writeText } from "../session/storage.ts";
import { CORE_EN } from "./en_core.ts";
import type { MORE_EN } from "./en_more.ts";

/** The key of a text. */
export type MessageKey = keyof typeof CORE_EN | keyof typeof MORE_EN;
/** What goes into the braces of a text. */
export type MessageValues = Readonly<Record<string, string | number>>;
/** A text that has a form for one and for many: its key without `_one` and `_other`. */
export type PluralKey = MessageKey extends infer K ? K extends `${infer Stem}_one` ? Stem : never
  : never;
/** Every text of one language. */
export type Catalog = Readonly<Record<MessageKey, string>>;

/** The languages there are, as they call themselves. */
export const LANGUAGES: Readonly<Record<string, string>> = { en: "English", de: "Deutsch" };

const english = signal<Partial<Catalog>>(CORE_EN);
const other = signal<Catalog | undefined>(undefined);

/** The language that is shown. */
export const language = signal("en");

const plurals = computed(() => new Intl.PluralRules(language.value));

/** The text of a key, with its braces filled in. */
export function t(key: MessageKey, values: MessageValues = {}): string {
  const text = other.value?.[key] ?? english.value[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** The same for a text that counts something: `{n}` is the number. */
export function tn(key: PluralKey, n: number, values: MessageValues = {}): string {
  const form = plurals.value.select(n) === "one" ? "one" : "other";
  return t(`${key}_${form}` as MessageKey, { n: n.toLocaleString(language.value), ...values });
}

/** Gets to know the texts of code that was loaded. */
export function addEnglish(texts: Partial<Catalog>): void {
  if (!Object.keys(texts).every((key) => key in english.value)) {
    english.value = { ...english.value, ...texts };
  }
}

/** Shows everything in this language from now on, and remembers it. */
export async function useLanguage(code: string): Promise<void> {
  const chosen = code in LANGUAGES ? code : "en";
  other.value = chosen === "de" ? (await import("./de.ts")).de : undefined;
  language.value = chosen;
  document.documentElement.lang = chosen;
  writeText("language", chosen);
}

/** The language that was chosen here before, or else the browser's. */
export function preferredLanguage(): string {
  return readText("language") ?? (/^de\b/i.test(navigator.language) ? "de" : "en");
}
