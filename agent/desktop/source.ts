import type { InputTarget } from "./input_target.ts";

/** A picture that is being captured, for all its viewers. */
export interface DesktopCapture {
  /**
   * The picture now, at this scale (1 = full size); undefined while there is none.
   *
   * The caller closes it.
   */
  grab(scale: number): Promise<ImageBitmap | undefined>;
  /** Where mouse and keys go; without it the picture can only be seen. */
  readonly input?: InputTarget;
  /** Fires when there will be no more pictures: the person has ended the share. */
  readonly ended?: AbortSignal;
}

/** Something that operators can be shown as a desktop. */
export interface DesktopSource {
  /**
   * Begins to capture; may ask the person. `signal` fires when the last viewer has left. Rejects when
   * the person, or the browser, refuses.
   */
  open(signal: AbortSignal): Promise<DesktopCapture>;
}

/** A canvas of the page, which also gets the operator's mouse and keys unless `input` is false. */
export function canvasSource(
  canvas: HTMLCanvasElement,
  { input = true }: { readonly input?: boolean } = {},
): DesktopSource {
  return {
    open: () =>
      Promise.resolve({
        grab: (scale) => picture(canvas, canvas.width, canvas.height, scale),
        ...(input ? { input: { element: canvas } } : {}),
      }),
  };
}

/**
 * A video of the page, whatever it plays, which also gets the operator's mouse and keys unless `input`
 * is false.
 */
export function videoSource(
  video: HTMLVideoElement,
  { input = true }: { readonly input?: boolean } = {},
): DesktopSource {
  return {
    open: () =>
      Promise.resolve({
        grab: (scale) => videoPicture(video, scale),
        ...(input ? { input: { element: video } } : {}),
      }),
  };
}

/** Undefined until there is one: no viewer gets an image of nothing. */
export async function videoPicture(
  video: HTMLVideoElement,
  scale: number,
): Promise<ImageBitmap | undefined> {
  if (video.readyState < HAVE_CURRENT_DATA) return undefined;
  return await picture(video, video.videoWidth, video.videoHeight, scale);
}

const HAVE_CURRENT_DATA = 2;

/** The picture in an element, scaled. */
async function picture(
  image: HTMLCanvasElement | HTMLVideoElement,
  width: number,
  height: number,
  scale: number,
): Promise<ImageBitmap | undefined> {
  if (width === 0 || height === 0) return undefined;
  if (scale === 1) return await createImageBitmap(image);
  return await createImageBitmap(image, {
    resizeWidth: Math.max(1, Math.round(width * scale)),
    resizeHeight: Math.max(1, Math.round(height * scale)),
    resizeQuality: "medium",
  });
}
