/**
 * The files of `examples/deploy` for this machine: what the test replaces in them stands here, and
 * nothing else is replaced.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const DEPLOY = fileURLToPath(new URL("../../examples/deploy/", import.meta.url));

/** Where the parts of a deployment are on this machine. */
export interface Places {
  /** What the paths of the files begin with. */
  readonly root: string;
  readonly ports: {
    readonly https: number;
    readonly http: number;
    readonly meshcentral: number;
    readonly postgres: number;
    readonly redis: number;
    readonly api: readonly [number, number];
  };
  readonly jwtSecret: string;
  readonly databasePassword: string;
}

type Replacement = readonly [from: string, to: string];

/** Per file of `examples/deploy`. Each has to occur in it. */
function replacements({ root, ports, jwtSecret, databasePassword }: Places) {
  const loopback = "127.0.0.1";
  return {
    "nginx.conf": [
      ["listen 443", `listen ${loopback}:${ports.https}`],
      ["listen 80", `listen ${loopback}:${ports.http}`],
      // As the file says: without containers, the names are 127.0.0.1.
      ["meshcentral:8443", `${loopback}:${ports.meshcentral}`],
      ["api-1:3001", `${loopback}:${ports.api[0]}`],
      ["api-2:3002", `${loopback}:${ports.api[1]}`],
      ["/etc/ssl/cs/", `${root}/etc/ssl/cs/`],
      ["/srv/", `${root}/srv/`],
    ],
    "redis.conf": [],
    "cs-api.env": [
      ["127.0.0.1:8443", `${loopback}:${ports.meshcentral}`],
      ["127.0.0.1:6379", `${loopback}:${ports.redis}`],
      ["JWT_SECRET=", `JWT_SECRET=${jwtSecret}`],
    ],
    "systemd/cs-api@.service": [
      ["EnvironmentFile=/etc/", `EnvironmentFile=${root}/etc/`],
      ["/opt/", `${root}/opt/`],
    ],
    "systemd/meshcentral.service": [["/opt/", `${root}/opt/`]],
    "meshcentral/config.systemd.json": [
      ['"port": 8443', `"port": ${ports.meshcentral}`],
      ['"port": 5432', `"port": ${ports.postgres}`],
      ["the one that you gave to createuser", databasePassword],
      // The name is in no DNS. MeshCentral asks for it by SNI all the same.
      ["https://mesh.example.com/", `https://${loopback}:${ports.https}/`],
      // A machine without a network: no public STUN and time servers, no question to npm.
      [
        '"webRTC": false',
        '"webRTC": false, "webRTCConfig": { "iceServers": [] }, "npmPath": "false", ' +
        '"agentTimeStampServer": false, "autoBackup": false',
      ],
    ],
  } satisfies Readonly<Record<string, readonly Replacement[]>>;
}

/** A file of `examples/deploy`. */
export type DeployFile = keyof ReturnType<typeof replacements>;

/** Reads a file of `examples/deploy` for these places. */
export async function deployFile(name: DeployFile, places: Places): Promise<string> {
  const changes: readonly Replacement[] = replacements(places)[name];
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`examples/deploy/${name} has no "${from}"`);
    return text.replaceAll(from, () => to);
  }, await readFile(join(DEPLOY, name), "utf8"));
}
