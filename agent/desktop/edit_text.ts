import { editDate } from "./edit_date.ts";

/** Fields that the person, or an operator, has typed into since they got the focus. */
const edited = new WeakSet<Element>();

/** Execution names of what a key does; a browser has no other way to edit as a person does. */
const COMMANDS: Readonly<Record<string, string>> = {
  deleteContentBackward: "delete",
  deleteContentForward: "forwardDelete",
  historyUndo: "undo",
  historyRedo: "redo",
};

/** Where the caret goes by a key: direction, unit, unit with Ctrl. */
const MOVES: Readonly<Record<string, readonly [string, string, string]>> = {
  ArrowLeft: ["backward", "character", "word"],
  ArrowRight: ["forward", "character", "word"],
  ArrowUp: ["backward", "line", "paragraph"],
  ArrowDown: ["forward", "line", "paragraph"],
  Home: ["backward", "lineboundary", "documentboundary"],
  End: ["forward", "lineboundary", "documentboundary"],
};

/** A text field, if that is what the element is and a person could type into it. */
export function textField(
  element: Element,
): HTMLInputElement | HTMLTextAreaElement | undefined {
  const isField = element instanceof HTMLTextAreaElement ||
    element instanceof HTMLInputElement &&
      !/^(button|checkbox|color|file|hidden|image|radio|range|reset|submit)$/.test(element.type);
  return isField && !element.readOnly && !element.disabled ? element : undefined;
}

/** Types text into an element as a person would: over the selection, with the events of typing. */
export function insertText(element: Element, text: string): void {
  edit(element, "insertText", text);
}

/** What Backspace, Delete and Enter do in a text, Enter in a form, and arrows with a caret. */
export function editByKey(
  element: Element,
  key: string,
  { shiftKey = false, ctrlKey = false }: EventModifierInit = {},
): void {
  if (key === "Backspace") edit(element, "deleteContentBackward");
  else if (key === "Delete") edit(element, "deleteContentForward");
  else if (key !== "Enter") moveCaret(element, key, shiftKey, ctrlKey);
  else if (element instanceof HTMLInputElement) submit(element);
  else {
    edit(element, shiftKey || textField(element) ? "insertLineBreak" : "insertParagraph");
  }
}

/** Does what a letter with Ctrl, or with the Mac's command key, does in an editor. */
export function editByShortcut(
  element: Element,
  letter: string,
  { shiftKey, ctrlKey, metaKey }: EventModifierInit,
): void {
  if (!ctrlKey && !metaKey) return;
  if (letter === "a") document.execCommand("selectAll");
  if (letter === "z") edit(element, shiftKey ? "historyRedo" : "historyUndo");
  if (letter === "y") edit(element, "historyRedo");
}

/** Where the caret cannot be known, typing goes on at the end. */
export function placeCaret(element: Element): void {
  const field = textField(element);
  if (field?.selectionStart === null) moveCaret(field, "End");
}

function edit(element: Element, inputType: string, data: string | null = null): void {
  const field = textField(element);
  if (field === undefined && !(element as HTMLElement).isContentEditable) return;
  const init = { inputType, data, bubbles: true, composed: true, cancelable: true };
  if (!element.dispatchEvent(new InputEvent("beforeinput", init))) return;
  if (field !== undefined && isDate(field)) return editDate(field, data ?? "");
  if (!hasFocus(element)) return;
  edited.add(element);
  element.addEventListener("blur", () => edited.delete(element), { once: true });
  document.execCommand(COMMANDS[inputType] ?? inputType, false, data ?? undefined);
}

function isDate(field: HTMLInputElement | HTMLTextAreaElement): field is HTMLInputElement {
  return /date|month|week|time/.test(field.type);
}

/** A browser types into what has the focus, whatever that is: so this has to have it. */
function hasFocus(element: Element): boolean {
  return (element.getRootNode() as Document | ShadowRoot).activeElement === element;
}

function submit(field: HTMLInputElement): void {
  const init = { inputType: "insertLineBreak", bubbles: true, composed: true, cancelable: true };
  if (textField(field) && !field.dispatchEvent(new InputEvent("beforeinput", init))) return;
  if (edited.delete(field)) field.dispatchEvent(new Event("change", { bubbles: true }));
  const { form } = field;
  if (form === null) return;
  const button = form.querySelector<HTMLElement>("[type=submit], button:not([type])");
  if (button === null) form.requestSubmit();
  else button.click();
}

function moveCaret(element: Element, key: string, extend = false, far = false): void {
  const [direction, near, farther] = MOVES[key] ?? [];
  if (direction === undefined || !hasFocus(element)) return;
  getSelection()?.modify(extend ? "extend" : "move", direction, far ? farther : near);
}
