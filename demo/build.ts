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
  const [page, style] = await Promise.all(
    ["./page.html", "./style.css"].map((name) => readFile(path(name), "utf8")),
  );
  return (page ?? "").replace("/*STYLE*/", () => style ?? "").replace("/*SCRIPT*/", () => script);
}

if (import.meta.main) {
  const folder = path("../dist/demo/");
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}index.html`, await buildDemo());
}
