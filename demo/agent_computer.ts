const WIDTH = 640;
const HEIGHT = 400;
const MAX_TEXT = 600;

/** The computer that is managed: a clock, a ball and a notepad, on one canvas. */
export class AgentComputer {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D | null;
  #text = "Type here…\nThe viewer sees it through tiles.\n";
  #pointer: { readonly x: number; readonly y: number } | undefined;
  #clicks = 0;
  /** Whether anything moves by itself. */
  alive = true;
  #phase = 0;

  constructor(canvas: HTMLCanvasElement) {
    canvas.width = WIDTH;
    canvas.height = HEIGHT;
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d", { alpha: false });
    canvas.addEventListener("keydown", (event) => this.#key(event));
    canvas.addEventListener("pointermove", (event) => this.#move(event));
    canvas.addEventListener("mousemove", (event) => this.#move(event));
    canvas.addEventListener("mousedown", () => this.#clicks++);
    this.#draw();
    setInterval(() => {
      if (this.alive) this.#phase++;
      this.#draw();
    }, 66);
  }

  /** What stands in the notepad. */
  get text(): string {
    return this.#text;
  }

  #move({ clientX, clientY }: MouseEvent): void {
    const { left, top, width, height } = this.#canvas.getBoundingClientRect();
    this.#pointer = { x: (clientX - left) * WIDTH / width, y: (clientY - top) * HEIGHT / height };
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Backspace") this.#text = this.#text.slice(0, -1);
    else if (event.key === "Enter") this.#text += "\n";
    else if ([...event.key].length === 1) this.#text += event.key;
    else return;
    event.preventDefault();
    this.#text = this.#text.slice(-MAX_TEXT);
  }

  #draw(): void {
    const draw = this.#context;
    if (draw === null) return;
    draw.fillStyle = "#12343b";
    draw.fillRect(0, 0, WIDTH, HEIGHT);
    this.#notepad(draw);
    this.#clock(draw);
    const t = this.#phase * 0.05;
    draw.fillStyle = "#ffb454";
    draw.beginPath();
    draw.arc(530 + 62 * Math.cos(t), 282 + 62 * Math.sin(2 * t) / 1.4, 15, 0, 2 * Math.PI);
    draw.fill();
    if (this.#pointer !== undefined) {
      const { x, y } = this.#pointer;
      draw.fillStyle = "#fff";
      draw.strokeStyle = "#000";
      draw.beginPath();
      draw.moveTo(x, y);
      draw.lineTo(x + 11, y + 11);
      draw.lineTo(x, y + 16);
      draw.closePath();
      draw.fill();
      draw.stroke();
    }
  }

  #notepad(draw: CanvasRenderingContext2D): void {
    draw.fillStyle = "#0b2027";
    draw.fillRect(24, 24, 400, 352);
    draw.fillStyle = "#2d6a6a";
    draw.fillRect(24, 24, 400, 28);
    draw.font = "600 14px system-ui, sans-serif";
    draw.fillStyle = "#eafff8";
    draw.fillText("notepad", 36, 43);
    draw.font = "15px ui-monospace, monospace";
    const lines = this.#text.split("\n").flatMap((line) => line.match(/.{1,42}|^$/gu) ?? []);
    const shown = lines.slice(-15);
    for (const [index, line] of shown.entries()) draw.fillText(line, 36, 76 + index * 20);
    const last = shown.at(-1) ?? "";
    if (!this.alive || this.#phase % 16 < 8) {
      draw.fillRect(38 + draw.measureText(last).width, 63 + (shown.length - 1) * 20, 8, 16);
    }
  }

  #clock(draw: CanvasRenderingContext2D): void {
    draw.fillStyle = "#0b2027";
    draw.fillRect(444, 24, 172, 120);
    draw.fillStyle = "#9ff0d5";
    draw.font = "600 28px ui-monospace, monospace";
    const seconds = Math.floor(this.#phase * 0.066);
    const clock = [seconds / 3600, seconds / 60 % 60, seconds % 60];
    draw.fillText(
      clock.map((part) => String(Math.floor(part)).padStart(2, "0")).join(":"),
      462,
      76,
    );
    draw.font = "13px system-ui, sans-serif";
    draw.fillText("since the page opened", 462, 102);
    draw.fillText(`clicks: ${this.#clicks}`, 462, 124);
  }
}
