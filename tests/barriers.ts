import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

/** A finding of axe, and how bad it calls it. */
export interface Barrier {
  readonly impact: string;
  /** The rule, what it asks for, and the first elements that fail it. */
  readonly text: string;
}

/**
 * What axe finds on a page. In the page itself: without frames there is nothing to gather from
 * others, for which axe would open a tab each time.
 */
export async function barriers(page: Page): Promise<readonly Barrier[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
  const { violations } = await axe.analyze();
  return violations.map(({ id, help, impact, nodes }) => {
    const where = nodes.slice(0, 2).map(({ html }) => html.slice(0, 160)).join(" | ");
    return { impact: impact ?? "", text: `${id}: ${help}: ${where}` };
  });
}

/** Those that a person with a disability cannot get over. */
export async function seriousBarriers(page: Page): Promise<readonly string[]> {
  return (await barriers(page))
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ text }) => text);
}
