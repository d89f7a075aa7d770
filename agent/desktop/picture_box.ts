/** Where something is in the window, in CSS pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Where the picture of a canvas or a video lies: within border and padding, and as `object-fit` puts it
 * there, in the middle. Of anything else it is the whole element.
 */
export function pictureBox(element: Element): Box {
  const outer = element.getBoundingClientRect();
  if (!(element instanceof HTMLCanvasElement || element instanceof HTMLVideoElement)) return outer;
  const style = getComputedStyle(element);
  const side = (name: string) =>
    parseFloat(style.getPropertyValue(`padding-${name}`)) +
    parseFloat(style.getPropertyValue(`border-${name}-width`));
  const [left, top] = [side("left"), side("top")];
  const width = element.offsetWidth - left - side("right");
  const height = element.offsetHeight - top - side("bottom");
  const shown = fitted(element, style.objectFit, width, height);
  // A transform makes it larger or smaller than its layout.
  const across = outer.width / Math.max(element.offsetWidth, 1);
  const down = outer.height / Math.max(element.offsetHeight, 1);
  return {
    left: outer.left + across * (left + (width - shown.width) / 2),
    top: outer.top + down * (top + (height - shown.height) / 2),
    width: across * shown.width,
    height: down * shown.height,
  };
}

function fitted(
  element: HTMLCanvasElement | HTMLVideoElement,
  fit: string,
  width: number,
  height: number,
): { readonly width: number; readonly height: number } {
  const own = "videoWidth" in element
    ? { width: element.videoWidth, height: element.videoHeight }
    : element;
  const [across, down] = [width / own.width, height / own.height];
  const scale = {
    contain: Math.min(across, down),
    cover: Math.max(across, down),
    none: 1,
    "scale-down": Math.min(across, down, 1),
  }[fit];
  // Stretched; or there is no picture yet.
  if (scale === undefined || own.width === 0) return { width, height };
  return { width: own.width * scale, height: own.height * scale };
}
