import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../launcher/meshcentral/free_port.ts";

/** A real nginx that terminates TLS in front of a plain server on loopback. */
export interface Nginx extends AsyncDisposable {
  readonly port: number;
}

/** What nginx is started with. */
export interface NginxOptions {
  readonly backendPort: number;
  /** Serve `examples/nginx.conf`, with the API at this port; else MeshCentral alone. */
  readonly apiPort?: number;
  /** Files with the TLS certificate and its key, PEM. */
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly port?: number;
}

/** Starts nginx with a configuration as one writes it for MeshCentral. */
export async function startNginx(options: NginxOptions): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), "cs-nginx-"));
  const port = options.port ?? await freePort();
  const configuration = join(folder, "nginx.conf");
  await writeFile(
    configuration,
    surroundings(
      folder,
      options.apiPort === undefined
        ? serverBlock(port, options)
        : await exampleBlock(port, { ...options, apiPort: options.apiPort }),
    ),
  );
  const child = spawn("nginx", ["-c", configuration, "-e", join(folder, "error.log")], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { PATH: "/usr/sbin:/usr/local/sbin:/usr/local/bin:/usr/bin:/bin" },
  });
  let problems = "";
  child.stderr.on("data", (data) => problems += data);
  const exited = once(child, "exit");
  while (!await accepts(port)) {
    if (child.exitCode !== null) throw new Error(`nginx did not start:\n${problems}`);
    await sleep(20);
  }
  return {
    port,
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await exited;
      await rm(folder, { recursive: true });
    },
  };
}

/** What a system's own nginx.conf has around a site. */
function surroundings(folder: string, site: string): string {
  return `daemon off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events {}
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
${site}
}
`;
}

/** The example, with only names, ports and files changed. */
async function exampleBlock(
  port: number,
  { backendPort, apiPort, certificateFile, keyFile }: NginxOptions & { readonly apiPort: number },
): Promise<string> {
  const example = await readFile(new URL("../examples/nginx.conf", import.meta.url), "utf8");
  const changes = [
    ["listen 443 ssl", `listen 127.0.0.1:${port} ssl`],
    ["server_name mesh.example.com", "server_name localhost 127.0.0.1"],
    ["/etc/ssl/mesh.example.com.pem", certificateFile],
    ["/etc/ssl/mesh.example.com.key", keyFile],
    ["http://127.0.0.1:3001$", `http://127.0.0.1:${apiPort}$`],
    ["http://127.0.0.1:8443;", `http://127.0.0.1:${backendPort};`],
  ] as const;
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`examples/nginx.conf has no "${from}"`);
    return text.replace(from, () => to);
  }, example);
}

function serverBlock(
  port: number,
  { backendPort, certificateFile, keyFile }: NginxOptions,
): string {
  return `  map $http_upgrade $connection_upgrade { default upgrade; "" close; }
  server {
    listen 127.0.0.1:${port} ssl;
    ssl_certificate ${certificateFile};
    ssl_certificate_key ${keyFile};
    location / {
      proxy_pass http://127.0.0.1:${backendPort};
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_read_timeout 360s;
      proxy_send_timeout 360s;
    }
  }`;
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  const accepted = await Promise.race([
    once(socket, "connect").then(() => true),
    once(socket, "error").then(() => false),
  ]).catch(() => false);
  socket.destroy();
  return accepted;
}
