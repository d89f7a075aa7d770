import type { DesktopFrame } from "./source.ts";

/** A piece of a frame, as an image file. */
export interface EncodedTile {
  /** Left edge in the frame. */
  readonly x: number;
  /** Upper edge. */
  readonly y: number;
  /** JPEG or WebP. */
  readonly image: ArrayBuffer;
}

/** One frame to look at. */
export interface FrameJob {
  /** The picture; closed by the encoder. */
  readonly frame: DesktopFrame;
  /** What it is scaled to. */
  readonly width: number;
  readonly height: number;
  /** `image/jpeg` or `image/webp`. */
  readonly type: string;
  /** 0–1 */
  readonly quality: number;
  /** Versions that viewers have; 0 = nothing yet. */
  readonly since: readonly number[];
}

/** What has changed. */
export interface FrameResult {
  /** The number of what the frame shows; the same as before when nothing changed. */
  readonly version: number;
  /** For each of `since`, what brings it up to date. */
  readonly tiles: readonly (readonly EncodedTile[])[];
}

/** Looks at one frame after the other. */
export type FrameEncoder = (job: FrameJob) => Promise<FrameResult>;

/** A frame, ready to be looked at. */
interface Look {
  /** A number for each pixel, whose meaning only is that it is equal for equal colours. */
  readonly pixels: Uint32Array;
  /** Puts a rectangle of it, as large as the sheet, onto that. */
  draw(sheet: Sheet, x: number, y: number): void;
}

/** A canvas to encode from. New memory costs more than what is done with it, so it is used again. */
interface Sheet {
  readonly canvas: Canvas;
  readonly to: Drawing;
  /** What `putImageData` takes. */
  readonly image: ImageData;
}

type Canvas = OffscreenCanvas | HTMLCanvasElement;
type Drawing = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D;

/**
 * Compares each frame with the one before in tiles of 64 × 64 pixels and encodes what changed,
 * merged to rectangles. It remembers when each tile changed last: so viewers that skipped frames
 * get what they missed, and those who did not share one encoding.
 *
 * Must not use anything outside of itself: its source text also runs in a worker.
 */
export function createFrameEncoder(): FrameEncoder {
  const TILE = 64;
  const SHEETS = 4;
  let columns = 0, rows = 0, width = 0, height = 0, version = 0;
  let before = new Uint32Array(0);
  let spare = new Uint32Array(0);
  let changedAt = new Uint32Array(0);
  let drawn: Drawing | undefined;
  let sheets: Sheet[] = [];

  // A browser without OffscreenCanvas has no canvas in workers either: this is the page, then.
  const makeCanvas = (width: number, height: number): Canvas =>
    typeof OffscreenCanvas === "function"
      ? new OffscreenCanvas(width, height)
      : Object.assign(document.createElement("canvas"), { width, height });
  const context = (canvas: Canvas): Drawing => {
    const made = canvas.getContext("2d", { willReadFrequently: true }) as Drawing | null;
    if (made === null) throw new Error("no canvas");
    return made;
  };
  const fileOf = (canvas: Canvas, type: string, quality: number): Promise<Blob | null> =>
    "convertToBlob" in canvas
      ? canvas.convertToBlob({ type, quality })
      : new Promise((resolve) => canvas.toBlob(resolve, type, quality));
  // What is transparent shows the page behind, which is white more often than black.
  const onWhite = (to: Drawing, width: number, height: number) => {
    to.globalCompositeOperation = "destination-over";
    to.fillStyle = "#fff";
    to.fillRect(0, 0, width, height);
    to.globalCompositeOperation = "source-over";
  };

  const takeSheet = (wide: number, high: number): Sheet => {
    const at = sheets.findIndex(({ image }) => image.width === wide && image.height === high);
    const [sheet] = at < 0 ? [] : sheets.splice(at, 1);
    if (sheet !== undefined) return sheet;
    const canvas = makeCanvas(wide, high);
    return { canvas, to: context(canvas), image: new ImageData(wide, high) };
  };

  /** The frame's bytes as they are, ten times as quick as by a canvas. */
  const copied = async (frame: VideoFrame): Promise<Look> => {
    const format = frame.format ?? "";
    await frame.copyTo(spare, /^(RGB|BGR)/.test(format) ? {} : { format: "RGBA" });
    const pixels = spare;
    const blueFirst = format.startsWith("BGR");
    // Their fourth byte is nobody's: it may be that of something transparent.
    const opaque = format.endsWith("X") ? 0xff000000 : 0;
    return {
      pixels,
      draw({ to, image }, x, y) {
        const piece = new Uint32Array(image.data.buffer);
        for (let row = 0; row < image.height; row++) {
          const from = (y + row) * width + x;
          const line = pixels.subarray(from, from + image.width);
          // By hand: a second copyTo() that converts takes twice as long.
          put(line, piece, row * image.width, blueFirst, opaque);
        }
        to.putImageData(image, 0, 0);
      },
    };
  };

  /** Pixels as RGBA, numbers of a little-endian machine. */
  const put = (
    line: Uint32Array,
    to: Uint32Array,
    start: number,
    blueFirst: boolean,
    opaque: number,
  ) => {
    for (let at = 0; at < line.length; at++) {
      const pixel = line[at] ?? 0;
      const ordered = blueFirst
        ? (pixel & 0xff00ff00) | (pixel >>> 16 & 0xff) | (pixel & 0xff) << 16
        : pixel;
      to[start + at] = ordered | opaque;
    }
  };

  const painted = (frame: DesktopFrame): Look => {
    drawn ??= context(makeCanvas(width, height));
    const { canvas } = drawn;
    drawn.clearRect(0, 0, width, height);
    drawn.drawImage(frame, 0, 0, width, height);
    return {
      pixels: new Uint32Array(drawn.getImageData(0, 0, width, height).data.buffer),
      draw({ to, image: { width, height } }, x, y) {
        to.globalCompositeOperation = "copy";
        to.drawImage(canvas, x, y, width, height, 0, 0, width, height);
      },
    };
  };

  /** Closes the frame as soon as it can: a canvas that draws before that has to copy itself. */
  const lookAt = async (given: DesktopFrame): Promise<Look> => {
    const frame = typeof VideoFrame !== "function"
      ? undefined
      : given instanceof VideoFrame
      ? given
      : new VideoFrame(given, { timestamp: 0 });
    try {
      const { width: right, height: bottom } = frame?.visibleRect ?? { width: 0, height: 0 };
      // Scaled, or not of square pixels.
      if (frame === undefined || right !== width || bottom !== height) return painted(given);
      // Not every browser converts every format.
      return await copied(frame).catch(() => painted(given));
    } finally {
      frame?.close();
      given.close();
    }
  };

  const compare = (now: Uint32Array, fresh: boolean) => {
    let changed = false;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        if (!fresh && same(now, column, row)) continue;
        changedAt[row * columns + column] = version + 1;
        changed = true;
      }
    }
    if (changed) version++;
    spare = before;
    before = now as Uint32Array<ArrayBuffer>;
  };

  const same = (now: Uint32Array, column: number, row: number) => {
    const right = Math.min((column + 1) * TILE, width);
    const bottom = Math.min((row + 1) * TILE, height);
    for (let y = row * TILE; y < bottom; y++) {
      for (let at = y * width + column * TILE; at < y * width + right; at++) {
        if (now[at] !== before[at]) return false;
      }
    }
    return true;
  };

  /** Runs of tiles in each row; the same run in the next row makes the rectangle higher. */
  const rectangles = (since: number) => {
    const count = changedAt.filter((version) => version > since).length;
    // Nearly everything: one image is smaller than many, and faster.
    if (count >= 0.85 * changedAt.length) {
      return count === 0 ? [] : [{ x: 0, y: 0, width: columns, height: rows }];
    }
    const found: { x: number; y: number; width: number; height: number }[] = [];
    let open = new Map<string, { x: number; y: number; width: number; height: number }>();
    for (let row = 0; row < rows; row++) {
      const next = new Map<string, { x: number; y: number; width: number; height: number }>();
      for (let column = 0; column < columns; column++) {
        const changed = (at: number) => (changedAt[row * columns + at] ?? 0) > since;
        if (!changed(column)) continue;
        const start = column;
        while (column + 1 < columns && changed(column + 1)) column++;
        const key = `${start}-${column}`;
        const above = open.get(key);
        const rectangle = above ??
          { x: start, y: row, width: column - start + 1, height: 0 };
        rectangle.height++;
        if (above === undefined) found.push(rectangle);
        next.set(key, rectangle);
      }
      open = next;
    }
    return found;
  };

  const encode = (look: Look, since: number, type: string, quality: number) =>
    Promise.all(
      rectangles(since).map(async (rectangle) => {
        const x = rectangle.x * TILE;
        const y = rectangle.y * TILE;
        const wide = Math.min(rectangle.width * TILE, width - x);
        const high = Math.min(rectangle.height * TILE, height - y);
        const sheet = takeSheet(wide, high);
        look.draw(sheet, x, y);
        onWhite(sheet.to, wide, high);
        const file = await fileOf(sheet.canvas, type, quality);
        sheets = [sheet, ...sheets].slice(0, SHEETS);
        // A viewer never gets over an image that it cannot decode.
        if (!file?.size) throw new Error("the picture cannot be encoded");
        return { x, y, image: await file.arrayBuffer() };
      }),
    );

  return async ({ frame, width: wide, height: high, type, quality, since }) => {
    const fresh = wide !== width || high !== height;
    if (fresh) {
      width = wide;
      height = high;
      columns = Math.ceil(width / TILE);
      rows = Math.ceil(height / TILE);
      before = new Uint32Array(width * height);
      spare = new Uint32Array(width * height);
      changedAt = new Uint32Array(columns * rows);
      drawn = undefined;
      sheets = [];
    }
    const look = await lookAt(frame);
    compare(look.pixels, fresh);
    const tiles = await Promise.all(since.map((from) => encode(look, from, type, quality)));
    return { version, tiles };
  };
}
