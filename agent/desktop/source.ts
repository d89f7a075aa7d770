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

/** A video of the page, whatever it plays. Can only be seen. */
export function videoSource(video: HTMLVideoElement): DesktopSource {
  return {
    open: () =>
      Promise.resolve({
        grab: (scale) => picture(video, video.videoWidth, video.videoHeight, scale),
      }),
  };
}

/** What {@linkcode screenSource} may be told. */
export interface ScreenOptions {
  /**
   * The person shares this very tab, and operators may operate it: mouse and keys go to what lies
   * under the point. Anything else that is picked can only be seen. @default {false}
   */
  readonly operateThisPage?: boolean;
}

/** What the person picks in the browser's own dialog: a screen, a window, a tab. */
export function screenSource({ operateThisPage = false }: ScreenOptions = {}): DesktopSource {
  return {
    async open(signal) {
      const options = operateThisPage
        ? { video: true, preferCurrentTab: true, selfBrowserSurface: "include" }
        : { video: true };
      const stream = await navigator.mediaDevices.getDisplayMedia(options);
      const stop = () => stream.getTracks().forEach((track) => track.stop());
      signal.addEventListener("abort", stop);
      if (signal.aborted) stop();
      const ended = new AbortController();
      const [track] = stream.getVideoTracks();
      track?.addEventListener("ended", () => ended.abort());
      const surface = (track?.getSettings() as { displaySurface?: string } | undefined)
        ?.displaySurface;
      const video = document.createElement("video");
      video.muted = true;
      video.srcObject = stream;
      await video.play();
      return {
        ...await videoSource(video).open(signal),
        ended: ended.signal,
        ...(operateThisPage && surface === "browser" ? { input: "page" as const } : {}),
      };
    },
  };
}

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
