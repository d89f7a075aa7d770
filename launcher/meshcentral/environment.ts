/**
 * The environment that npm and MeshCentral are started with. Both read settings from environment
 * variables, so neither gets ours as it is.
 *
 * @module
 */
import process from "node:process";

/** What any program needs to work on this machine. */
const basics = ["PATH", "HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP", "LANG", "TZ", "SystemRoot"];

/** How npm reaches its registry from here: true on the whole machine, whoever started us. */
const npmConnection = [
  "npm_config_cache",
  "npm_config_cafile",
  "npm_config_globalconfig",
  "npm_config_https_proxy",
  "npm_config_noproxy",
  "npm_config_proxy",
  "npm_config_registry",
  "npm_config_strict_ssl",
  "npm_config_userconfig",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "http_proxy",
  "https_proxy",
  "no_proxy",
  "NODE_EXTRA_CA_CERTS",
  "SSL_CERT_FILE",
];

/** Some of the variables of an environment. */
export type Environment = Readonly<Record<string, string>>;

/**
 * For npm: inside `npm test`, the outer npm exports its own prefix, package and options as
 * `npm_*`, which must not steer the inner one.
 */
export function npmEnvironment(from: NodeJS.ProcessEnv = process.env): Environment {
  return pick(from, [...basics, ...npmConnection]);
}

/**
 * For MeshCentral: it takes `MESHCENTRAL_PORT` and the like as arguments, and installs a module when
 * it sees a proxy variable.
 */
export function serverEnvironment(from: NodeJS.ProcessEnv = process.env): Environment {
  return pick(from, basics);
}

function pick(from: NodeJS.ProcessEnv, names: readonly string[]): Environment {
  const picked: Record<string, string> = {};
  for (const name of names) {
    const value = from[name];
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}
