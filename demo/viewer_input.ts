import type { DesktopInput } from "../protocol/mod.ts";

/** Sends one message to the agent. */
type Send = (message: DesktopInput) => void;

/** Virtual-key codes of keys that write no character. */
const KEYS: Readonly<Record<string, number>> = {
  Backspace: 8,
  Enter: 13,
  ArrowLeft: 37,
  ArrowUp: 38,
  ArrowRight: 39,
  ArrowDown: 40,
  Delete: 46,
};

/** Flags of the mouse's buttons, by `button`: pressed, released. */
const BUTTONS: readonly (readonly [number, number])[] = [[2, 4], [32, 64], [8, 16]];

/** Types a text at the agent: each UTF-16 unit goes down and up. */
export function typeText(text: string, send: Send): void {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    for (const action of [0, 1]) send({ type: "unicodeKey", action, unit });
  }
}

/** Mouse and keys on the viewer's canvas go to the agent. */
export function sendInput(canvas: HTMLCanvasElement, send: Send): void {
  const mouse = (flags: number, { offsetX, offsetY }: MouseEvent) => {
    const x = Math.round(offsetX * canvas.width / canvas.clientWidth);
    const y = Math.round(offsetY * canvas.height / canvas.clientHeight);
    send({ type: "mouse", flags, x: Math.max(0, x), y: Math.max(0, y) });
  };
  canvas.addEventListener("mousemove", (event) => mouse(0, event));
  canvas.addEventListener("mousedown", (event) => mouse(BUTTONS[event.button]?.[0] ?? 0, event));
  canvas.addEventListener("mouseup", (event) => mouse(BUTTONS[event.button]?.[1] ?? 0, event));
  canvas.addEventListener("contextmenu", (event) => event.preventDefault());
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = KEYS[event.key];
    if (key !== undefined) { for (const action of [0, 1]) send({ type: "key", action, key }); }
    else if ([...event.key].length === 1) typeText(event.key, send);
    else return;
    event.preventDefault();
  });
}
