import assert from "node:assert/strict";
import { npmEnvironment, serverEnvironment } from "./environment.ts";

const outer = {
  PATH: "/bin",
  HOME: "/home/a",
  npm_config_registry: "https://registry.example",
  npm_config_prefix: "/outer",
  npm_config_local_prefix: "/outer",
  npm_package_json: "/outer/package.json",
  npm_config_omit: "dev",
  MESHCENTRAL_PORT: "1",
  HTTPS_PROXY: "http://proxy.example",
  NODE_OPTIONS: "--inspect",
};

Deno.test("npm keeps its way to the registry, and nothing of the npm around it", () => {
  assert.deepEqual(npmEnvironment(outer), {
    PATH: "/bin",
    HOME: "/home/a",
    npm_config_registry: "https://registry.example",
    HTTPS_PROXY: "http://proxy.example",
  });
});

Deno.test("MeshCentral gets neither settings nor proxies from our environment", () => {
  assert.deepEqual(serverEnvironment(outer), { PATH: "/bin", HOME: "/home/a" });
});
