/**
 * Builds the demo: one page, with all it needs inside, in `dist/demo/index.html`. It opens from any
 * static server, or as a file.
 *
 * @module
 */
import { build } from "esbuild";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** In the order in which one gives way to the next. */
const STYLES = ["page.css", "story.css", "frames.css", "narrow.css"];

/** The page. */
export async function buildDemo(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path("./page.ts")],
    bundle: true,
    format: "iife", // a module would not load from file://
    minify: true,
    target: "es2022",
    write: false,
    logLevel: "silent",
    external: ["./listen.ts"], // the simulator's ports: nothing for a page
  });
  const script = outputFiles[0]?.text.replaceAll("</script", "<\\/script") ?? "";
  const page = await readFile(path("./page.html"), "utf8");
  const styles = await Promise.all(STYLES.map((name) => readFile(path(`./style/${name}`), "utf8")));
  return page.replace("/*STYLE*/", () => styles.join("")).replace("/*SCRIPT*/", () => script);
}

if (import.meta.main) {
  const folder = path("../dist/demo/");
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}index.html`, await buildDemo());
}
