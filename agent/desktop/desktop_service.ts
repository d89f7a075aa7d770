import type {
  DesktopInput,
  DesktopOutput,
  TunnelFrame,
  UnknownDesktopMessage,
} from "../../protocol/mod.ts";
import { ProtocolError } from "../../protocol/errors.ts";
import { decodeDesktop } from "../../protocol/tunnel/decode_desktop.ts";
import { encodeDesktop } from "../../protocol/tunnel/encode_desktop.ts";
import { DeviceRight, maySendInput } from "../../protocol/tunnel/rights.ts";
import type { OpenTunnel, TunnelReceiver } from "../tunnel/open_tunnel.ts";
import type { Viewer } from "./broadcast.ts";
import { cursorShape } from "./cursor_shape.ts";
import { DomInput } from "./dom_input.ts";
import type { EncodedTile } from "./frame_encoder.ts";
import type { InputLevel } from "./key_input.ts";
import { openAsking } from "./open_asking.ts";
import type { SharedSource } from "./shared_source.ts";
import { type DesktopCapture, frameSize } from "./source.ts";

/** Milliseconds that a viewer has to say its settings, before it gets a picture with ours. */
const SETTINGS_WAIT = 300;

/** Formats other than JPEG. TIFF is nothing that a browser writes or reads. */
const TYPES: Readonly<Record<number, string>> = { 2: "image/png", 4: "image/webp" };

/** Serves one desktop tunnel: pictures out, settings and input in. */
export class DesktopService implements TunnelReceiver, Viewer {
  version = 0;
  paused = false;
  frameTimer = 100;
  readonly #tunnel: OpenTunnel;
  readonly #sources: readonly SharedSource[];
  #selected = 0;
  #capture: DesktopCapture;
  #input: DomInput | undefined;
  #settings = { type: "image/jpeg", quality: 0.6, scale: 1 };
  #width = 0;
  #height = 0;
  #cursor = 0;
  #told = new Set<string>();
  #wait: ReturnType<typeof setTimeout>;

  /** @param capture Of the first source, opened already; closed when the tunnel ends. */
  constructor(tunnel: OpenTunnel, sources: readonly SharedSource[], capture: DesktopCapture) {
    this.#tunnel = tunnel;
    this.#sources = sources;
    this.#capture = capture;
    this.#use(capture);
    this.#wait = setTimeout(() => this.#watch(), SETTINGS_WAIT);
    tunnel.signal.addEventListener("abort", () => {
      clearTimeout(this.#wait);
      this.#input?.release();
      this.#source?.leave(this);
      this.#source?.close();
    });
    void this.#announce();
  }

  get bufferedAmount(): number {
    return this.#tunnel.bufferedAmount;
  }

  size(width: number, height: number): void {
    if (width === this.#width && height === this.#height) return;
    this.#width = width;
    this.#height = height;
    this.#sendSize();
  }

  tiles(tiles: readonly EncodedTile[]): void {
    for (const { x, y, image } of tiles) {
      this.#send({ type: "tile", x, y, image: new Uint8Array(image) });
    }
  }

  failed(): void {
    this.#tell("The picture cannot be captured.");
  }

  async data(frame: TunnelFrame): Promise<void> {
    if (typeof frame === "string") return;
    for (const message of this.#decode(frame)) await this.#receive(message);
  }

  get #source(): SharedSource | undefined {
    return this.#sources[this.#selected];
  }

  /** A viewer's broken frame is no reason to end its session. */
  #decode(frame: Uint8Array): readonly (DesktopInput | UnknownDesktopMessage)[] {
    try {
      return decodeDesktop(frame, "operator");
    } catch (error) {
      if (error instanceof ProtocolError) return [];
      throw error;
    }
  }

  #receive(message: DesktopInput | UnknownDesktopMessage): Promise<void> | void {
    switch (message.type) {
      case "compression":
        return this.#compress(message.format, message.quality, message.scaling, message.frameTimer);
      case "frameTimer":
        this.frameTimer = clamp(message.milliseconds, 20, 5000);
        return;
      case "refresh":
        this.version = 0;
        if (this.#width > 0) this.#sendSize();
        return;
      case "pause":
        this.paused = message.paused;
        return;
      case "getDisplays":
        return this.#tellDisplays();
      case "setDisplay":
        return this.#switch(message.id - 1);
      case "inputLock": // the person's own input cannot be locked
        return this.#send({ type: "inputLock", value: 0 });
      case "touchInit":
        if (this.#mayInput) this.#send({ type: "touchInit" });
        return;
      case "ctrlAltDel":
        return this.#tell("A browser tab cannot send Ctrl-Alt-Del.");
      case "key":
      case "unicodeKey":
      case "mouse":
      case "touch":
        return this.#operate(message);
      case "getDisplayInfo":
        return this.#tellPlaces();
      case "unknown":
        return;
    }
  }

  get #mayInput(): boolean {
    return this.#input !== undefined && this.#level !== "none";
  }

  get #level(): InputLevel {
    const { rights, viewOnly } = this.#tunnel.request;
    if (!maySendInput(rights, viewOnly)) return "none";
    const all = rights === DeviceRight.All || rights === -1;
    return !all && (rights & DeviceRight.LimitedInput) !== 0 ? "limited" : "all";
  }

  #operate(message: DesktopInput): void {
    if (this.#input !== undefined && this.#mayInput) {
      this.#source?.wake();
      this.#input.receive(message, this.#width, this.#height);
      if (message.type === "mouse") this.#showCursor(cursorShape(this.#input.cursor));
      return;
    }
    // The viewer itself sends key-ups at the start: only what a person does is worth a word.
    const deliberate = message.type !== "key" && !(message.type === "mouse" && message.flags === 0);
    if (!deliberate) return;
    this.#tell(
      this.#input === undefined
        ? "This is a shared screen: it can be seen, not operated."
        : "You may only look.",
    );
  }

  #showCursor(shape: number): void {
    if (shape === this.#cursor) return;
    this.#cursor = shape;
    this.#send({ type: "cursor", shape });
  }

  #compress(format: number, quality: number, scaling = 1024, timer?: number): void {
    if (timer !== undefined) this.frameTimer = clamp(timer, 20, 5000);
    const settings = {
      type: TYPES[format] ?? "image/jpeg",
      quality: clamp(quality, 1, 100) / 100,
      // Never larger than it is: that would only cost.
      scale: clamp(scaling, 64, 1024) / 1024,
    };
    const same = JSON.stringify(settings) === JSON.stringify(this.#settings);
    this.#settings = settings;
    if (!same || this.#width === 0) this.#watch();
  }

  #watch(): void {
    clearTimeout(this.#wait);
    if (this.#tunnel.signal.aborted) return;
    this.#source?.watch(this.#capture, this, this.#settings);
  }

  /** The size comes first: nothing is heard from a viewer before. */
  async #announce(): Promise<void> {
    const frame = await this.#capture.grab().catch(() => undefined);
    if (frame === undefined) return;
    const size = frameSize(frame, 1);
    frame.close();
    this.size(size.width, size.height);
    if (this.#sources.length > 1) this.#tellDisplays();
  }

  #tellDisplays(): void {
    // A count of 0 is a single display.
    const ids = this.#sources.length > 1 ? this.#sources.map((_, index) => index + 1) : [];
    this.#send({ type: "displays", ids, selected: ids.length > 0 ? this.#selected + 1 : 0 });
  }

  /** Displays are not side by side: only one is shown, and it begins at the corner. */
  #tellPlaces(): void {
    const place = { x: 0, y: 0, width: this.#width, height: this.#height };
    this.#send({ type: "displayInfo", displays: [{ id: this.#selected + 1, ...place }] });
  }

  #sendSize(): void {
    this.#send({ type: "screenSize", width: this.#width, height: this.#height });
  }

  async #switch(index: number): Promise<void> {
    const next = this.#sources[index];
    if (next === undefined || index === this.#selected) return;
    const capture = await openAsking(next, this.#tunnel);
    if (capture === undefined) return this.#tell("This display was refused.");
    if (this.#tunnel.signal.aborted) return next.close();
    this.#source?.leave(this);
    this.#source?.close();
    this.#selected = index;
    this.#use(capture);
    this.#send({ type: "setDisplay", id: index + 1 });
    this.#watch();
  }

  #use(capture: DesktopCapture): void {
    this.#capture = capture;
    this.#input?.release();
    this.#input = capture.input === undefined
      ? undefined
      : new DomInput(capture.input, this.#level);
    capture.ended?.addEventListener("abort", () => {
      if (this.#capture === capture) this.#tunnel.close();
    });
  }

  /** Each text once: an overlay for every mouse move is no help. */
  #tell(text: string): void {
    if (this.#told.has(text)) return;
    this.#told.add(text);
    this.#send({ type: "alert", text });
  }

  #send(message: DesktopOutput): void {
    this.#tunnel.send(encodeDesktop(message));
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
