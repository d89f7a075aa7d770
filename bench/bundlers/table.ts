import type { WeighedPage } from "./pages.ts";
import { type Bundler, BUNDLERS, weighPage } from "./weigh_page.ts";

/** What each bundler makes of each page. */
export type Weights = ReadonlyMap<WeighedPage, ReadonlyMap<Bundler, { readonly start: number }>>;

/**
 * Builds pages with every bundler, one after the other.
 *
 * @param project A folder that has installed the package.
 */
export async function weighPages(
  project: string,
  pages: readonly WeighedPage[],
): Promise<Weights> {
  const weights = new Map<WeighedPage, Map<Bundler, { readonly start: number }>>();
  for (const page of pages) {
    const row = new Map<Bundler, { readonly start: number }>();
    for (const bundler of BUNDLERS) {
      row.set(bundler, await weighPage(bundler, project, page.code));
    }
    weights.set(page, row);
  }
  return weights;
}

/** The table in Markdown: kilobytes of gzip that a page loads at its start. */
export function bundlersTable(weights: Weights): string {
  const head = ["loaded at the start, gzip", ...BUNDLERS.map((name) => TITLES[name])];
  const rows = [...weights].map(([{ name }, row]) => [
    name,
    ...BUNDLERS.map((bundler) => kilobytes(row.get(bundler)?.start ?? NaN)),
  ]);
  const lines = [head, ["---", ...BUNDLERS.map(() => "---:")], ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

const TITLES: Readonly<Record<Bundler, string>> = {
  vite: "Vite 8",
  rollup: "Rollup 4",
  webpack: "webpack 5",
  esbuild: "esbuild",
};

function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} kB`;
}
