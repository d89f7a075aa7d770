import { readFile } from "node:fs/promises";
import { ControlClient, ControlError, type WebSocketFactory } from "../../control/mod.ts";
import { formatHexId, parseId } from "../../protocol/mod.ts";
import { wsTransport } from "../../transport/ws.ts";
import { ProvisionError } from "../errors.ts";
import { didYouMean } from "../spec/nearest.ts";
import type { Environment } from "../spec/environment.ts";
import type { Spec } from "../spec/spec.ts";
import type { Options } from "./arguments.ts";

/** A server, and as whom to log in to it. */
export interface Target {
  /** In the specification; undefined = the server of the command line. */
  readonly name: string | undefined;
  /** `wss://host[:port][/domain]`. */
  readonly url: string;
  /** A full administrator. */
  readonly username: string;
  /** Never printed. */
  readonly password: string;
  /** PEM of the certificate authority. */
  readonly ca: string | undefined;
  /** SHA-384 of the TLS certificate. */
  readonly tlsHash: string | undefined;
}

/** The servers that are meant: those of the specification, unless the command line names one. */
export async function findTargets(
  spec: Spec,
  options: Options,
  environment: Environment,
): Promise<readonly Target[]> {
  const targets = Object.entries(spec.targets ?? {});
  if (options.target !== undefined || (targets.length > 0 && options.url === undefined)) {
    const chosen = targets.filter(([name]) => (options.target ?? name) === name);
    if (chosen.length === 0) {
      const near = didYouMean(options.target ?? "", Object.keys(spec.targets ?? {}));
      throw missing(`There is no target "${options.target}" in the specification.${near}`);
    }
    return await Promise.all(chosen.map(async ([name, target]) => ({
      name,
      url: target.url,
      username: required(environment, target.usernameEnv ?? "MESHCENTRAL_USERNAME"),
      password: required(environment, target.passwordEnv ?? "MESHCENTRAL_PASSWORD"),
      ca: target.caFile && await readNeeded(target.caFile),
      tlsHash: target.tlsHash,
    })));
  }
  const ca = options.ca ?? environment["MESHCENTRAL_CA"];
  const passwordFile = options["password-file"];
  return [{
    name: undefined,
    url: options.url ?? required(environment, "MESHCENTRAL_URL", "--url"),
    username: options.username ?? required(environment, "MESHCENTRAL_USERNAME", "--username"),
    password: passwordFile === undefined
      ? required(environment, "MESHCENTRAL_PASSWORD", "--password-file")
      : (await readNeeded(passwordFile)).replace(/\r?\n$/, ""),
    ca: ca && await readNeeded(ca),
    tlsHash: options["tls-hash"] ?? environment["MESHCENTRAL_TLS_HASH"],
  }];
}

/** Logs in. */
export async function connect(target: Target, signal?: AbortSignal): Promise<ControlClient> {
  const { url, username, password, ca, tlsHash } = target;
  let seen: string | undefined;
  const webSocket = tlsHash === undefined
    ? wsTransport(ca === undefined ? {} : { ca })
    : pinned(tlsHash, (hash) => seen = hash);
  const abort = signal === undefined ? {} : { signal };
  const options = { url, username, password, webSocket, ...abort };
  try {
    return await ControlClient.connect(options);
  } catch (error) {
    // Before 1.0 a server takes credentials in the request only, and those would be sent before
    // the certificate is compared with a pinned one.
    if (error instanceof ControlError && /login: "header"/.test(error.hint) && !tlsHash) {
      return await ControlClient.connect({ ...options, login: "header" });
    }
    if (seen !== undefined) {
      throw new ProvisionError("bad-options", `${url} shows another TLS certificate: ${seen}.`, {
        hint: "If it was renewed, this is the new value of MESHCENTRAL_TLS_HASH; check it on the " +
          "server itself. Nothing was sent.",
        cause: error,
      });
    }
    if (error instanceof ControlError && /wsTransport\(\{ ca/.test(error.hint)) {
      throw new ProvisionError("bad-options", error.message.replace(error.hint, "").trim(), {
        hint: "Pass --ca with the PEM of the server's root certificate " +
          "(meshcentral-data/root-cert-public.crt), or --tls-hash.",
        cause: error,
      });
    }
    throw error;
  }
}

/** Takes one certificate only. Nothing is sent before: the login is a message. */
function pinned(tlsHash: string, onOther: (hash: string) => void): WebSocketFactory {
  const expected = formatHexId(parseId(tlsHash));
  const open = wsTransport({ rejectUnauthorized: false });
  return (url, request) => {
    const socket = open(url, request);
    socket.addEventListener("open", () => {
      const hash = socket.serverHash && formatHexId(socket.serverHash);
      if (hash === expected) return;
      onOther(hash ?? "none, the connection is not encrypted");
      socket.terminate?.();
    });
    return socket;
  };
}

function required(environment: Environment, name: string, option?: string): string {
  const value = environment[name];
  if (value) return value;
  const other = option === undefined ? "" : `, or pass ${option}`;
  throw missing(`Set ${name}${other}.`);
}

async function readNeeded(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new ProvisionError("bad-options", `${file} cannot be read.`, { cause });
  }
}

function missing(what: string): ProvisionError {
  return new ProvisionError("bad-options", what, { hint: "See cs-provision --help." });
}
