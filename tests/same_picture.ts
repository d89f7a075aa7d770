import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { until } from "./until.ts";

/**
 * Waits until the viewer's canvas (`#Desk`) is the page's (`#app`), but for what JPEG loses.
 *
 * @param most The mean difference of a colour, of 255.
 * @param every Pixels of which one is looked at.
 */
export async function waitForSamePicture(
  tab: Page,
  ui: Page,
  most: number,
  every: number,
): Promise<void> {
  let difference = Infinity;
  await until(async () => {
    const [ours, theirs] = await Promise.all([
      pixels(tab, "#app", every),
      pixels(ui, "#Desk", every),
    ]);
    if (ours.length !== theirs.length) return undefined;
    const off = (value: number, index: number) => Math.abs(value - (theirs[index] ?? 0));
    difference = ours.reduce((sum, value, index) => sum + off(value, index), 0) / ours.length;
    return difference < most ? true : undefined;
  }).catch(() => assert.fail(`the pictures differ by ${difference} of 255`));
}

/** The colours of every so many-th pixel of a canvas, red, green, blue. */
export async function pixels(page: Page, selector: string, every: number): Promise<number[]> {
  return await page.evaluate(({ selector, every }) => {
    const canvas = document.querySelector<HTMLCanvasElement>(selector);
    const data = canvas?.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data;
    const found: number[] = [];
    for (let at = 0; at < (data?.length ?? 0); at += 4 * every) {
      found.push(data?.[at] ?? 0, data?.[at + 1] ?? 0, data?.[at + 2] ?? 0);
    }
    return found;
  }, { selector, every });
}
