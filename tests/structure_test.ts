import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** What somebody who uses the package gets. */
const PRODUCT = ["protocol", "transport", "agent", "control", "api", "provision", "simulator"];

/** The arrows of the design: what each room may import from, besides itself. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  protocol: [],
  transport: ["protocol"],
  agent: ["protocol", "transport"],
  control: ["protocol", "transport"],
  api: ["control", "protocol", "transport"],
  provision: ["protocol", "control", "transport"],
  simulator: ["protocol", "transport"],
  console: ["protocol", "api"],
  launcher: [...PRODUCT, "console"],
  packaging: ["console"],
  demo: ["protocol", "transport", "agent", "simulator"],
  bench: [...PRODUCT, "console", "launcher", "tests"],
  tests: [...PRODUCT, "console", "launcher", "demo", "bench", "examples"],
};

/** Rooms whose code also runs in a browser, and the modules of Node that single files may use. */
const BROWSER_ROOMS = ["protocol", "agent", "control", "simulator"];
const OUTSIDE_BROWSERS = [
  /^simulator\/listen\.ts$/,
  /^control\/meshctrl\/run\.ts$/,
  /^agent\/node\//,
];

interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
}

Deno.test("a room imports only from where the design's arrows point", () => {
  for (const { file, room, imports } of sources()) {
    for (const { specifier } of imports.filter(({ specifier }) => specifier.startsWith("."))) {
      const target = relative(ROOT, resolve(ROOT, dirname(file), specifier)).split("/")[0] ?? "";
      if (target === room) continue;
      assert.ok(ARROWS[room]?.includes(target), `${file} imports ${specifier}`);
    }
  }
});

Deno.test("transport/ws.ts is injected: no other room imports it, but for its types", () => {
  for (const { file, room, imports } of sources()) {
    if (!BROWSER_ROOMS.includes(room) || file.endsWith("_test.ts")) continue;
    for (
      const { specifier, typeOnly } of imports.filter((i) =>
        i.specifier.endsWith("transport/ws.ts")
      )
    ) {
      assert.ok(typeOnly, `${file} imports ${specifier} at run time`);
    }
  }
});

Deno.test("what runs in a browser imports nothing of Node and not the ws package", () => {
  for (const { file, room, imports } of sources()) {
    if (!BROWSER_ROOMS.includes(room) || OUTSIDE_BROWSERS.some((files) => files.test(file))) {
      continue;
    }
    if (/_test\.ts$|\/test_/.test(file)) continue;
    for (const { specifier } of imports) {
      assert.doesNotMatch(specifier, /^node:|^ws$/, `${file} imports ${specifier}`);
    }
  }
});

Deno.test("what an agent in Node needs is not reached from the agent", () => {
  for (const { file, imports } of sources()) {
    if (!file.startsWith("agent/") || file.startsWith("agent/node/")) continue;
    for (const { specifier } of imports) assert.doesNotMatch(specifier, /\/node\//, file);
  }
});

Deno.test("what runs meshctrl is not reached from the control client", () => {
  for (const { file, imports } of sources()) {
    if (!file.startsWith("control/") || file.startsWith("control/meshctrl/")) continue;
    for (const { specifier } of imports) assert.doesNotMatch(specifier, /meshctrl/, file);
  }
});

Deno.test("no module imports itself, by whatever detour", () => {
  const graph = new Map(
    sources().map(({ file, imports }) => [
      file,
      imports.filter(({ specifier, typeOnly }) => specifier.startsWith(".") && !typeOnly)
        .map(({ specifier }) => relative(ROOT, resolve(ROOT, dirname(file), specifier))),
    ]),
  );
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]) => {
    assert.ok(!path.includes(file), `circular: ${[...path, file].join(" → ")}`);
    if (done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
});

Deno.test("the subpaths of the npm package and of JSR are the same, but for built files", () => {
  const { exports: npm } = JSON.parse(read("package.json"));
  const { exports: jsr } = JSON.parse(read("deno.json"));
  const built = Object.keys(npm).filter((subpath) =>
    /^\.\/(?:embed\b|cs-mesh-worker|package\.json)/.test(subpath)
  );
  assert.deepEqual(Object.keys(npm).sort(), [...Object.keys(jsr), ...built].sort());
  for (const [subpath, source] of Object.entries<string>(jsr)) {
    const declared = source.replace("./", "./dist/").replace(/\.ts$/, ".d.ts");
    assert.equal(npm[subpath].types, declared, subpath);
  }
});

Deno.test("what the package can do without is an optional peer, in the version tested here", () => {
  const { dependencies, peerDependencies, peerDependenciesMeta, devDependencies } = JSON.parse(
    read("package.json"),
  );
  assert.deepEqual(Object.keys(dependencies), ["ws"]);
  for (const [name, range] of Object.entries(peerDependencies)) {
    assert.equal(devDependencies[name], range, name);
    assert.deepEqual(peerDependenciesMeta[name], { optional: true }, name);
  }
});

Deno.test("package.json and deno.json have one version", () => {
  assert.equal(JSON.parse(read("package.json")).version, JSON.parse(read("deno.json")).version);
});

Deno.test("lock files name no registry", () => {
  const locks = files(ROOT).filter((file) => file.endsWith("package-lock.json"));
  assert.ok(locks.length >= 2);
  for (const lock of locks) assert.doesNotMatch(read(lock), /"resolved"|https?:\/\/registry/, lock);
});

Deno.test("the lock file has the optional packages of every platform, which npm ci insists on", () => {
  const { packages } = JSON.parse(read("package-lock.json"));
  for (const [path, { optionalDependencies = {} }] of Object.entries<Locked>(packages)) {
    for (const name of Object.keys(optionalDependencies)) {
      const locked = packages[`${path}/node_modules/${name}`] ?? packages[`node_modules/${name}`];
      // npm leaves out what a mirror lacks; then every `npm ci` fails.
      assert.ok(locked, `${name}, of ${path || "package.json"}, is not in package-lock.json`);
    }
  }
});

interface Locked {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

function sources(): { file: string; room: string; imports: Import[] }[] {
  return Object.keys(ARROWS).flatMap((room) =>
    files(join(ROOT, room)).filter((file) => /\.tsx?$/.test(file))
      .map((file) => ({ file, room, imports: importsOf(read(file)) }))
  );
}

/** Statements only: examples in comments import the package by its name. */
function importsOf(code: string): Import[] {
  const withoutComments = code.replace(/\/\*[^]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  const statements = withoutComments.matchAll(
    /^(?:import|export)\s+(type\s)?(?:[^"';]*?\sfrom\s+)?"([^"]+)"/gm,
  );
  const dynamic = withoutComments.matchAll(/\bimport\("([^"]+)"\)/g);
  return [
    ...[...statements].map(([, type, specifier = ""]) => ({
      specifier,
      typeOnly: type !== undefined,
    })),
    ...[...dynamic].map(([, specifier = ""]) => ({ specifier, typeOnly: true })),
  ];
}

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !/node_modules|\/dist|artifacts/.test(entry.parentPath))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}
