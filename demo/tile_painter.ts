/** Draws tiles, and nothing else, strictly in the order of their arrival. */
export class TilePainter {
  readonly #canvas: HTMLCanvasElement;
  readonly #overlay: HTMLElement;
  readonly #painted: (bytes: number) => void;
  #work: Promise<void> = Promise.resolve();
  #picture = 0;
  #size: readonly [width: number, height: number] | undefined;
  /** Whether new tiles are outlined. */
  outline = true;

  constructor(canvas: HTMLCanvasElement, overlay: HTMLElement, painted: (bytes: number) => void) {
    this.#canvas = canvas;
    this.#overlay = overlay;
    this.#painted = painted;
  }

  /** Everything that arrived is drawn. */
  get idle(): Promise<void> {
    return this.#work;
  }

  /** As in MeshCentral's own viewer, the canvas takes its new size with the next tile. */
  resize(width: number, height: number): void {
    if (width !== this.#canvas.width || height !== this.#canvas.height) {
      this.#size = [width, height];
    }
  }

  /** The image is copied: what it is a view into may change. */
  draw(x: number, y: number, image: Uint8Array): void {
    const blob = new Blob([image.slice()]);
    const picture = this.#picture;
    this.#work = this.#work.then(async () => {
      const bitmap = await createImageBitmap(blob).catch(() => undefined);
      if (bitmap === undefined || picture !== this.#picture) return bitmap?.close();
      if (this.#size !== undefined) {
        [this.#canvas.width, this.#canvas.height] = this.#size;
        this.#size = undefined;
      }
      this.#canvas.getContext("2d")?.drawImage(bitmap, x, y);
      if (this.outline) this.#show(x, y, bitmap.width, bitmap.height);
      bitmap.close();
      this.#painted(blob.size);
    });
  }

  /** Nothing is left of the last session, nor comes of it any more. */
  clear(): void {
    this.#picture++;
    this.#canvas.getContext("2d")?.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    this.#overlay.replaceChildren();
  }

  #show(x: number, y: number, width: number, height: number): void {
    const tile = document.createElement("i");
    const { width: all, height: high } = this.#canvas;
    tile.style.cssText = `left:${x / all * 100}%;top:${y / high * 100}%;` +
      `width:${width / all * 100}%;height:${height / high * 100}%`;
    this.#overlay.append(tile);
    setTimeout(() => tile.remove(), 600);
  }
}
