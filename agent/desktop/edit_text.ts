import { editDate } from "./edit_date.ts";

/** A text field, if that is what the element is and a person could type into it. */
function textField(
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

/** What Backspace, Delete and Enter do in a text field, and Enter in a form. */
export function editByKey(element: Element, key: string): void {
  if (key === "Backspace") edit(element, "deleteContentBackward", "");
  else if (key === "Delete") edit(element, "deleteContentForward", "");
  else if (key !== "Enter") moveCaret(element, key);
  else if (element instanceof HTMLInputElement) submit(element);
  else edit(element, "insertLineBreak", "\n");
}

/** Selects all text of a field. */
export function selectAll(element: Element): void {
  textField(element)?.select();
}

/** Where the caret cannot be known, typing goes on at the end. */
export function placeCaret(element: Element): void {
  const field = textField(element);
  if (field !== undefined && hidesCaret(field)) moveHiddenCaret(field, "End");
}

function edit(element: Element, inputType: string, text: string): void {
  const data = text === "" || text === "\n" ? null : text;
  const init: InputEventInit = { inputType, data, bubbles: true, composed: true };
  const field = textField(element);
  if (field === undefined) {
    const rich = element instanceof HTMLElement && element.isContentEditable;
    return rich ? editByBrowser(element, inputType, text) : undefined;
  }
  if (!element.dispatchEvent(new InputEvent("beforeinput", { ...init, cancelable: true }))) return;
  if (hidesCaret(field)) return editByBrowser(field, inputType, text);
  if (field.selectionStart === null) return editDate(field as HTMLInputElement, text);
  const [start, end] = range(field, inputType);
  const room = field.maxLength < 0
    ? text.length
    : field.maxLength - field.value.length + (end - start);
  if (start === end && (text === "" || room <= 0)) return;
  const added = text.slice(0, Math.max(0, room));
  field.setRangeText(added, start, end, "end");
  element.dispatchEvent(new InputEvent("input", init));
}

/** A number or an e-mail address: it has a caret, but tells nobody where. */
function hidesCaret({ type }: { readonly type: string }): boolean {
  return type === "number" || type === "email";
}

/**
 * The browser knows where the caret is, keeps what is no number yet, and sends `input` itself. It types
 * into what has the focus, whatever that is: so this has to have it.
 */
function editByBrowser(element: Element, inputType: string, text: string): void {
  if (!hasFocus(element)) return;
  document.execCommand(EXEC_COMMANDS[inputType] ?? "insertText", false, text);
}

function hasFocus(element: Element): boolean {
  return (element.getRootNode() as Document | ShadowRoot).activeElement === element;
}

const EXEC_COMMANDS: Readonly<Record<string, string>> = {
  insertText: "insertText",
  insertLineBreak: "insertLineBreak",
  deleteContentBackward: "delete",
  deleteContentForward: "forwardDelete",
};

/** What is replaced: the selection, or what the key takes with it. */
function range(
  { value, selectionStart, selectionEnd }: HTMLInputElement | HTMLTextAreaElement,
  inputType: string,
): [start: number, end: number] {
  const start = selectionStart ?? value.length;
  const end = selectionEnd ?? value.length;
  if (start !== end) return [start, end];
  if (inputType === "deleteContentBackward") {
    return [start - ([...value.slice(0, start)].at(-1)?.length ?? 0), end];
  }
  if (inputType === "deleteContentForward") {
    return [start, end + ([...value.slice(end)][0]?.length ?? 0)];
  }
  return [start, end];
}

function submit(field: HTMLInputElement): void {
  field.dispatchEvent(new Event("change", { bubbles: true }));
  const { form } = field;
  if (form === null) return;
  const button = form.querySelector<HTMLElement>("[type=submit], button:not([type])");
  if (button === null) form.requestSubmit();
  else button.click();
}

function moveCaret(element: Element, key: string): void {
  const field = textField(element);
  if (field === undefined) return;
  if (hidesCaret(field)) return moveHiddenCaret(field, key);
  if (field.selectionStart === null) return;
  const at = field.selectionEnd ?? 0;
  const to = {
    ArrowLeft: Math.max(0, at - 1),
    ArrowRight: at + 1,
    Home: 0,
    End: field.value.length,
  }[key];
  if (to !== undefined) field.setSelectionRange(to, to);
}

function moveHiddenCaret(field: Element, key: string): void {
  const move = {
    ArrowLeft: ["backward", "character"],
    ArrowRight: ["forward", "character"],
    Home: ["backward", "lineboundary"],
    End: ["forward", "lineboundary"],
  }[key];
  if (move !== undefined && hasFocus(field)) getSelection()?.modify("move", ...move);
}
