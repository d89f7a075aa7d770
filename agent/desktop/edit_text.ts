/**
 * Edits the text field that has the focus, as a key does: `beforeinput`, the change, `input`. Events
 * made by a script change nothing by themselves.
 */
export function editText(target: Element, key: string): void {
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) {
    if (!target.readOnly && !target.disabled) editField(target, key);
  } else if (target instanceof HTMLElement && target.isContentEditable) {
    editContent(target, key);
  }
}

function editField(field: HTMLInputElement | HTMLTextAreaElement, key: string): void {
  const multiline = field instanceof HTMLTextAreaElement;
  if (key === "Enter" && !multiline) {
    field.dispatchEvent(new Event("change", { bubbles: true }));
    return field.form?.requestSubmit();
  }
  // Fields for numbers, colours and the like have no selection.
  if (field.selectionStart === null) return append(field, key);
  const start = field.selectionStart;
  const end = field.selectionEnd ?? start;
  const length = field.value.length;
  switch (key) {
    case "Backspace":
      return replace(field, start === end ? start - 1 : start, end, "", "deleteContentBackward");
    case "Delete":
      return replace(field, start, start === end ? end + 1 : end, "", "deleteContentForward");
    case "ArrowLeft":
      return place(field, start === end ? start - 1 : start);
    case "ArrowRight":
      return place(field, start === end ? end + 1 : end);
    case "Home":
      return place(field, 0);
    case "End":
      return place(field, length);
    case "Enter":
      return replace(field, start, end, "\n", "insertLineBreak");
    default:
      if ([...key].length === 1) replace(field, start, end, key, "insertText");
  }
}

function replace(
  field: HTMLInputElement | HTMLTextAreaElement,
  start: number,
  end: number,
  data: string,
  inputType: string,
): void {
  if (start < 0 || end > field.value.length || !before(field, inputType, data)) return;
  field.setRangeText(data, start, end, "end");
  after(field, inputType, data);
}

function place(field: HTMLInputElement | HTMLTextAreaElement, at: number): void {
  const position = Math.min(Math.max(at, 0), field.value.length);
  field.setSelectionRange(position, position);
}

function append(field: HTMLInputElement | HTMLTextAreaElement, key: string): void {
  const deletes = key === "Backspace";
  if (!deletes && [...key].length !== 1) return;
  const inputType = deletes ? "deleteContentBackward" : "insertText";
  if (!before(field, inputType, deletes ? "" : key)) return;
  field.value = deletes ? field.value.slice(0, -1) : field.value + key;
  after(field, inputType, key);
}

function editContent(element: HTMLElement, key: string): void {
  const selection = getSelection();
  const text = key === "Enter" ? "\n" : key;
  if (selection === null || [...text].length !== 1) return;
  if (!before(element, "insertText", text)) return;
  const range = selection.rangeCount > 0 ? selection.getRangeAt(0) : undefined;
  if (range === undefined || !element.contains(range.startContainer)) element.append(text);
  else {
    range.deleteContents();
    range.insertNode(document.createTextNode(text));
    range.collapse(false);
  }
  after(element, "insertText", text);
}

function before(target: Element, inputType: string, data: string): boolean {
  const init = { inputType, data: data || null, bubbles: true, cancelable: true, composed: true };
  return target.dispatchEvent(new InputEvent("beforeinput", init));
}

function after(target: Element, inputType: string, data: string): void {
  const init = { inputType, data: data || null, bubbles: true, composed: true };
  target.dispatchEvent(new InputEvent("input", init));
}
