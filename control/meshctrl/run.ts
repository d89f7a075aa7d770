import { type ChildProcess, spawn } from "node:child_process";
import { ControlError } from "../errors.ts";
import type { CallOptions } from "../types.ts";

/** Where meshctrl is, and as whom it logs in. */
export interface MeshctrlOptions {
  /** The path of `meshctrl.js`, in the folder of an installed MeshCentral. */
  readonly script: string;
  /** `wss://host[:port][/domain]` */
  readonly url: string;
  /** A user, or the name of a login token; with `loginKeyFile`, whom to be. */
  readonly username: string;
  /**
   * On the command line, where every user of the machine can read it: use a login token that soon
   * expires.
   */
  readonly password?: string;
  /** A second factor. */
  readonly token?: string;
  /** Instead of `password`: a file with the server's login key in it. */
  readonly loginKeyFile?: string;
  /** The Node that runs it. @default {"node"} */
  readonly node?: string;
  /** Milliseconds until it is ended: it waits for ever for a server that answers nothing. @default {30_000} */
  readonly timeout?: number;
}

/** The options of an action, by their names without dashes; `true` for one without a value. */
export type MeshctrlArguments = Readonly<Record<string, string | number | boolean | undefined>>;

const TIMEOUT = 30_000;
/** What it prints is cut off there: 64 MiB. */
const OUTPUT_LIMIT = 64 * 1024 * 1024;

/**
 * Runs an action of meshctrl, and resolves with what it printed. No shell is involved. The exit code
 * says nothing (0 also when it failed): look at the text, with `expectDone` or a parser.
 *
 * meshctrl does not check the server's certificate.
 */
export async function runMeshctrl(
  options: MeshctrlOptions,
  action: string,
  args: MeshctrlArguments = {},
  { signal, timeout = options.timeout ?? TIMEOUT }: CallOptions = {},
): Promise<string> {
  signal?.throwIfAborted();
  const line = commandLine(options, action, args);
  const child = spawn(options.node ?? "node", [options.script, ...line], {
    stdio: ["ignore", "pipe", "pipe"],
    windowsHide: true,
  });
  let ended: unknown;
  const end = (reason: unknown): void => {
    ended ??= reason;
    child.kill("SIGKILL");
  };
  const abort = (): void => end(signal?.reason);
  const late = `meshctrl ${action} was not done in ${timeout / 1000} s.`;
  const timer = setTimeout(() => end(new ControlError("timeout", late)), timeout);
  signal?.addEventListener("abort", abort, { once: true });
  try {
    const output = await outputOf(child, end);
    if (ended !== undefined) throw ended;
    return output;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

/** The arguments, each in one piece: a value that begins with `--` cannot become an option. */
export function commandLine(
  options: MeshctrlOptions,
  action: string,
  args: MeshctrlArguments,
): readonly string[] {
  if (!/^[a-z]+$/i.test(action)) throw new ControlError("bad-options", "That is no action.");
  const login = {
    url: options.url,
    loginuser: options.username,
    loginpass: options.password,
    token: options.token,
    loginkeyfile: options.loginKeyFile,
  };
  const reserved = Object.keys(args).find((name) => name in login || !/^[a-z0-9]+$/i.test(name));
  if (reserved !== undefined) throw new ControlError("bad-options", `No option: ${reserved}.`);
  const pieces = Object.entries<MeshctrlArguments[string]>({ ...args, ...login }).flatMap(
    ([name, value]) => {
      if (value === undefined || value === false) return [];
      return value === true ? [`--${name}`] : [`--${name}=${checked(name, String(value))}`];
    },
  );
  return [action, ...pieces];
}

/** minimist makes numbers of what looks like one: `007` would arrive as 7. */
function checked(name: string, value: string): string {
  const looksLikeNumber = /^0x[0-9a-f]+$|^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i.test(value);
  if (!looksLikeNumber || String(Number(value)) === value) return value;
  // The value may be a password.
  throw new ControlError("bad-options", `meshctrl would take --${name} for a number.`);
}

function outputOf(child: ChildProcess, end: (reason: unknown) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const decoder = new TextDecoder();
    let output = "";
    let errors = "";
    child.stdout?.on("data", (data: Uint8Array) => {
      output += decoder.decode(data, { stream: true });
      if (output.length > OUTPUT_LIMIT) end(new ControlError("rejected", "It prints too much."));
    });
    child.stderr?.on("data", (data: Uint8Array) => {
      errors = (errors + new TextDecoder().decode(data)).slice(0, 2000);
    });
    child.on("error", (cause) => {
      reject(new ControlError("bad-options", "meshctrl was not started.", { cause }));
    });
    child.on("close", () => {
      if (output === "" && errors !== "") {
        const [line] = errors.split("\n").filter((text) => /Error|Cannot/.test(text));
        reject(
          new ControlError("bad-options", `meshctrl broke off: ${line ?? "no reason given"}.`),
        );
      } else {
        resolve(output);
      }
    });
  });
}
