const BUTTONS = "button, summary, input:is([type=button], [type=color], [type=file], " +
  "[type=image], [type=reset], [type=submit])";
const BOXES = "input:is([type=checkbox], [type=radio])";
const LINKS = "a[href], area[href]";

/**
 * Presses the control that has the focus, as the keys of a person would: Enter a link as it goes down and
 * a button as it writes, Space a button or a box as it comes up over what it went down on.
 */
export class ControlKeys {
  #held: Element | undefined;

  /**
   * @param passed Whether the page let the key do what it does.
   * @returns Whether it has pressed the control.
   */
  receive(element: Element, key: string, down: boolean, passed: boolean): boolean {
    const held = this.#held;
    this.#held = undefined;
    if (!passed) return false;
    if (key === "Enter" && down) return press(element, LINKS);
    if (key !== " ") return false;
    if (!down) return held === element && press(element, `${BUTTONS}, ${BOXES}`);
    this.#held = element;
    return false;
  }

  /** Enter has been written. @returns Whether it has pressed the control. */
  enter(element: Element): boolean {
    return press(element, BUTTONS);
  }
}

function press(element: Element, selector: string): boolean {
  const is = element instanceof HTMLElement && element.matches(selector);
  if (is) element.click();
  return is;
}
