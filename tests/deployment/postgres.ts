import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { chown, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { guardGroup } from "./guard.ts";

const VERSIONS = "/usr/lib/postgresql";
const run = promisify(execFile);

/** A real PostgreSQL on loopback whose data is deleted at the end. */
export interface PostgresServer extends AsyncDisposable {
  readonly port: number;
  /** Its first process, the parent of all the others. */
  readonly pid: number;
  /** Rows of a query in the role's database, as lines. */
  query(statement: string): Promise<string>;
}

/** Where Debian has its programs; undefined while they are not installed. */
export function postgresPrograms(): string | undefined {
  try {
    const newest = readdirSync(VERSIONS).sort((a, b) => Number(b) - Number(a))[0];
    return newest && join(VERSIONS, newest, "bin");
  } catch {
    return undefined;
  }
}

/**
 * Starts it, and creates a role and a database of its own, as docs/deploy.md does with the system's.
 * PostgreSQL refuses to run as root: then it runs as `postgres`, the account of the Debian package.
 */
export async function startPostgres(
  options: { readonly port: number; readonly role: string; readonly password: string },
): Promise<PostgresServer> {
  const programs = postgresPrograms();
  if (programs === undefined) throw new Error("no PostgreSQL: run `npm test`, it installs one");
  const { port, role, password } = options;
  const owner = await serverAccount();
  const folder = await mkdtemp(join(tmpdir(), "cs-postgres-"));
  if (owner !== undefined) await chown(folder, owner.uid, owner.gid);
  const spawnOptions = { cwd: folder, env: { PATH: programs, LC_ALL: "C" }, ...owner };
  const data = join(folder, "data");
  const authentication = "--auth-local=trust --auth-host=scram-sha-256".split(" ");
  await run(
    join(programs, "initdb"),
    ["-D", data, "-U", "postgres", ...authentication, "--no-sync", "--encoding=UTF8"],
    spawnOptions,
  );
  const child = spawn(
    join(programs, "postgres"),
    ["-D", data, "-p", `${port}`, "-c", "listen_addresses=127.0.0.1", "-k", folder],
    { ...spawnOptions, stdio: ["ignore", "ignore", "pipe"], detached: true },
  );
  const guard = guardGroup(child.pid ?? 0);
  let output = "";
  child.stderr.on("data", (text) => output = (output + text).slice(-10_000));
  const exited = once(child, "exit");
  const query = async (statement: string, database: string) => {
    const place = ["-h", folder, "-p", `${port}`, "-U", "postgres", "-d", database];
    const program = join(programs, "psql");
    return (await run(program, [...place, "-XAtc", statement], spawnOptions)).stdout.trim();
  };
  const ready = ["-h", folder, "-p", `${port}`];
  while (!await run(join(programs, "pg_isready"), ready, spawnOptions).catch(() => undefined)) {
    if (child.exitCode !== null) throw new Error(`PostgreSQL did not start:\n${output}`);
    await sleep(50);
  }
  await query(`CREATE ROLE ${role} LOGIN PASSWORD '${password}'`, "postgres");
  await query(`CREATE DATABASE ${role} OWNER ${role}`, "postgres");
  return {
    port,
    pid: child.pid ?? 0,
    query: (statement) => query(statement, role),
    async [Symbol.asyncDispose]() {
      child.kill("SIGINT"); // its fast shutdown: clients are cut off
      await exited;
      guard[Symbol.dispose]();
      await rm(folder, { recursive: true });
    },
  };
}

/** The account that it runs as; undefined: that of this process. */
async function serverAccount(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const line = (await readFile("/etc/passwd", "utf8")).split("\n")
    .find((line) => line.startsWith("postgres:"));
  const [, , uid, gid] = line?.split(":") ?? [];
  if (uid === undefined) throw new Error("There is no account `postgres`. Install postgresql.");
  return { uid: Number(uid), gid: Number(gid) };
}
