/** Characters of a whole value, as HTML writes it: `2026-01-31`, `23:59`. */
const LENGTHS: Readonly<Record<string, number>> = {
  date: 10,
  "datetime-local": 16,
  month: 7,
  time: 5,
  week: 8,
};

const drafts = new WeakMap<HTMLInputElement, string>();

/**
 * Types into a date or a time. Such a field takes a whole value only, and no script reaches the parts
 * that a person types into: so what was typed is kept, unseen, until it is as long as a value.
 */
export function editDate(field: HTMLInputElement, text: string): void {
  const typed = (drafts.get(field) ?? "") + text;
  // Backspace and Delete, which have no text, empty the field.
  if (text !== "" && typed.length < (LENGTHS[field.type] ?? 0)) return keep(field, typed);
  drafts.delete(field);
  const { value } = field;
  setValue(field, text === "" ? "" : typed);
  // No date: a person could not have typed it.
  if (text !== "" && field.value === "") return setValue(field, value);
  field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function keep(field: HTMLInputElement, typed: string): void {
  if (!drafts.has(field)) {
    field.addEventListener("blur", () => drafts.delete(field), { once: true });
  }
  drafts.set(field, typed);
}

/** By the prototype's setter: frameworks put their own before it and would miss the change. */
export function setValue(field: HTMLInputElement, value: string): void {
  const prototype = Object.getPrototypeOf(field);
  Object.getOwnPropertyDescriptor(prototype, "value")?.set?.call(field, value);
}
