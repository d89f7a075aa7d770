import { createHash } from "node:crypto";
import { ApiProblem } from "../../api/client/mod.ts";
import { publicFetch } from "../deployment/public_fetch.ts";
import { PUBLIC_URL, publicClient, type Traffic, work } from "./operator.ts";
import { visitFiles } from "./tunnel_visit.ts";

/** Most bytes of an uploaded file. */
const LARGEST = 400_000;

/** Has everything going on at once while something else does; resolves when both have ended. */
export async function underTraffic(
  traffic: Omit<Traffic, "signal">,
  other: () => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const running = runTraffic({ ...traffic, signal: stop.signal });
  try {
    // A worker that fails ends the whole: that is a fault of its own, not a refusal.
    await Promise.race([other(), running]);
  } finally {
    stop.abort();
    await running;
  }
}

async function runTraffic(traffic: Traffic): Promise<void> {
  await Promise.all([
    logInAndOut(traffic),
    logInAndOut(traffic),
    read(traffic),
    read(traffic),
    writeUsers(traffic),
    writeGroups(traffic),
    writeNotes(traffic),
    runCommands(traffic),
    upload(traffic),
    upload(traffic),
    follow(traffic),
    follow(traffic),
    openTunnels(traffic),
    openTunnels(traffic),
  ]);
}

async function logInAndOut(traffic: Traffic): Promise<void> {
  await work(traffic, 1000, async (client) => {
    await traffic.ledger.send("GET /me", (signal) => client.request("GET /me", {}, { signal }));
    await traffic.ledger.send("logout", (signal) => client.logOut({ signal }));
  });
}

async function read({ ...traffic }: Traffic): Promise<void> {
  const { ledger, random } = traffic;
  await work(traffic, 150, async (client) => {
    const route =
      (["GET /devices", "GET /users", "GET /device-groups"] as const)[random.between(0, 3)];
    await ledger.send("read", (signal) => client.request(route ?? "GET /devices", {}, { signal }));
  });
}

async function writeUsers(traffic: Traffic): Promise<void> {
  const { ledger, random } = traffic;
  let count = 0;
  await work(traffic, 500, async (client) => {
    const username = `${ledger.prefix}u${count++}`;
    const input = { username, password: crypto.randomUUID() };
    const made = await ledger.write(
      "user",
      username,
      (signal) => client.request("POST /users", input, { signal }),
    );
    if (!made || random.next() < 0.7) return;
    await ledger.write(
      "removal",
      username,
      (signal) => client.request("DELETE /users/:userid", { userid: username }, { signal }),
    );
  });
}

async function writeGroups(traffic: Traffic): Promise<void> {
  let count = 0;
  await work(traffic, 700, async (client) => {
    const name = `${traffic.ledger.prefix}g${count++}`;
    await traffic.ledger.write(
      "group",
      name,
      (signal) => client.request("POST /device-groups", { name }, { signal }),
    );
  });
}

/** One text that only grows: a later one replaces an earlier one. */
async function writeNotes(traffic: Traffic): Promise<void> {
  const { ledger, deviceId: id } = traffic;
  await work(traffic, 400, async (client) => {
    const number = ++ledger.note.sent;
    const done = await ledger.send("note", async (signal) => {
      await client.request("PUT /devices/:id/notes", { id, text: String(number) }, { signal });
      return true;
    });
    if (done) ledger.note.acknowledged = number;
  });
}

async function runCommands(traffic: Traffic): Promise<void> {
  const { ledger, deviceId: id } = traffic;
  let count = 0;
  await work(traffic, 400, async (client) => {
    const command = `${ledger.prefix}c${count++}`;
    await ledger.write("command", command, async (signal) => {
      const input = { id, command, wait: true };
      const { output } = await client.request("POST /devices/:id/commands", input, { signal });
      if (output !== `ran ${command}`) throw new Error(`${command} was answered by: ${output}`);
    });
  });
}

async function upload(traffic: Traffic): Promise<void> {
  const { ledger, random, deployment, deviceId } = traffic;
  const fetch = publicFetch(deployment.door);
  await work(traffic, 600, async (client) => {
    const path = `${crypto.randomUUID()}.bin`;
    const content = new Uint8Array(random.between(1, LARGEST)).fill(random.between(0, 256));
    ledger.contents.set(path, createHash("sha256").update(content).digest("hex"));
    await ledger.write("upload", path, async (signal) => {
      const device = `${PUBLIC_URL}/devices/${encodeURIComponent(deviceId)}`;
      const response = await fetch(
        new Request(`${device}/files/content?path=${path}`, {
          method: "PUT",
          body: content,
          signal,
          headers: {
            authorization: `Bearer ${client.token}`,
            "content-length": String(content.length),
          },
        }),
      );
      const text = await response.text();
      if (response.status === 201) return;
      throw new ApiProblem(response.status, text.startsWith("{") ? JSON.parse(text) : undefined);
    });
  });
}

async function follow(traffic: Traffic): Promise<void> {
  const { deployment, ledger, signal } = traffic;
  const { streams } = ledger;
  const client = publicClient(deployment);
  await work(traffic, 500, async ({ token }) => {
    client.token = token;
    try {
      for await (const { kind } of client.events({ signal })) {
        if (kind === "event") streams.events++;
        if (kind === "reset") streams.resets++;
        if (kind === "offline") streams.offline++;
      }
    } catch (error) {
      streams.ended++;
      throw error;
    }
  });
}

async function openTunnels(traffic: Traffic): Promise<void> {
  const { ledger, random, deployment, deviceId: id } = traffic;
  await work(traffic, 400, async (client) => {
    const answer = await ledger.send(
      "ticket",
      (signal) => client.request("POST /devices/:id/tunnel", { id, protocol: "files" }, { signal }),
    );
    if (answer === undefined) return;
    const url = `${PUBLIC_URL.replace("http", "ws")}/devices/${encodeURIComponent(id)}/tunnel`;
    const stay = random.between(100, 3_000);
    const end = await ledger.send(
      "tunnel",
      () => visitFiles(deployment.door, url, answer.ticket, stay),
    );
    ledger.tunnels[end ?? "refused"]++;
  });
}
