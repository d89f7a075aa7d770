import type { ClientPoint } from "./place.ts";
import { windowPoint, zoomOf } from "./plane.ts";

/** A rectangle in an element, from the corner of its padding box. */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One of the two parts of `object-position`. Computed lengths nest parentheses, but seldom deeply. */
const POSITION = /(?:[^\s()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))+/g;

/**
 * Finds the point of the window where an element shows a point of its picture. An element that is seen
 * edge-on counts as if its picture filled its bounding box; one that is not rendered, as if it lay in
 * full size in the corner of the window.
 *
 * @param x 0 (left edge of the picture) to 1 (right edge).
 * @param y 0 (upper edge) to 1 (lower edge).
 */
export function picturePoint(element: Element, x: number, y: number): ClientPoint {
  const box = pictureBox(element);
  if (box !== undefined) {
    const point = { x: box.x + x * box.width, y: box.y + y * box.height };
    return windowPoint(element, point) ?? boxPoint(element, x, y);
  }
  if (!isPicture(element)) return boxPoint(element, x, y);
  const { width, height } = pictureSize(element);
  return { clientX: x * width, clientY: y * height };
}

/** The point of the window for a point of the element's bounding box. */
export function boxPoint(element: Element, x: number, y: number): ClientPoint {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { clientX: left + x * width, clientY: top + y * height };
}

/**
 * Where the picture of a canvas or a video lies: within border and padding, as `object-fit` and
 * `object-position` put it there. Of anything else it is the whole element. Undefined for an element
 * without a box of its own.
 */
function pictureBox(element: Element): Box | undefined {
  if (!(element instanceof HTMLElement) || element.offsetWidth === 0) return undefined;
  const style = getComputedStyle(element);
  const zoom = zoomOf(element);
  const length = (name: string) => parseFloat(style.getPropertyValue(name)) * zoom;
  if (!isPicture(element)) {
    const [x, y] = [-length("border-left-width"), -length("border-top-width")];
    return { x, y, width: element.offsetWidth * zoom, height: element.offsetHeight * zoom };
  }
  const inner = (name: string, from: string, to: string) => {
    const outer = style.boxSizing !== "border-box" ? 0 : [from, to].reduce(
      (sum, side) => sum + length(`padding-${side}`) + length(`border-${side}-width`),
      0,
    );
    return Math.max(0, length(name) - outer);
  };
  const [width, height] = [inner("width", "left", "right"), inner("height", "top", "bottom")];
  const own = pictureSize(element);
  const shown = fitted(own.width * zoom, own.height * zoom, style.objectFit, width, height);
  const [across = "50%", down = "50%"] = style.objectPosition.match(POSITION) ?? [];
  return {
    x: length("padding-left") + resolve(across, width - shown.width, zoom),
    y: length("padding-top") + resolve(down, height - shown.height, zoom),
    ...shown,
  };
}

function isPicture(element: Element): element is HTMLCanvasElement | HTMLVideoElement {
  return element instanceof HTMLCanvasElement || element instanceof HTMLVideoElement;
}

function pictureSize(element: HTMLCanvasElement | HTMLVideoElement) {
  return "videoWidth" in element
    ? { width: element.videoWidth, height: element.videoHeight }
    : element;
}

/** What a computed `<length-percentage>` is: the browser itself does its arithmetic. */
function resolve(value: string, whole: number, zoom: number): number {
  const pixels = value.replace(
    /(-?[\d.]+(?:e-?\d+)?)%/g,
    (_, percent) => `${percent / 100 * whole / zoom}px`,
  );
  try {
    return new DOMMatrix(`translate(${pixels})`).e * zoom;
  } catch {
    return whole / 2;
  }
}

function fitted(
  ownWidth: number,
  ownHeight: number,
  fit: string,
  width: number,
  height: number,
): { readonly width: number; readonly height: number } {
  const [across, down] = [width / ownWidth, height / ownHeight];
  const scale = {
    contain: Math.min(across, down),
    cover: Math.max(across, down),
    none: 1,
    "scale-down": Math.min(across, down, 1),
  }[fit];
  // Stretched; or there is no picture yet.
  if (scale === undefined || ownWidth === 0) return { width, height };
  return { width: ownWidth * scale, height: ownHeight * scale };
}
