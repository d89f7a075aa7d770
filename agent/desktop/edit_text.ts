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

function edit(element: Element, inputType: string, text: string): void {
  const data = text === "" || text === "\n" ? null : text;
  const init: InputEventInit = { inputType, data, bubbles: true, composed: true };
  const field = textField(element);
  if (field === undefined) {
    // The browser sends the events itself, and knows where the caret is.
    if (element instanceof HTMLElement && element.isContentEditable) {
      document.execCommand(EXEC_COMMANDS[inputType] ?? "insertText", false, text);
    }
    return;
  }
  if (!element.dispatchEvent(new InputEvent("beforeinput", { ...init, cancelable: true }))) return;
  const [start, end] = range(field, inputType);
  const room = field.maxLength < 0
    ? text.length
    : field.maxLength - field.value.length + (end - start);
  if (start === end && (text === "" || room <= 0)) return;
  const added = text.slice(0, Math.max(0, room));
  if (field.selectionStart === null) {
    // A number or an e-mail address: it has no selection, and typing goes on at its end.
    setValue(field, field.value.slice(0, start) + added);
  } else {
    field.setRangeText(added, start, end, "end");
  }
  element.dispatchEvent(new InputEvent("input", init));
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

/** By the prototype's setter: frameworks put their own before it and would miss the change. */
function setValue(field: HTMLInputElement | HTMLTextAreaElement, value: string): void {
  const prototype = Object.getPrototypeOf(field);
  Object.getOwnPropertyDescriptor(prototype, "value")?.set?.call(field, value);
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
  if (field === undefined || field.selectionStart === null) return;
  const at = field.selectionEnd ?? 0;
  const to = {
    ArrowLeft: Math.max(0, at - 1),
    ArrowRight: at + 1,
    Home: 0,
    End: field.value.length,
  }[key];
  if (to !== undefined) field.setSelectionRange(to, to);
}
