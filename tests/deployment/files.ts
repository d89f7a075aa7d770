import { execFile } from "node:child_process";
import { cp, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { packTarballs } from "../package/tarballs.ts";
import { installMeshCentral } from "../../launcher/meshcentral/install.ts";
import { type DeployFile, deployFile, type Places } from "./layout.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);

/**
 * Puts every file below the deployment's root, where docs/deploy.md has it.
 *
 * @param installed The API from the packed tarball, where it is else linked.
 */
export async function putFiles(
  places: Places,
  tls: { readonly certificateFile: string; readonly keyFile: string },
  installed: boolean,
): Promise<void> {
  const at = (...path: readonly string[]) => join(places.root, ...path);
  const put = async (path: string, text: string) => {
    await mkdir(dirname(at(path)), { recursive: true });
    await writeFile(at(path), text);
  };
  for (const [file, target] of await installedFiles()) {
    await put(target, await deployFile(file, places));
  }
  await put("etc/nginx/nginx.conf", await systemNginx(places));
  await put("etc/ssl/cs/fullchain.pem", await readFile(tls.certificateFile, "utf8"));
  await put("etc/ssl/cs/privkey.pem", await readFile(tls.keyFile, "utf8"));
  for (const folder of ["var/redis", "var/nginx", "srv/agents", "opt/cs-api"]) {
    await mkdir(at(folder), { recursive: true });
  }
  const installation = await installMeshCentral();
  // A copy, for it keeps its data next to its node_modules; of hard links where it can be.
  const [from, to] = [join(installation, "node_modules"), at("opt/meshcentral/node_modules")];
  await run("cp", ["-al", from, to]).catch(async () => {
    await rm(to, { recursive: true, force: true });
    await run("cp", ["-a", from, to]);
  });
  const apiFolder = at("opt/cs-api");
  await (installed ? installPackage(apiFolder) : linkPackage(apiFolder));
  const packaged = (path: string) => join(apiFolder, "node_modules/@cs/meshcentral", path);
  const console = installed
    ? join(apiFolder, "node_modules/cs-serve-api/console")
    : packaged("dist/console");
  await cp(console, at("srv/console"), { recursive: true });
  await cp(packaged("examples/embed-agent.html"), at("srv/agents/index.html"));
  await cp(packaged("dist/embed.js"), at("srv/agents/embed.js"));
}

/** Installs the packages from their tarballs, as docs/deploy.md does from the registry. */
async function installPackage(folder: string): Promise<void> {
  await using tarballs = await packTarballs();
  const project = await tarballs.install("cs-serve-api");
  await cp(project, folder, { recursive: true, verbatimSymlinks: true });
}

/** Takes the package as it was built. */
async function linkPackage(folder: string): Promise<void> {
  await mkdir(join(folder, "node_modules/@cs"), { recursive: true });
  await mkdir(join(folder, "node_modules/.bin"));
  await symlink(ROOT, join(folder, "node_modules/@cs/meshcentral"));
  await symlink(
    "../@cs/meshcentral/dist/serve-api.js",
    join(folder, "node_modules/.bin/cs-serve-api"),
  );
}

/** What docs/deploy.md installs: files of `examples/deploy`, and where each goes. */
async function installedFiles(): Promise<readonly (readonly [DeployFile, string])[]> {
  const text = await readFile(join(ROOT, "docs/deploy.md"), "utf8");
  const lines = text.matchAll(/^sudo install -D -m \d+ (\S+) (\/\S+)$/gm);
  return [...lines].map(([, file, target = ""]) => [file as DeployFile, target]);
}

/** The system's own nginx.conf, which includes ours as docs/deploy.md says. */
async function systemNginx({ root }: Places): Promise<string> {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((kind) => `  ${kind}_temp_path ${root}/var/nginx/${kind};`).join("\n");
  const system = await readFile("/etc/nginx/nginx.conf", "utf8");
  return "daemon off;\n" + system
    .replace("/run/nginx.pid", () => `${root}/var/nginx/pid`)
    .replaceAll("/var/log/nginx/", () => `${root}/var/nginx/`)
    .replace("/etc/nginx/conf.d/", () => `${root}/etc/nginx/conf.d/`)
    .replace("include /etc/nginx/sites-enabled/*;", "")
    .replace("http {", () => `http {\n${temporary}`);
}
