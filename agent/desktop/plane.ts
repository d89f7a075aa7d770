import type { ClientPoint } from "./place.ts";

/** A point in an element: CSS pixels of the window's zoom, from the corner of the padding box. */
export interface LocalPoint {
  readonly x: number;
  readonly y: number;
}

/** The type of an event that only this file listens to. */
const PROBE = "mesh-agent-probe";

/** Corners of the unit square, in order around it. */
const CORNERS = [[0, 0], [1, 0], [1, 1], [0, 1]] as const;

/**
 * Sizes of the rectangle that is probed, as parts of the element's bounding box. In a strong perspective
 * the corners of a large one lie beyond the plane's horizon.
 */
const SIZES = [1 / 2, 1 / 16, 1 / 256];

/** The zoom of an element, by which its lengths are multiplied in a {@linkcode LocalPoint}. */
export function zoomOf(element: { readonly currentCSSZoom?: number }): number {
  return element.currentCSSZoom ?? 1;
}

/** The planes that were found last. Each point is held against the browser, which knows of a change. */
const planes = new WeakMap<Element, (point: LocalPoint) => ClientPoint>();

/**
 * Finds the point of an element for a point of the window. The browser computes it: an event knows its
 * offset in its target, through every transform, zoom, scroll and perspective on the way.
 */
export function localPoint(element: Element, { clientX, clientY }: ClientPoint): LocalPoint {
  let found = { x: NaN, y: NaN };
  if (!Number.isFinite(clientX + clientY)) return found;
  // Read while the event is dispatched: afterwards one in a shadow tree has lost its target.
  const probe = new PointerEvent(PROBE, { clientX, clientY });
  element.addEventListener(PROBE, () => found = { x: probe.offsetX, y: probe.offsetY }, {
    once: true,
  });
  element.dispatchEvent(probe);
  return found;
}

/**
 * Finds the point of the window for a point of an element.
 *
 * @returns undefined when the window shows it nowhere: the element is seen edge-on, has shrunk to
 * nothing, or the point lies behind the eye of a perspective.
 */
export function windowPoint(element: Element, point: LocalPoint): ClientPoint | undefined {
  const known = planes.get(element);
  const at = known?.(point);
  if (at !== undefined && isNear(miss(element, at, point), 0.01)) return at;
  const { left, top, width, height } = element.getBoundingClientRect();
  for (const size of SIZES) {
    const toWindow = fit(
      element,
      new DOMRect(
        left + width * (1 - size) / 2,
        top + height * (1 - size) / 2,
        width * size,
        height * size,
      ),
    );
    planes.set(element, toWindow);
    let client = toWindow(point);
    const off = miss(element, client, point);
    if (isNear(off, 0.01)) return client;
    // Browsers that round offsets make the plane a little crooked; one step back sets it right.
    client = toWindow({ x: point.x - off.x, y: point.y - off.y });
    if (isNear(miss(element, client, point), 1)) return client;
  }
  return undefined;
}

function isNear({ x, y }: LocalPoint, most: number): boolean {
  return Math.abs(x) <= most && Math.abs(y) <= most;
}

/** How far beside a point of the element a point of the window is. NaN where that is nowhere. */
function miss(element: Element, client: ClientPoint, { x, y }: LocalPoint): LocalPoint {
  const found = localPoint(element, client);
  return { x: found.x - x, y: found.y - y };
}

/**
 * Fits the map of the element's plane onto the window, a homography, to what the browser says of the four
 * corners of a rectangle of the window (Heckbert's square-to-quadrilateral, inverted).
 */
function fit(
  element: Element,
  { left, top, width, height }: DOMRectReadOnly,
): (point: LocalPoint) => ClientPoint {
  const [p, q, r, s] = CORNERS.map(([across, down]) =>
    localPoint(element, { clientX: left + across * width, clientY: top + down * height })
  ) as [LocalPoint, LocalPoint, LocalPoint, LocalPoint];
  const [ax, ay, bx, by] = [q.x - r.x, q.y - r.y, s.x - r.x, s.y - r.y];
  const [cx, cy] = [p.x - q.x - bx, p.y - q.y - by];
  const area = ax * by - bx * ay;
  const [g, h] = [(cx * by - bx * cy) / area, (ax * cy - cx * ay) / area];
  // deno-fmt-ignore
  const inverse = new DOMMatrix([
    q.x - p.x + g * q.x, q.y - p.y + g * q.y, 0, g,
    s.x - p.x + h * s.x, s.y - p.y + h * s.y, 0, h,
    0, 0, 1, 0,
    p.x, p.y, 0, 1,
  ]).inverse();
  return (point) => {
    const { x, y, w } = inverse.transformPoint(point);
    return { clientX: left + width * x / w, clientY: top + height * y / w };
  };
}
