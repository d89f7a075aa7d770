import type { InputTarget } from "./input_target.ts";

/** A picture at one moment. A `VideoFrame` costs the page's thread least: nothing is converted there. */
export type DesktopFrame = ImageBitmap | VideoFrame;

/** A picture that is being captured, for all its viewers. */
export interface DesktopCapture {
  /** The picture now, in its full size; undefined while there is none. The caller closes it. */
  grab(): Promise<DesktopFrame | undefined>;
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

/**
 * A canvas of the page, which also gets the operator's mouse and keys unless `input` is false. One of
 * WebGL has to keep its picture (`preserveDrawingBuffer: true`), or there is nothing to see between two
 * frames; else show a video of its `captureStream()`.
 */
export function canvasSource(
  canvas: HTMLCanvasElement,
  { input = true }: { readonly input?: boolean } = {},
): DesktopSource {
  return {
    open: () =>
      Promise.resolve({
        grab: () => picture(canvas, canvas.width),
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
        grab: () => videoPicture(video),
        ...(input ? { input: { element: video } } : {}),
      }),
  };
}

/** Undefined until there is one: no viewer gets an image of nothing. */
export async function videoPicture(video: HTMLVideoElement): Promise<DesktopFrame | undefined> {
  if (video.readyState < HAVE_CURRENT_DATA) return undefined;
  return await picture(video, video.videoWidth);
}

const HAVE_CURRENT_DATA = 2;

async function picture(
  image: HTMLCanvasElement | HTMLVideoElement,
  width: number,
): Promise<DesktopFrame | undefined> {
  if (width === 0) return undefined;
  if (typeof VideoFrame === "function") return new VideoFrame(image, { timestamp: 0 });
  return await createImageBitmap(image);
}

/** A picture's size, scaled (1 = full size). */
export function frameSize(
  frame: DesktopFrame,
  scale: number,
): { readonly width: number; readonly height: number } {
  const [width, height] = "displayWidth" in frame
    ? [frame.displayWidth, frame.displayHeight]
    : [frame.width, frame.height];
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}
