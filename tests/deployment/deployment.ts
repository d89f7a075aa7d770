/**
 * The production layout of `examples/deploy` on loopback, without containers: nginx with TLS, two
 * instances of the API, Redis, MeshCentral on PostgreSQL, console and agent page on names of their own.
 *
 * @module
 */
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ControlClient } from "../../control/mod.ts";
import { freePort } from "../../launcher/meshcentral/free_port.ts";
import { type Enrollment, normalizeEnrollment } from "../../protocol/mod.ts";
import { wsTransport } from "../../transport/ws.ts";
import { createTlsFiles } from "../tls_files.ts";
import { putFiles } from "./files.ts";
import type { Places } from "./layout.ts";
import { type PostgresServer, startPostgres } from "./postgres.ts";
import type { PublicDoor } from "./public_fetch.ts";
import { answers, nginxService, redisService, runOnce, unitService } from "./services.ts";
import type { SupervisedService } from "./supervised.ts";
import { readEnvironmentFile, readUnit } from "./unit_file.ts";

const NAMES = ["mesh.example.com", "console.example.com", "agents.example.com"];

/** Everything is up. */
export interface Deployment extends AsyncDisposable {
  readonly places: Places;
  /** How clients reach the three names. */
  readonly door: PublicDoor;
  /** SHA-256 of the certificate's public key, in base64. */
  readonly keyHash: string;
  /** A full administrator of MeshCentral. */
  readonly admin: { readonly username: string; readonly password: string };
  readonly postgres: PostgresServer;
  readonly redis: SupervisedService;
  readonly nginx: SupervisedService;
  readonly meshcentral: SupervisedService;
  readonly api: readonly [SupervisedService, SupervisedService];
  /** A new operator connection, straight to MeshCentral. */
  operator(): Promise<ControlClient>;
  /** Creates a device group; what an agent needs to join it by the public name. */
  enrollment(group: string): Promise<Required<Enrollment>>;
}

/**
 * Brings it up in the order of docs/deploy.md. `dist/` must have been built.
 *
 * @param options.installed The API is installed from the packed tarball, which takes half a minute.
 */
export async function startDeployment(
  { installed = false }: { readonly installed?: boolean } = {},
): Promise<Deployment> {
  await using parts = new AsyncDisposableStack();
  const root = await mkdtemp(join(tmpdir(), "cs-deployment-"));
  parts.defer(() => rm(root, { recursive: true, force: true }));
  await chmod(root, 0o755); // nginx's and PostgreSQL's accounts read below it
  const ports = await freePorts();
  const places: Places = {
    root,
    ports,
    jwtSecret: crypto.randomUUID() + crypto.randomUUID(),
    databasePassword: crypto.randomUUID(),
  };
  const tls = parts.use(await createTlsFiles(NAMES));
  await putFiles(places, tls, installed);

  const { databasePassword } = places;
  const postgres = parts.use(
    await startPostgres({ port: ports.postgres, role: "meshcentral", password: databasePassword }),
  );
  const start = async (service: SupervisedService) => {
    parts.use(service);
    await service.start();
    return service;
  };
  const redis = await start(redisService(places));
  const nginx = await start(nginxService(places));

  const readInstalled = async (name: string, instance?: string) =>
    readUnit(await readFile(join(root, "etc/systemd/system", name), "utf8"), instance);
  const unit = await readInstalled("meshcentral.service");
  const admin = { username: "admin", password: crypto.randomUUID() };
  await runOnce(unit, { CREATEACCOUNT: admin.username, PASS: admin.password });
  await runOnce(unit, { ADMINACCOUNT: admin.username });
  const meshUrl = `http://127.0.0.1:${ports.meshcentral}`;
  const meshcentral = await start(
    unitService("meshcentral", unit, {}, () => answers(`${meshUrl}/health.ashx`)),
  );

  const instance = async (port: number) => {
    const unit = await readInstalled("cs-api@.service", String(port));
    const files = await Promise.all(unit.environmentFiles.map((file) => readFile(file, "utf8")));
    const env = Object.assign({}, ...files.map(readEnvironmentFile));
    const live = `http://127.0.0.1:${port}/health?live`;
    return await start(unitService(`cs-api@${port}`, unit, env, () => answers(live)));
  };
  const api = await Promise.all(ports.api.map(instance)) as [SupervisedService, SupervisedService];

  const operator = () =>
    ControlClient.connect({
      url: meshUrl.replace("http", "ws"),
      ...admin,
      login: "header",
      webSocket: wsTransport(),
    });
  const started = parts.move();
  return {
    places,
    door: { ca: tls.pem, port: ports.https },
    keyHash: tls.keyHash,
    admin,
    postgres,
    redis,
    nginx,
    meshcentral,
    api,
    operator,
    enrollment: async (group) => {
      await using client = await operator();
      const { id, name } = await client.addDeviceGroup(group);
      return normalizeEnrollment({
        server: "wss://mesh.example.com",
        meshId: id,
        meshName: name,
        serverId: client.serverInfo.agentCertHash,
        serverHash: client.serverInfo.tlshash,
      }) as Required<Enrollment>;
    },
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}

async function freePorts(): Promise<Places["ports"]> {
  const ports: number[] = [];
  while (ports.length < 7) {
    const port = await freePort();
    if (!ports.includes(port)) ports.push(port);
  }
  const [https = 0, http = 0, meshcentral = 0, postgres = 0, redis = 0, one = 0, two = 0] = ports;
  return { https, http, meshcentral, postgres, redis, api: [one, two] };
}
