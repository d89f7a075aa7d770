import { execFile } from "node:child_process";
import { cp, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { installMeshCentral } from "../../launcher/meshcentral/install.ts";
import { deployFile, type Places } from "./layout.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);

/** Puts every file where docs/deploy.md has it, below the deployment's root. */
export async function putFiles(
  places: Places,
  tls: { readonly certificateFile: string; readonly keyFile: string },
): Promise<void> {
  const at = (...path: readonly string[]) => join(places.root, ...path);
  const put = async (path: string, text: string) => {
    await mkdir(dirname(at(path)), { recursive: true });
    await writeFile(at(path), text);
  };
  await put("etc/cs-api.env", await deployFile("cs-api.env", places));
  await put("etc/redis/cs-api.conf", await deployFile("redis.conf", places));
  await put("etc/nginx/nginx.conf", surroundings(places, await deployFile("nginx.conf", places)));
  await put("etc/ssl/cs/fullchain.pem", await readFile(tls.certificateFile, "utf8"));
  await put("etc/ssl/cs/privkey.pem", await readFile(tls.keyFile, "utf8"));
  await put(
    "opt/meshcentral/meshcentral-data/config.json",
    await deployFile("meshcentral/config.systemd.json", places),
  );
  for (const folder of ["var/redis", "var/nginx", "srv/agents", "opt/cs-api/node_modules/.bin"]) {
    await mkdir(at(folder), { recursive: true });
  }
  const installation = await installMeshCentral();
  // A copy, for it keeps its data next to its node_modules; of hard links where it can be.
  const [from, to] = [join(installation, "node_modules"), at("opt/meshcentral/node_modules")];
  await run("cp", ["-al", from, to]).catch(async () => {
    await rm(to, { recursive: true, force: true });
    await run("cp", ["-a", from, to]);
  });
  // The package as it was built. That its tarball installs is tested in tests/package_test.ts.
  await mkdir(at("opt/cs-api/node_modules/@cs"));
  await symlink(ROOT, at("opt/cs-api/node_modules/@cs/meshcentral"));
  await symlink(
    "../@cs/meshcentral/dist/serve-api.js",
    at("opt/cs-api/node_modules/.bin/cs-serve-api"),
  );
  await cp(join(ROOT, "dist/console"), at("srv/console"), { recursive: true });
  await cp(join(ROOT, "examples/embed-agent.html"), at("srv/agents/index.html"));
  await cp(join(ROOT, "dist/embed.js"), at("srv/agents/embed.js"));
}

/** What a system's own nginx.conf has around a site. */
function surroundings({ root }: Places, site: string): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((kind) => `  ${kind}_temp_path ${root}/var/nginx/${kind};`).join("\n");
  return `daemon off;
pid ${root}/var/nginx/pid;
events {}
http {
  access_log off;
  include /etc/nginx/mime.types;
${temporary}
${site}
}
`;
}
