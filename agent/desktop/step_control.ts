import { setValue } from "./edit_date.ts";

/** Which way a key goes through choices. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowUp: -1,
  ArrowRight: 1,
  ArrowDown: 1,
  Home: -Infinity,
  End: Infinity,
};

/**
 * Changes a slider, a list or a group of radio buttons by a key, as a browser does.
 *
 * @returns Whether the element is one of these.
 */
export function stepControl(element: Element, key: string): boolean {
  if (element instanceof HTMLSelectElement) stepList(element, key);
  else if (!(element instanceof HTMLInputElement)) return false;
  else if (element.type === "range") stepSlider(element, key);
  else if (element.type === "radio") stepRadio(element, STEPS[key]);
  else return false;
  return true;
}

/** Tells the page that a person has changed a control. */
export function sendChange(element: Element, ...types: ("input" | "change")[]): void {
  for (const type of types) {
    element.dispatchEvent(new Event(type, { bubbles: true, composed: type === "input" }));
  }
}

function stepList(list: HTMLSelectElement, key: string): void {
  const options = [...list.options].filter((option) => !option.matches(":disabled"));
  const at = options.findIndex(({ selected }) => selected);
  const step = STEPS[key];
  // A letter goes to the next option that begins with it.
  const next = step === undefined
    ? [...options.slice(at + 1), ...options.slice(0, at)].find(({ text }) =>
      key.length === 1 && text.trim().toLowerCase().startsWith(key.toLowerCase())
    )
    : options[Math.max(0, Math.min(options.length - 1, at + step))];
  if (next === undefined || next.selected) return;
  list.selectedIndex = next.index;
  sendChange(list, "input", "change");
}

function stepSlider(slider: HTMLInputElement, key: string): void {
  const { value, min, max } = slider;
  const whole = Number(max || 100) - Number(min);
  const page = Math.max(1, Math.round(whole / 10 / (Number(slider.step) || 1)));
  const step = { ArrowUp: 1, ArrowDown: -1, PageUp: page, PageDown: -page }[key] ?? STEPS[key] ?? 0;
  if (Number.isFinite(step)) slider.stepUp(step);
  else setValue(slider, step < 0 ? min || "0" : max || "100");
  if (slider.value !== value) sendChange(slider, "input", "change");
}

function stepRadio(radio: HTMLInputElement, step = 0): void {
  if (!Number.isFinite(step) || step === 0) return;
  const all = (radio.getRootNode() as Document | ShadowRoot)
    .querySelectorAll<HTMLInputElement>("input[type=radio]:enabled");
  const group = [...all].filter(({ name, form }) => name === radio.name && form === radio.form);
  const next = group.at((group.indexOf(radio) + step) % group.length);
  next?.focus();
  next?.click();
}
