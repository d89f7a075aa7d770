import axe from "axe-core";
import type { Page } from "playwright-core";

/** A finding of axe, and how bad it calls it. */
export interface Barrier {
  readonly impact: string;
  /** The rule, what it asks for, and the first elements that fail it. */
  readonly text: string;
}

/**
 * What axe finds on a page, which has no frames. It is put into the page once, however often that
 * shows something else: that takes longer than to look.
 */
export async function barriers(page: Page): Promise<readonly Barrier[]> {
  if (!await page.evaluate(() => "axe" in globalThis)) await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    () => (globalThis as unknown as PageWithAxe).axe.run({ resultTypes: ["violations"] }),
  );
  return violations.map(({ id, help, impact, nodes }) => {
    const where = nodes.slice(0, 2).map(({ html }) => html.slice(0, 160)).join(" | ");
    return { impact: impact ?? "", text: `${id}: ${help}: ${where}` };
  });
}

interface PageWithAxe {
  readonly axe: typeof axe;
}

/** Those that a person with a disability cannot get over. */
export async function seriousBarriers(page: Page): Promise<readonly string[]> {
  return (await barriers(page))
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ text }) => text);
}
