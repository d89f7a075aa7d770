import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import ts from "typescript";
import { ROOT } from "./entries.ts";

/** Examples that need this project and not only the package. */
const NOT_SHIPPED = ["serve-demo.ts"];

/**
 * Writes the examples as JavaScript, with their comments: no runtime takes the types out of files in
 * `node_modules`.
 */
export async function compileExamples(outdir: string): Promise<void> {
  const folder = join(ROOT, "examples");
  await mkdir(outdir, { recursive: true });
  const files = (await readdir(folder)).filter((file) => file.endsWith(".ts"));
  await Promise.all(
    files.filter((file) => !NOT_SHIPPED.includes(file)).map(async (file) => {
      const { outputText } = ts.transpileModule(await readFile(join(folder, file), "utf8"), {
        compilerOptions: {
          target: ts.ScriptTarget.ES2022,
          module: ts.ModuleKind.ESNext,
          verbatimModuleSyntax: true,
          rewriteRelativeImportExtensions: true,
        },
        fileName: file,
      });
      await writeFile(join(outdir, file.replace(/\.ts$/, ".js")), outputText);
    }),
  );
}
