import { textField } from "./edit_text.ts";
import type { Drag } from "./drag.ts";
import type { ClientPoint, Place } from "./place.ts";
import { path } from "./pointer_events.ts";

/** What a press in a text does not select. */
const NOT_TEXT = "a[href], button, select, input, summary, [draggable=true]";

/** A piece of a text: from one place to another in the same node, which may be a field. */
interface Piece {
  readonly node: Node;
  readonly start: number;
  readonly end: number;
}

/**
 * Sets the caret where a text is pressed, or selects: by a second click in a row a word, by a third one
 * a line; with Shift from the old selection to there. The mouse then selects more.
 */
export function selectText(place: Place, count: number, extend: boolean): Drag | undefined {
  const { element } = place;
  const field = textField(element);
  if (field === undefined && element.closest(NOT_TEXT) !== null) return undefined;
  if (getComputedStyle(element).userSelect === "none") return undefined;
  const shadowRoots = rootsOf(element);
  const from = extend ? anchor(field) : pieceAt(place, count, shadowRoots);
  // Not what lies over a canvas that is all that the operator has.
  if (from === undefined || !extend && !element.contains(from.node)) return undefined;
  const move = (to: ClientPoint) => {
    const piece = pieceAt(field === undefined ? to : within(field, to), count, shadowRoots);
    if (piece !== undefined) select(from, piece);
  };
  move(place);
  return { move, end: () => {} };
}

/**
 * Sets the caret in a field: what another button than the left one does. The right one, whose menu is
 * for what is selected, lets a selection be that it is pressed in.
 */
export function setCaret(place: Place, button: number): undefined {
  const field = textField(place.element);
  if (field === undefined) return;
  const piece = pieceAt(place, 1, rootsOf(field));
  const [start, end] = [field.selectionStart ?? 0, field.selectionEnd ?? 0];
  const selected = piece !== undefined && start < piece.start && piece.start < end;
  if (piece !== undefined && !(selected && button === 2)) select(piece, piece);
}

/** The point of a field that is nearest. */
function within(field: Element, { clientX, clientY }: ClientPoint): ClientPoint {
  const { left, right, top, bottom } = field.getBoundingClientRect();
  return {
    clientX: Math.max(left + 1, Math.min(right - 1, clientX)),
    clientY: Math.max(top + 1, Math.min(bottom - 1, clientY)),
  };
}

function rootsOf(element: Element): ShadowRoot[] {
  return path(element).map((at) => at.getRootNode()).filter((root) => root instanceof ShadowRoot);
}

function anchor(field: HTMLInputElement | HTMLTextAreaElement | undefined): Piece | undefined {
  if (field !== undefined) {
    const { selectionStart, selectionEnd, selectionDirection } = field;
    const at = (selectionDirection === "backward" ? selectionEnd : selectionStart) ?? 0;
    return { node: field, start: at, end: at };
  }
  const { anchorNode, anchorOffset = 0 } = getSelection() ?? {};
  return anchorNode ? { node: anchorNode, start: anchorOffset, end: anchorOffset } : undefined;
}

function pieceAt(
  { clientX, clientY }: ClientPoint,
  count: number,
  shadowRoots: ShadowRoot[],
): Piece | undefined {
  const { offsetNode: node, offset } =
    document.caretPositionFromPoint?.(clientX, clientY, { shadowRoots }) ?? {};
  if (!node || offset === undefined || node.parentElement?.closest("button, select")) {
    return undefined;
  }
  const text = node instanceof Text ? node.data : (node as HTMLInputElement).value ?? "";
  if (count === 1 || text === "") return { node, start: offset, end: offset };
  if (count > 2) {
    if (node instanceof Text) return { node, start: 0, end: text.length };
    const end = text.indexOf("\n", offset) + 1 || text.length;
    return { node, start: text.lastIndexOf("\n", offset - 1) + 1, end };
  }
  const words = new Intl.Segmenter(undefined, { granularity: "word" }).segment(text);
  // The caret that is nearest to the last letter of a word may be behind it.
  const [here, before] = [words.containing(offset), words.containing(offset - 1)];
  const { index = 0, segment = "" } = (!here?.isWordLike && before?.isWordLike ? before : here) ??
    {};
  return { node, start: index, end: index + segment.length };
}

function select(from: Piece, to: Piece): void {
  const { node } = to;
  if (isField(node) || isField(from.node)) {
    if (node !== from.node || !isField(node) || node.selectionStart === null) return;
    const back = to.start < from.start;
    node.setSelectionRange(
      Math.min(from.start, to.start),
      Math.max(from.end, to.end),
      back ? "backward" : "forward",
    );
    return;
  }
  const order = from.node.compareDocumentPosition(node);
  const back = order & Node.DOCUMENT_POSITION_PRECEDING || order === 0 && to.start < from.start;
  getSelection()?.setBaseAndExtent(
    from.node,
    back ? from.end : from.start,
    node,
    back ? to.start : to.end,
  );
}

function isField(node: Node): node is HTMLInputElement | HTMLTextAreaElement {
  return node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement;
}
