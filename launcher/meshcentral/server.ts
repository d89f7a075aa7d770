/**
 * Starts a real MeshCentral on the loopback interface, for the demo, the tests and the bench.
 *
 * @module
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Credentials, ensureAdministrator } from "./account.ts";
import type { Child } from "./child.ts";
import { meshCentralConfig } from "./config.ts";
import { LauncherError } from "./errors.ts";
import { freePort } from "./free_port.ts";
import { installMeshCentral } from "./install.ts";
import { keep, prepare } from "./prepared.ts";
import { type ServerFolders, serverFolders, spawnMeshCentral } from "./process.ts";
import { waitUntilReady } from "./ready.ts";
import { defaultMeshCentralVersion } from "./versions.ts";

/** What {@linkcode startMeshCentral} may be told. */
export interface MeshCentralOptions {
  /** @default {"1.1.55"} */
  readonly version?: string | undefined;
  /** Where its data is kept. Absent = a temporary folder that is deleted at the end. */
  readonly dataFolder?: string | undefined;
  /** The port on 127.0.0.1. Absent or 0 = a free one. */
  readonly port?: number | undefined;
  /** `true` = MeshCentral's own self-signed TLS; `false` (default) = plain HTTP. */
  readonly tls?: boolean | undefined;
  /** Merged into `settings` of its config.json. */
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
  /** Merged into the default domain of its config.json. */
  readonly domain?: Readonly<Record<string, unknown>> | undefined;
  /**
   * For tests: share keys and the administrator's account among all servers of this version, and sign
   * its programs with a short key, which saves half of a first start. They have the same ServerID, TLS
   * certificate and password then.
   */
  readonly prepared?: boolean | undefined;
  /** Milliseconds until a start counts as failed. @default {120_000} */
  readonly timeout?: number | undefined;
  /** Told what is going on, in one line each. */
  readonly onProgress?: ((text: string) => void) | undefined;
  /** Told each line that it writes. */
  readonly onOutput?: ((line: string) => void) | undefined;
  /** Gives up the start. */
  readonly signal?: AbortSignal | undefined;
}

/** A running MeshCentral. */
export interface MeshCentralServer extends AsyncDisposable {
  readonly version: string;
  /** `http://127.0.0.1:PORT` or `https://…`. */
  readonly url: string;
  /** `ws://127.0.0.1:PORT` or `wss://…`. */
  readonly webSocketUrl: string;
  /** A full administrator. */
  readonly admin: Credentials;
  readonly dataFolder: string;
  /** The process id; undefined while it is not running. */
  readonly pid: number | undefined;
  /** PEM of the root certificate behind its TLS certificate, which is valid for 127.0.0.1. */
  readonly rootCertificate: string;
  /** The last 64 KiB of what it wrote since its last start. */
  output(): string;
  /** Ends it in an orderly way, and starts it again with the same data on the same port. */
  restart(): Promise<void>;
  /** Ends it at once, as a crash would; {@linkcode restart} starts it again. */
  kill(): Promise<void>;
  /** Ends it for good, and deletes its data unless the caller gave the folder. */
  stop(): Promise<void>;
}

/**
 * Installs (once), configures and starts a MeshCentral with one administrator.
 *
 * @example
 * ```ts ignore
 * await using server = await startMeshCentral({ onProgress: (text) => status.textContent = text });
 * ```
 */
export async function startMeshCentral(
  options: MeshCentralOptions = {},
): Promise<MeshCentralServer> {
  const version = options.version ?? defaultMeshCentralVersion;
  const installation = await installMeshCentral({ ...options, version });
  const temporary = options.dataFolder === undefined;
  const dataFolder = resolve(
    options.dataFolder ?? await mkdtemp(join(tmpdir(), "cs-meshcentral-")),
  );
  try {
    await mkdir(dataFolder, { recursive: true, mode: 0o700 });
    const folders = await serverFolders(installation, dataFolder);
    const prepared = options.prepared && temporary && !definesName(options.settings);
    if (prepared) await prepare(installation, folders.data);
    options.onProgress?.("Making the administrator's account");
    const admin = await ensureAdministrator(folders, join(folders.data, "administrator.json"));
    if (prepared) await keep(installation, "account", folders.data);
    options.signal?.throwIfAborted();
    const server = new Server({ ...options, version, dataFolder, temporary, folders, admin });
    await server.start();
    if (prepared) await keep(installation, "keys", folders.data);
    return server;
  } catch (error) {
    if (temporary) await rm(dataFolder, { recursive: true, force: true });
    throw error;
  }
}

/** A server name of the caller's own needs a TLS certificate of its own. */
function definesName(settings: MeshCentralOptions["settings"] = {}): boolean {
  return Object.keys(settings).some((name) => name.toLowerCase() === "cert");
}

interface ServerState extends MeshCentralOptions {
  readonly version: string;
  readonly dataFolder: string;
  readonly temporary: boolean;
  readonly folders: ServerFolders;
  readonly admin: Credentials;
}

class Server implements MeshCentralServer {
  readonly version: string;
  readonly admin: Credentials;
  readonly dataFolder: string;
  rootCertificate = "";
  #options: ServerState;
  #port = 0;
  #child: Child | undefined;
  #stopped = false;

  constructor(options: ServerState) {
    this.#options = options;
    this.version = options.version;
    this.admin = options.admin;
    this.dataFolder = options.dataFolder;
  }

  get url(): string {
    return `${this.#options.tls ? "https" : "http"}://127.0.0.1:${this.#port}`;
  }

  get webSocketUrl(): string {
    return this.url.replace("http", "ws");
  }

  get pid(): number | undefined {
    return this.#child?.running ? this.#child.pid : undefined;
  }

  output(): string {
    return this.#child?.output ?? "";
  }

  /** The first start: a port we chose may be taken before MeshCentral listens on it. */
  async start(): Promise<void> {
    const { port = 0, signal } = this.#options;
    for (let attempt = 1;; attempt++) {
      this.#port = port || await freePort();
      try {
        await this.#launch(signal);
        break;
      } catch (error) {
        const lostRace = error instanceof LauncherError && error.code === "port-in-use";
        if (!lostRace || port !== 0 || attempt === 5) throw error;
      }
    }
    const certificate = join(this.#options.folders.data, "root-cert-public.crt");
    this.rootCertificate = await readFile(certificate, "utf8");
  }

  async restart(): Promise<void> {
    await this.#end("SIGINT");
    await this.#launch();
  }

  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#end("SIGINT");
    if (this.#options.temporary) await rm(this.dataFolder, { recursive: true, force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #launch(signal?: AbortSignal): Promise<void> {
    if (this.#stopped) {
      throw new LauncherError("stopped", "This MeshCentral was stopped; start a new one.");
    }
    const { folders, tls = false, settings, domain, onProgress, onOutput, timeout = 120_000 } =
      this.#options;
    const config = meshCentralConfig({ port: this.#port, tls, settings, domain });
    await writeFile(join(folders.data, "config.json"), JSON.stringify(config, null, 2));
    onProgress?.(`Starting MeshCentral ${this.version} on ${this.url}`);
    const child = spawnMeshCentral(folders, [], (line) => {
      onOutput?.(line);
      if (/^(Generating|Installing|WARNING|ERROR)/.test(line)) onProgress?.(line);
    });
    this.#child = child;
    try {
      await waitUntilReady(child, { url: this.url, timeout, signal });
    } catch (error) {
      await child.end("SIGKILL").catch(() => {}); // an error that it never started is thrown below
      throw error;
    }
    onProgress?.(`MeshCentral ${this.version} answers on ${this.url}`);
  }

  async #end(signal: "SIGINT" | "SIGKILL"): Promise<void> {
    if (!this.#child?.running) return;
    // It answers a request before the change is in its database file, and does not wait for that
    // when it is asked to end.
    if (signal === "SIGINT") await sleep(100);
    await this.#child.end(signal);
  }
}
