import { dissect } from "./dissect.ts";
import { frameBytes, hexDump } from "./export_frames.ts";
import { type FrameKind, type FrameRecord, type Lane, nameFrame } from "./frame_record.ts";

/** What is shown of the stream of tiles: older rows go, so that the handshake stays in sight. */
const MAX_TILE_ROWS = 40;
/** Rows of any other kind. */
const MAX_ROWS = 400;
/** Milliseconds that a pause of the recording takes at most in a replay. */
const MAX_PAUSE = 250;
/** Bytes of a frame that are dumped on the page; the exports have all. */
const MAX_DUMP = 512;

const PLACES: Readonly<Record<Lane, number>> = { agent: 0, relay: 50, server: 100 };

/** The lanes and their frames, and one frame byte by byte. */
export class FlowView {
  readonly #list: HTMLElement;
  readonly #detail: HTMLElement;
  readonly #hidden = new Set<FrameKind>();
  readonly #waiting: FrameRecord[] = [];
  #stepping = false;
  #replay: AbortController | undefined;
  #current: HTMLElement | undefined;
  /** Told how many frames wait in step mode. */
  onWaiting: (count: number) => void = () => {};

  constructor(list: HTMLElement, detail: HTMLElement) {
    this.#list = list;
    this.#detail = detail;
  }

  /** A frame went by. */
  add(record: FrameRecord): void {
    if (this.#replay !== undefined) return;
    if (!this.#stepping) return void this.#show(record);
    this.#waiting.push(record);
    this.onWaiting(this.#waiting.length);
  }

  clear(): void {
    this.#waiting.length = 0;
    this.onWaiting(0);
    this.#list.replaceChildren();
    this.#current = undefined;
  }

  filter(kind: FrameKind, shown: boolean): void {
    if (shown) this.#hidden.delete(kind);
    else this.#hidden.add(kind);
    for (const row of this.#list.children) {
      if (row instanceof HTMLElement && row.dataset.kind === kind) row.hidden = !shown;
    }
  }

  /** In step mode, frames wait to be shown one by one. */
  step(on: boolean): void {
    this.#stepping = on;
    if (on) return;
    for (const record of this.#waiting.splice(0)) this.#show(record);
    this.onWaiting(0);
  }

  next(): void {
    const record = this.#waiting.shift();
    this.onWaiting(this.#waiting.length);
    if (record !== undefined) this.#open(record, this.#show(record));
  }

  /** Shows what was recorded again, in its own time, but for long pauses. Aborts an earlier one. */
  async replay(records: readonly FrameRecord[]): Promise<void> {
    this.#replay?.abort();
    const replay = this.#replay = new AbortController();
    this.clear();
    let before = records[0]?.time ?? 0;
    for (const record of records) {
      const pause = Math.min(record.time - before, MAX_PAUSE);
      before = record.time;
      if (pause > 4) await new Promise((resolve) => setTimeout(resolve, pause));
      if (replay.signal.aborted) return;
      const row = this.#show(record);
      if (nameFrame(record).kind !== "tiles") this.#open(record, row);
    }
    this.#replay = undefined;
  }

  /** The view is live again. */
  endReplay(): void {
    this.#replay?.abort();
    this.#replay = undefined;
  }

  #show(record: FrameRecord): HTMLElement {
    const { kind, title } = nameFrame(record);
    const row = document.createElement("li");
    row.dataset.kind = kind;
    row.hidden = this.#hidden.has(kind);
    row.style.setProperty("--kind", `var(--${kind})`);
    const button = document.createElement("button");
    button.type = "button";
    button.className = record.harm ?? "";
    const time = document.createElement("small");
    time.textContent = `${(record.time / 1000).toFixed(2)} s`;
    const way = document.createElement("span");
    way.className = "way";
    const size = frameBytes(record).length;
    const harm = record.harm === undefined ? "" : ` – ${record.harm}`;
    way.append(`${title} · ${size} B${harm}`, arrow(record));
    button.title = `${record.from} → ${record.to}: ${title}${harm}`;
    button.append(time, way);
    button.addEventListener("click", () => this.#open(record, row));
    row.append(button);
    const { scrollHeight, scrollTop, clientHeight } = this.#list;
    const atEnd = scrollHeight - scrollTop - clientHeight < 60;
    this.#list.append(row);
    this.#trim(kind);
    if (atEnd) this.#list.scrollTop = this.#list.scrollHeight;
    return row;
  }

  #trim(kind: FrameKind): void {
    const limit = kind === "tiles" ? MAX_TILE_ROWS : MAX_ROWS;
    const rows = this.#list.querySelectorAll(`:scope > [data-kind="${kind}"]`);
    for (const row of [...rows].slice(0, -limit)) row.remove();
  }

  #open(record: FrameRecord, row: HTMLElement): void {
    this.#current?.querySelector("button")?.removeAttribute("aria-current");
    this.#current = row;
    row.querySelector("button")?.setAttribute("aria-current", "true");
    const { title } = nameFrame(record);
    const heading = document.createElement("h3");
    heading.textContent = `#${record.number} ${title}`;
    const where = document.createElement("p");
    where.className = "hint";
    const bytes = frameBytes(record);
    const opcode = typeof record.data === "string" ? "text" : "binary";
    const harm = record.harm === undefined ? "" : `, ${record.harm} on its way`;
    where.textContent =
      `${record.from} → ${record.to}, /${record.channel}, ${opcode}, ${bytes.length} bytes${harm}`;
    const table = document.createElement("table");
    table.innerHTML = "<thead><tr><th>Field</th><th>Bytes</th><th>Value and rule</th></tr></thead>";
    const body = table.createTBody();
    for (const { name, offset, length, value, rule } of dissect(record)) {
      const cells = body.insertRow();
      cells.insertCell().textContent = name;
      cells.insertCell().textContent = length < 2
        ? `${offset}`
        : `${offset}–${offset + length - 1}`;
      const code = document.createElement("code");
      code.textContent = value;
      const text = document.createElement("div");
      text.className = "hint";
      text.textContent = rule;
      cells.insertCell().append(code, text);
    }
    const dump = document.createElement("pre");
    dump.textContent = hexDump(bytes, MAX_DUMP).replaceAll("\t", "");
    dump.tabIndex = 0;
    dump.setAttribute("aria-label", "The bytes");
    this.#detail.replaceChildren(heading, where, table, dump);
    this.#detail.scrollTop = 0;
  }
}

function arrow({ from, to, channel }: FrameRecord): HTMLElement {
  const line = document.createElement("i");
  const [left, right] = [Math.min(PLACES[from], PLACES[to]), Math.max(PLACES[from], PLACES[to])];
  line.style.setProperty("--l", `${left}%`);
  line.style.setProperty("--r", `${100 - right}%`);
  line.className = PLACES[from] < PLACES[to] ? "right" : "left";
  if (channel === "meshrelay.ashx" && right - left === 100) line.classList.add("via");
  return line;
}
