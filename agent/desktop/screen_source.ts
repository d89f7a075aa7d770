import { checkOptions } from "../check_options.ts";
import type { InputTarget } from "./input_target.ts";
import { type DesktopSource, videoPicture } from "./source.ts";

/** What {@linkcode screenSource} may be told. */
export interface ScreenOptions {
  /**
   * The person shares this very tab, and operators may operate it: mouse and keys go to what lies
   * under the point. Anything else that is picked can only be seen. @default {false}
   */
  readonly operateThisPage?: boolean;
  /**
   * Of this tab only this element is shown, by Element Capture or else Region Capture; a browser
   * without either, or a person who shares something else, shows nothing. Element Capture wants an
   * element with a stacking context of its own (`isolation: isolate`).
   */
  readonly element?: Element;
}

/** Of specifications that TypeScript's library does not know. */
interface DisplayTrack extends MediaStreamTrack {
  restrictTo?(target: unknown): Promise<void>;
  cropTo?(target: unknown): Promise<void>;
  getCaptureHandle?(): { readonly handle?: string } | null;
}

interface CaptureTarget {
  fromElement(element: Element): Promise<unknown>;
}

/** What the person picks in the browser's own dialog: a screen, a window, a tab. */
export function screenSource(options: ScreenOptions = {}): DesktopSource {
  checkOptions(options, { operateThisPage: 1, element: 1 }, "screenSource: ");
  return {
    async open(signal) {
      const handle = crypto.randomUUID();
      const stream = await pick(options, handle);
      const stop = () => stream.getTracks().forEach((track) => track.stop());
      try {
        const [track] = stream.getVideoTracks() as DisplayTrack[];
        if (track === undefined) throw new Error("no picture");
        const cropped = options.element !== undefined && await limitTo(track, options.element);
        const ended = new AbortController();
        track.addEventListener("ended", () => ended.abort());
        const video = document.createElement("video");
        video.muted = true;
        video.srcObject = stream;
        // Not waited for: there is no picture as long as an element cannot be shown.
        video.play().catch(() => {});
        signal.addEventListener("abort", stop);
        if (signal.aborted) stop();
        const input = targetOf(track, options, handle, cropped);
        return {
          grab: async () => {
            const picture = await videoPicture(video);
            if (picture === undefined && options.element !== undefined) repaint(options.element);
            return picture;
          },
          ended: ended.signal,
          ...(input === undefined ? {} : { input }),
        };
      } catch (error) {
        stop();
        throw error;
      }
    },
  };
}

async function pick(
  { operateThisPage = false, element }: ScreenOptions,
  handle: string,
): Promise<MediaStream> {
  const devices: MediaDevices & { setCaptureHandleConfig?(config: object): void } =
    navigator.mediaDevices;
  if (!operateThisPage && element === undefined) {
    return await devices.getDisplayMedia({ video: true });
  }
  devices.setCaptureHandleConfig?.({ handle, permittedOrigins: [location.origin] });
  const options = { video: true, preferCurrentTab: true, selfBrowserSurface: "include" };
  return await devices.getDisplayMedia(options);
}

/**
 * Rejects when the track does not show this tab.
 *
 * @returns Whether it shows the element's bounding box, and not the element by itself.
 */
async function limitTo(track: DisplayTrack, element: Element): Promise<boolean> {
  const { RestrictionTarget, CropTarget } = globalThis as {
    RestrictionTarget?: CaptureTarget;
    CropTarget?: CaptureTarget;
  };
  if (RestrictionTarget !== undefined && track.restrictTo !== undefined) {
    await track.restrictTo(await RestrictionTarget.fromElement(element));
    return false;
  }
  if (CropTarget !== undefined && track.cropTo !== undefined) {
    await track.cropTo(await CropTarget.fromElement(element));
    return true;
  }
  throw new Error("this browser cannot show a single element");
}

/**
 * Only where the track carries this page's own handle: the person may have picked another tab, and
 * what an operator sees there must not be operated here.
 */
function targetOf(
  track: DisplayTrack,
  { operateThisPage = false, element }: ScreenOptions,
  handle: string,
  cropped: boolean,
): InputTarget | undefined {
  if (!operateThisPage || track.getCaptureHandle?.()?.handle !== handle) return undefined;
  return element === undefined ? "page" : { within: element, cropped };
}

/**
 * Chromium captures an element when that is painted, and on a busy machine loses the first picture:
 * an element that stands still would never be shown. The difference cannot be seen.
 */
function repaint(element: Element): void {
  const opacity = Number(getComputedStyle(element).opacity);
  const nearly = opacity > 0.5 ? opacity - 0.001 : opacity + 0.001;
  element.animate([{ opacity }, { opacity: nearly }], 50);
}
