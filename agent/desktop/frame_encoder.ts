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
  readonly frame: ImageBitmap;
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

/**
 * Compares each frame with the one before in tiles of 64 × 64 pixels and encodes what changed,
 * merged to rectangles. It remembers when each tile changed last: so viewers that skipped frames
 * get what they missed, and those who did not share one encoding.
 *
 * Must not use anything outside of itself: its source text also runs in a worker.
 */
export function createFrameEncoder(): FrameEncoder {
  const TILE = 64;
  let canvas = new OffscreenCanvas(1, 1);
  let context: OffscreenCanvasRenderingContext2D | null = null;
  let before = new Uint32Array(0);
  let changedAt = new Uint32Array(0);
  let version = 0;

  const look = (frame: ImageBitmap) => {
    const { width, height } = frame;
    const columns = Math.ceil(width / TILE);
    const rows = Math.ceil(height / TILE);
    const fresh = context === null || canvas.width !== width || canvas.height !== height;
    if (fresh) {
      canvas = new OffscreenCanvas(width, height);
      context = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
      changedAt = new Uint32Array(columns * rows);
    }
    if (context === null) throw new Error("no canvas");
    // What is transparent shows the page behind, which is white more often than black.
    context.fillStyle = "#fff";
    context.fillRect(0, 0, width, height);
    context.drawImage(frame, 0, 0);
    const now = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
    let changed = false;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        if (!fresh && same(now, width, height, column, row)) continue;
        changedAt[row * columns + column] = version + 1;
        changed = true;
      }
    }
    if (changed) version++;
    before = now;
  };

  const same = (now: Uint32Array, width: number, height: number, column: number, row: number) => {
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
    const columns = Math.ceil(canvas.width / TILE);
    const rows = Math.ceil(canvas.height / TILE);
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
        if ((changedAt[row * columns + column] ?? 0) <= since) continue;
        const start = column;
        while (
          column + 1 < columns && (changedAt[row * columns + column + 1] ?? 0) > since
        ) column++;
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

  const encode = (since: number, type: string, quality: number) =>
    Promise.all(
      rectangles(since).map(async (rectangle) => {
        const x = rectangle.x * TILE;
        const y = rectangle.y * TILE;
        const width = Math.min(rectangle.width * TILE, canvas.width - x);
        const height = Math.min(rectangle.height * TILE, canvas.height - y);
        const piece = new OffscreenCanvas(width, height);
        const context = piece.getContext("2d", { alpha: false, willReadFrequently: true });
        context?.drawImage(canvas, x, y, width, height, 0, 0, width, height);
        const blob = await piece.convertToBlob({ type, quality });
        // A viewer never gets over an image that it cannot decode.
        if (context === null || blob.size === 0) throw new Error("the picture cannot be encoded");
        return { x, y, image: await blob.arrayBuffer() };
      }),
    );

  return async ({ frame, type, quality, since }) => {
    try {
      look(frame);
    } finally {
      frame.close();
    }
    const tiles = await Promise.all(since.map((version) => encode(version, type, quality)));
    return { version, tiles };
  };
}
