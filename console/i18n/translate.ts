/**
 * Texts in the operator's language, in parts, as the code is: nobody waits for the texts of pages
 * that are not shown. English comes with the code that needs it, others beside it.
 *
 * @module
 */
import { batch, signal } from "@preact/signals";
import { readText, writeText } from "../session/storage.ts";
import { DE } from "./de.ts";
import { CORE_EN } from "./en_core.ts";
import type { MORE_EN } from "./en_more.ts";

/** English, by part of the console. */
interface English {
  readonly core: typeof CORE_EN;
  readonly more: typeof MORE_EN;
}
/** A part of the console whose code and texts are loaded together. */
export type Part = keyof English;
/** The key of a text. */
export type MessageKey = { [P in Part]: keyof English[P] }[Part];
/** What goes into the braces of a text. */
export type MessageValues = Readonly<Record<string, string | number>>;
/** A text that has a form for one and for many: its key without `_one` and `_other`. */
export type PluralKey = MessageKey extends infer K ? K extends `${infer Stem}_one` ? Stem : never
  : never;
/** Another language than English: the type fails the build while a text is missing. */
export type Language = {
  readonly [P in Part]: () => Promise<Readonly<Record<keyof English[P], string>>>;
};
type Texts = Readonly<Partial<Record<MessageKey, string>>>;

/** The languages there are, as they call themselves. */
export const LANGUAGES: Readonly<Record<string, string>> = { en: "English", de: "Deutsch" };
const OTHERS: Readonly<Record<string, Language>> = { de: DE };

const english = signal<Texts>(CORE_EN);
const other = signal<Texts>({});
const parts = new Set<Part>(["core"]);
const translated = new Map<Part, Texts>();

/** The language that is shown. */
export const language = signal("en");
/** The language that will be, once its texts are here. */
let wanted = "en";

/** The text of a key, with its braces filled in. */
export function t(key: MessageKey, values: MessageValues = {}): string {
  const text = other.value[key] ?? english.value[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/**
 * The same for a text that counts something: `{n}` is the number. All languages so far have one
 * form for 1 and one for the rest, and no separator below 1000: `Intl` would say the same, but its
 * first use takes a slow machine 40 ms.
 */
export function tn(key: PluralKey, n: number, values: MessageValues = {}): string {
  const form = n === 1 ? "one" : "other";
  const shown = n < 1000 ? n : n.toLocaleString(language.value);
  return t(`${key}_${form}` as MessageKey, { n: shown, ...values });
}

/** Gets to know the texts of a part whose code is being loaded. */
export async function addTexts(part: Part, ofCode: Promise<Texts>): Promise<void> {
  parts.add(part);
  const [texts] = await Promise.all([ofCode, translate(part)]);
  batch(() => {
    english.value = { ...english.value, ...texts };
    showTranslated();
  });
}

/** Shows everything in this language from now on, and remembers it. */
export async function useLanguage(code: string): Promise<void> {
  wanted = code in LANGUAGES ? code : "en";
  const chosen = wanted;
  await Promise.all([...parts].map(translate));
  if (wanted !== chosen) return;
  batch(() => {
    showTranslated();
    language.value = chosen;
  });
  document.documentElement.lang = chosen;
  writeText("language", chosen);
}

/** The language that was chosen here before, or else the browser's. */
export function preferredLanguage(): string {
  return readText("language") ?? (/^de\b/i.test(navigator.language) ? "de" : "en");
}

async function translate(part: Part): Promise<void> {
  const code = wanted;
  const texts = await OTHERS[code]?.[part]();
  if (code === wanted) translated.set(part, texts ?? {});
}

function showTranslated(): void {
  other.value = Object.assign({}, ...translated.values());
}
