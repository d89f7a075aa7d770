/** Pixels between the box and what it keeps clear of, and to the edge of the window. */
const GAP = 8;
/** Milliseconds between two looks; a page may move its fields at any time. */
const STEP = 250;

/**
 * Moves a fixed box to where it covers neither the field that has the focus nor a `<mesh-agent>`: the
 * lower edge of the window, the upper one, or beside one of them. Where there is no such place, it
 * keeps the focused field clear.
 *
 * @returns Looks at once; to be called whenever the box has changed.
 */
export function keepClear(box: HTMLElement): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    clearTimeout(timer);
    const { height } = box.getBoundingClientRect();
    if (height === 0) return;
    timer = setTimeout(look, STEP);
    const top = `${placeFor(box, height)}px`;
    if (box.style.top !== top) box.style.top = top;
  };
  for (const type of ["focusin", "resize", "scroll"]) {
    addEventListener(type, look, { capture: true, passive: true });
  }
  return look;
}

/** The upper edge of the box there. */
function placeFor(box: HTMLElement, height: number): number {
  const focused = [focusedElement()].filter((found) => found !== undefined && !box.contains(found));
  const agents = [...document.querySelectorAll("mesh-agent")];
  const boxes = ([...focused, ...agents] as Element[]).map((element) =>
    element.getBoundingClientRect()
  ).filter((rect) => rect.width > 0 && rect.bottom > 0 && rect.top < innerHeight);
  const lowest = innerHeight - height - GAP;
  const places = [
    lowest,
    GAP,
    ...boxes.flatMap(({ top, bottom }) => [top - height - GAP, bottom + GAP]),
  ]
    .filter((top) => top >= 0 && top <= lowest);
  const free = (count: number) =>
    places.find((place) =>
      boxes.slice(0, count).every(({ top, bottom }) => place >= bottom || place + height <= top)
    );
  return free(boxes.length) ?? free(focused.length) ?? lowest;
}

/** The element that has the focus, inside of shadow trees as well; undefined for the page itself. */
function focusedElement(): Element | undefined {
  let found = document.activeElement;
  while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
  return found === document.body || found === null ? undefined : found;
}
