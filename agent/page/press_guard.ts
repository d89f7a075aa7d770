/** Milliseconds for which a question must be in front before its button accepts. */
const WAIT = 1000;
/** Milliseconds between two looks at whether it still is. */
const STEP = 100;
/** Points at which an element must be the topmost one, as fractions of its size. */
const POINTS = [0.1, 0.5, 0.9];

/** What {@linkcode guardPress} needs to know. */
export interface GuardOptions {
  /** Besides the button: what the person must have in view. */
  readonly shown: readonly HTMLElement[];
  /** Whose covering a browser reports that has IntersectionObserver v2. */
  readonly front?: HTMLElement;
  /**
   * The button is part of a page that scrolls: it may move, and be out of view until it is pressed.
   * It is looked at less often, since it may be there for days. @default {false}
   */
  readonly loose?: boolean;
  /** Ends the guard. @default never */
  readonly signal?: AbortSignal;
}

/**
 * Accepts a press of a button only after it and what it is about have been visible and in front for a
 * second, and only if the press began after that. A change of layout, focus or visibility starts the
 * second again. Events of scripts do not count. Until then the button is `aria-disabled`, not
 * `disabled`, so that it keeps the focus; `--waited` goes from 0 to 1.
 */
export function guardPress(
  button: HTMLButtonElement,
  accept: () => void,
  { shown, front, loose = false, signal }: GuardOptions,
): void {
  const seen = [...shown, button];
  const step = loose ? 4 * STEP : STEP;
  let place = "";
  let waited = 0;
  let last = 0;
  let covered = false;
  let early = false;

  const look = (): boolean => {
    const now = performance.now();
    const current = covered ? "" : placeOf(seen, loose);
    // Time in which the page was not painted does not count.
    waited = current === "" || current !== place ? 0 : waited + Math.min(now - last, 2 * step);
    place = current;
    last = now;
    const ready = waited >= WAIT;
    button.setAttribute("aria-disabled", String(!ready));
    button.style.setProperty("--waited", String(Math.min(waited / WAIT, 1)));
    return ready;
  };
  const restart = () => {
    place = "";
    look();
  };
  // A frame comes only where the page is painted, a timer keeps them apart.
  const next = () =>
    setTimeout(() => requestAnimationFrame(() => signal?.aborted || (look(), next())), step);

  const heard = { capture: true, ...(signal && { signal }) };
  const pressKeys = (event: Event) => ["Enter", " "].includes((event as KeyboardEvent).key);
  const begin = (event: Event) => {
    if (event.isTrusted) early = (event as KeyboardEvent).repeat === true || !look();
  };
  const end = () => setTimeout(() => early = false);
  addEventListener("pointerdown", begin, heard);
  addEventListener("keydown", (event) => pressKeys(event) && begin(event), heard);
  addEventListener("keyup", (event) => pressKeys(event) && end(), heard);
  addEventListener("click", end, heard);
  addEventListener("blur", restart, { ...heard, capture: false }); // of the window alone
  document.addEventListener("visibilitychange", restart, heard);
  // That of a screen reader has no beginning.
  button.addEventListener(
    "click",
    ({ isTrusted }) => isTrusted && look() && !early && accept(),
    heard,
  );
  if (front !== undefined) {
    watchCovering(front, (is) => is !== covered && (covered = is, restart()), signal);
  }
  button.setAttribute("aria-disabled", "true");
  // By the second frame, the first one has been painted.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      restart();
      next();
    })
  );
}

/** Where the elements are; empty if one of them is not visible or not in front. */
function placeOf(elements: readonly HTMLElement[], loose: boolean): string {
  if (document.visibilityState !== "visible" || !document.hasFocus()) return "";
  const boxes = elements.map((element) => element.getBoundingClientRect());
  const inFront = elements.every((element, index) =>
    isInFront(element, boxes[index] as DOMRect, loose)
  );
  if (!inFront) return "";
  return boxes.map(({ x, y, width, height }) => loose ? [width, height] : [x, y, width, height])
    .join();
}

function isInFront(
  element: HTMLElement,
  { x, y, width, height }: DOMRect,
  loose: boolean,
): boolean {
  const root = element.getRootNode() as Document | ShadowRoot;
  return width > 0 && height > 0 && POINTS.every((right) =>
    POINTS.every((down) => {
      const found = root.elementFromPoint(x + right * width, y + down * height);
      return found === null ? loose : element.contains(found); // out of view there is none
    })
  );
}

/** Reports what no script can see otherwise: what lies above but lets clicks through. */
function watchCovering(
  element: HTMLElement,
  report: (covered: boolean) => void,
  signal?: AbortSignal,
): void {
  const options = { trackVisibility: true, delay: STEP, threshold: [0, 1] };
  const observer = new IntersectionObserver((entries) => {
    const { isVisible } = entries.at(-1) as { isVisible?: boolean };
    report(isVisible === false);
  }, options);
  observer.observe(element);
  signal?.addEventListener("abort", () => observer.disconnect());
}
