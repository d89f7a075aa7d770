import { setValue } from "./edit_date.ts";
import type { Drag } from "./drag.ts";
import { focus } from "./focus.ts";
import type { Place } from "./place.ts";
import { localPoint, zoomOf } from "./plane.ts";
import { selectText, setCaret } from "./select_text.ts";
import { sendChange } from "./step_control.ts";

/** Diameter of a slider's thumb, as Chromium draws it. */
const THUMB = 16;

/**
 * Does what a press does by default: focuses, slides a slider, chooses of a list, selects text.
 *
 * @param count Which click in a row it begins.
 */
export function startDrag(
  place: Place,
  button: number,
  count: number,
  extend: boolean,
): Drag | undefined {
  const { element } = place;
  if (button === 0 && element.matches("input[type=range]:enabled")) {
    const drag = slide(element as HTMLInputElement, place);
    focus(element);
    return drag;
  }
  focus(element);
  const list = element instanceof HTMLOptionElement ? element.closest("select") : null;
  if (element.matches(":disabled")) return undefined;
  if (button !== 0) return setCaret(place, button);
  if (list !== null) return choose(element as HTMLOptionElement, list);
  return selectText(place, count, extend);
}

function slide(slider: HTMLInputElement, from: Place): Drag {
  const before = slider.value;
  const move = (place: Place) => {
    const { value } = slider;
    const { writingMode, direction } = getComputedStyle(slider);
    const { x, y } = localPoint(slider, place);
    const [at, length] = writingMode.startsWith("vertical")
      ? [y, slider.clientHeight]
      : [x, slider.clientWidth];
    const part = Math.max(0, Math.min(1, (at / zoomOf(slider) - THUMB / 2) / (length - THUMB)));
    const [least, most] = [Number(slider.min), Number(slider.max || 100)];
    setValue(slider, String(least + (direction === "rtl" ? 1 - part : part) * (most - least)));
    if (slider.value !== value) sendChange(slider, "input");
  };
  move(from);
  const end = () => {
    if (slider.value !== before) sendChange(slider, "change");
  };
  return { captures: slider, move, end };
}

function choose(option: HTMLOptionElement, list: HTMLSelectElement): Drag {
  option.selected = true;
  return { move: () => {}, end: () => sendChange(list, "input", "change") };
}
