import type { Page } from "playwright-core";

/** What the page can be made to show. */
export const SCENES = {
  idle: "nothing changes",
  typing: "10 characters a second are typed",
  quarter: "a quarter of the picture moves, 30 times a second",
  scroll: "text scrolls over the whole picture",
  noise: "noise over the whole picture: the worst that there is",
} as const;

/** The name of one. */
export type Scene = keyof typeof SCENES;

/** What a tab adds to the page. */
export const AGENT = `<mesh-agent enrollment="cs-agent.json" autostart managed consent="none"
  source="canvas" features="desktop"></mesh-agent>
<script type="module" src="embed.js"></script>`;

/** The page's own functions. */
interface ScenePage {
  /** Pictures that its agent has looked at. */
  readonly frames: number;
  play(scene: Scene): void;
}

/** From now on the page shows this. */
export async function play(page: Page, scene: Scene): Promise<void> {
  await page.evaluate((scene) => (globalThis as unknown as ScenePage).play(scene), scene);
}

/** Pictures that the page's agent has looked at so far. */
export function looks(page: Page): Promise<number> {
  return page.evaluate(() => (globalThis as unknown as ScenePage).frames);
}

/** Bytes of the whole picture as one JPEG of this quality, 1–100. */
export function wholePicture(page: Page, quality: number): Promise<number> {
  return page.evaluate(
    (quality) =>
      new Promise<number>((resolve) =>
        document.querySelector("canvas")?.toBlob(
          (blob) => resolve(blob?.size ?? 0),
          "image/jpeg",
          quality,
        )
      ),
    quality / 100,
  );
}

/**
 * A page of 1920 × 1080 that plays the scenes. `agent`: what makes it a device, nothing where the
 * native agent shows the screen that it is on.
 */
export function scenePage(agent = ""): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>A busy application</title>
<style>body { margin: 0; overflow: hidden } canvas { display: block }</style>
<canvas width="1920" height="1080"></canvas>
${agent}
<script>
  const canvas = document.querySelector("canvas");
  const context = canvas.getContext("2d");
  let scene = "idle", step = 0, typed = 0;
  globalThis.frames = 0;
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...rest) {
    if (message.frame) globalThis.frames++;
    return post.call(this, message, ...rest);
  };
  const text = (row) => Array.from({ length: 22 }, (_, word) =>
    ((row * 7919 + word * 104729) % 99991).toString(36)).join(" ");
  const paper = (from) => {
    context.fillStyle = "#fff";
    context.fillRect(0, 0, 1920, 1080);
    context.fillStyle = "#222";
    context.font = "18px monospace";
    for (let row = 0; row < 50; row++) context.fillText(text(row + from), 20, 30 + row * 21);
  };
  const noise = context.createImageData(1920, 1080);
  globalThis.play = (name) => {
    scene = name;
    paper(0);
  };
  play("idle");
  setInterval(() => {
    if (scene !== "typing") return;
    context.fillText("x", 20 + 11 * (typed++ % 160), 1075);
  }, 100);
  setInterval(() => {
    step++;
    if (scene === "scroll") paper(step);
    if (scene === "quarter") {
      const gradient = context.createLinearGradient(0, 0, 960, 540);
      gradient.addColorStop(0, "hsl(" + step * 5 % 360 + " 60% 50%)");
      gradient.addColorStop(1, "hsl(" + (step * 5 + 120) % 360 + " 60% 40%)");
      context.fillStyle = gradient;
      context.fillRect(0, 0, 960, 540);
      context.fillStyle = "#fff";
      context.fillRect(step * 13 % 800, step * 7 % 400, 120, 120);
      context.fillStyle = "#222";
    }
    if (scene === "noise") {
      const data = new Uint32Array(noise.data.buffer);
      let seed = step;
      for (let at = 0; at < data.length; at++) {
        seed = Math.imul(seed, 1664525) + 1013904223;
        data[at] = seed | 0xff000000;
      }
      context.putImageData(noise, 0, 0);
    }
  }, 33);
  canvas.addEventListener("click", () => {
    context.fillStyle = "hsl(" + Math.random() * 360 + " 60% 50%)";
    context.fillRect(940, 520, 40, 40);
  });
</script>
</html>`;
}
