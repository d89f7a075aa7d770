import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { BrowserAgent } from "../agent/mod.ts";
import { createAgentIdentity } from "../protocol/mod.ts";
import { wsTransport } from "../transport/ws.ts";

const MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455

const identity = await createAgentIdentity();

/** The header of an unmasked frame that announces `size` bytes. */
function frameHeader(opcode: number, size: number): Buffer {
  const header = Buffer.alloc(10);
  header[0] = 0x80 | opcode;
  header[1] = 127;
  header.writeBigUInt64BE(BigInt(size), 2);
  return header;
}

for (const [what, opcode] of [["binary", 2], ["text", 1]] as const) {
  for (const size of [16 * 2 ** 20 + 1, 100_000_000, 2 ** 40]) {
    Deno.test(`wsTransport refuses a ${what} frame of ${size} bytes by its header alone`, async () => {
      const server = createServer().listen(0, "127.0.0.1");
      server.on("upgrade", ({ headers }, socket) => {
        const accept = createHash("sha1").update(headers["sec-websocket-key"] + MAGIC)
          .digest("base64");
        socket.write(
          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
            `Sec-WebSocket-Accept: ${accept}\r\n\r\n`,
        );
        // Once the agent speaks; and nothing of the frame's content.
        socket.once("data", () => socket.write(frameHeader(opcode, size)));
        socket.on("error", () => {});
      });
      await once(server, "listening");
      const agent = new BrowserAgent({
        server: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
        meshId: "0x" + "00".repeat(48),
        serverHash: "unchecked",
        trustAnyServer: true,
        identity: { load: () => Promise.resolve(identity) },
        webSocket: wsTransport(),
      });
      await assert.rejects(agent.connect(), {
        code: "connection-closed",
        message: /Max payload size exceeded|1006|1009/,
      });
      server.closeAllConnections();
      server.close();
    });
  }
}
