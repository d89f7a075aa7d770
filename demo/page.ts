import { AgentComputer } from "./agent_computer.ts";
import { DemoSession, type Step } from "./demo_session.ts";
import type { Faults } from "./faults.ts";
import { frameBytes, framesAsJson, framesAsText } from "./export_frames.ts";
import { FlowView } from "./flow_view.ts";
import type { FrameKind, FrameRecord } from "./frame_record.ts";
import { STEPS } from "./steps.ts";
import { TilePainter } from "./tile_painter.ts";
import { sendInput, typeText } from "./viewer_input.ts";

/** Frames that are kept; the oldest go. */
const MAX_RECORDS = 20_000;

const faults: Faults = {
  wrongServerHash: false,
  wrongServerId: false,
  droppedFrame: false,
  tamperedSignature: false,
  slowLink: false,
};

/** Title, what happens then, and whether the agent must connect anew to show it. */
const FAULTS: Readonly<Record<keyof Faults, readonly [string, string, boolean]>> = {
  wrongServerHash: [
    "Wrong server hash",
    "The server never answers the agent’s hello; the agent gives up.",
    true,
  ],
  wrongServerId: [
    "Wrong ServerID",
    "The agent finds another key than the pinned one and tells its secret to nobody.",
    true,
  ],
  tamperedSignature: [
    "Tampered signature",
    "One bit of the server’s signature changes on its way; the agent leaves.",
    true,
  ],
  droppedFrame: [
    "Dropped frame",
    "Every fourth tile is lost: old picture stays until a refresh. Start again: AUTH_INFO is lost.",
    false,
  ],
  slowLink: [
    "Slow link",
    "A quarter of a second each way and 60 kB/s: latency rises, input and pictures come late.",
    false,
  ],
};

const KINDS: Readonly<Record<FrameKind, string>> = {
  handshake: "Handshake",
  json: "JSON",
  tunnel: "Tunnel",
  input: "Settings and input",
  tiles: "Tiles",
};

const find = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;

const records: FrameRecord[] = [];
const computer = new AgentComputer(find("agent"));
const flow = new FlowView(find("frames"), find("detail"));
const counts = { frames: 0, bytes: 0, tiles: 0 };
let pictures: number[] = [];

const painter = new TilePainter(find("viewer"), find("overlay"), () => {
  counts.tiles++;
  const now = performance.now();
  // Tiles of one picture arrive together.
  if (now - (pictures.at(-1) ?? 0) > 20) pictures.push(now);
});

const session = new DemoSession(find("agent"), painter, faults, {
  frame(frame) {
    const record = { number: ++counts.frames, time: performance.now(), ...frame };
    counts.bytes += frameBytes(record).length;
    records.push(record);
    if (records.length > MAX_RECORDS) records.shift();
    flow.add(record);
  },
  step: showStep,
  log(text, tone) {
    const line = document.createElement("span");
    line.textContent = text;
    line.className = tone ?? "";
    const status = find("status");
    status.append(line);
    while (status.children.length > 3) status.firstChild?.remove();
  },
  latency: (milliseconds) => find("count-latency").textContent = `${milliseconds.toFixed(0)} ms`,
  online(online) {
    find("online").textContent = online ? "online" : "offline";
    find("online").classList.toggle("on", online);
  },
});

function showStep(step: Step, state: "begun" | "done" | "failed"): void {
  find(`step-${step}`).className = state;
}

function restart(): void {
  records.length = 0;
  Object.assign(counts, { frames: 0, bytes: 0, tiles: 0 });
  pictures = [];
  flow.endReplay();
  setPressed("replay", false);
  flow.clear();
  painter.clear();
  find("status").replaceChildren();
  find("count-latency").textContent = "–";
  setPressed("pause", false);
  find("pause").textContent = "Pause";
  for (const step of Object.keys(STEPS)) find(`step-${step}`).className = "";
  void session.start();
}

function setPressed(id: string, pressed: boolean): void {
  find(id).setAttribute("aria-pressed", String(pressed));
}

function toggle(id: string, changed: (pressed: boolean) => void): void {
  find(id).addEventListener("click", () => {
    const pressed = find(id).getAttribute("aria-pressed") !== "true";
    setPressed(id, pressed);
    changed(pressed);
  });
}

function save(name: string, type: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function checkbox(label: string, checked: boolean, changed: (on: boolean) => void): HTMLElement {
  const element = document.createElement("label");
  const input = document.createElement("input");
  input.type = "checkbox";
  input.checked = checked;
  input.addEventListener("change", () => changed(input.checked));
  element.append(input, label);
  return element;
}

for (const [step, { title, text, source }] of Object.entries(STEPS)) {
  const item = document.createElement("li");
  item.id = `step-${step}`;
  const [heading, line, code] = ["b", "p", "code"].map((tag) => document.createElement(tag));
  if (heading) heading.textContent = title;
  if (line) line.textContent = text;
  if (code) code.textContent = source;
  item.append(...[heading, line, code].filter((element) => element !== undefined));
  find("steps").append(item);
}

for (const [name, [title, text, anew]] of Object.entries(FAULTS)) {
  const label = checkbox(title, false, (on) => {
    faults[name as keyof Faults] = on;
    if (anew) restart();
  });
  const hint = document.createElement("span");
  hint.textContent = text;
  label.append(hint);
  label.id = `fault-${name}`;
  find("faults").append(label);
}

for (const [kind, title] of Object.entries(KINDS)) {
  const label = checkbox(title, true, (on) => flow.filter(kind as FrameKind, on));
  const colour = document.createElement("i");
  colour.style.setProperty("--kind", `var(--${kind})`);
  label.querySelector("input")?.after(colour);
  label.id = `filter-${kind}`;
  find("filters").append(label);
}

find("restart").addEventListener("click", restart);
find("refresh").addEventListener("click", () => session.send({ type: "refresh" }));
toggle("pause", (paused) => {
  session.send({ type: "pause", paused });
  find("pause").textContent = paused ? "Resume" : "Pause";
});
find("inject").addEventListener("submit", (event) => {
  event.preventDefault();
  typeText(find<HTMLInputElement>("text").value, (message) => session.send(message));
});
find("still").addEventListener("change", () => {
  computer.alive = !find<HTMLInputElement>("still").checked;
});
find("dirty").addEventListener("change", () => {
  painter.outline = find<HTMLInputElement>("dirty").checked;
});
toggle("step-mode", (on) => flow.step(on));
flow.onWaiting = (count) => {
  find<HTMLButtonElement>("next").disabled = count === 0;
  find("next").textContent = count === 0 ? "Next frame" : `Next frame (${count})`;
};
find("next").addEventListener("click", () => flow.next());
toggle("replay", (on) => {
  if (!on) return flow.endReplay();
  void flow.replay(records.slice()).then(() => setPressed("replay", false));
});
find("export-json").addEventListener("click", () => {
  save("frames.json", "application/json", framesAsJson(records));
});
find("export-text").addEventListener("click", () => {
  save("frames.txt", "text/plain", framesAsText(records));
});
const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
setPressed("theme", isDark);
toggle("theme", (dark) => document.documentElement.dataset.theme = dark ? "dark" : "light");
sendInput(find("viewer"), (message) => session.send(message));

setInterval(() => {
  const now = performance.now();
  pictures = pictures.filter((time) => now - time < 2000);
  find("count-frames").textContent = counts.frames.toLocaleString("en");
  find("count-bytes").textContent = size(counts.bytes);
  find("count-fps").textContent = (pictures.length / 2).toFixed(1);
  find("count-tiles").textContent = counts.tiles.toLocaleString("en");
}, 250);

function size(bytes: number): string {
  if (bytes < 10_000) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1000).toFixed(0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

restart();
