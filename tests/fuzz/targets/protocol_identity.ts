import assert from "node:assert/strict";
import {
  agentUrl,
  deriveNodeId,
  deriveServerHash,
  deriveServerId,
  formatMsh,
  normalizeEnrollment,
  parseEnrollment,
  parseId,
  parseMsh,
  pkcs1FromSpki,
  ProtocolError,
  spkiFromCertificate,
} from "../../../protocol/mod.ts";
import { expectBytes, expectFields, orProtocolError, orRejected } from "../expect.ts";
import { bytesOf, textOf } from "../frame.ts";
import { recorded } from "../seeds.ts";
import { type FuzzTarget, single } from "../target.ts";

const ID = "0123456789abcdef".repeat(4);
const HEX = "0123456789abcdef".repeat(6);
const ENROLLMENT = {
  server: "wss://mesh.example.com/customer/agent.ashx",
  meshId: "A".repeat(62) + "@$",
  meshName: "Kiosks",
  serverHash: HEX,
  serverId: HEX.toUpperCase(),
};
const FILES = [
  JSON.stringify(ENROLLMENT),
  formatMsh(ENROLLMENT),
  `MeshServer=local\nMeshID=0x${ID}\nServerHash=unchecked\n`,
];
const ENROLLMENT_FIELDS = {
  server: "string",
  meshId: "string",
  "meshName?": "string",
  "serverHash?": "string",
  "serverId?": "string",
} as const;

/** Certificates of both agents and of the server, as AUTH_VERIFY has them. */
const certificates = (["agent", "server"] as const)
  .flatMap((from) => recorded(`agent_channel/${from}`))
  .filter((frame) => typeof frame !== "string" && frame[0] === 0 && frame[1] === 2)
  .map((frame) => {
    const bytes = bytesOf(frame);
    return bytes.slice(4, 4 + (bytes[2] ?? 0) * 256 + (bytes[3] ?? 0));
  });
const keys = certificates.map((certificate) => spkiFromCertificate(certificate));

/** Ids, enrolment files and certificates. */
export const protocolIdentity: readonly FuzzTarget[] = [
  {
    name: "protocol parseEnrollment",
    covers: ["parseEnrollment", "parseMsh", "agentUrl", "normalizeEnrollment"],
    seeds: single(FILES),
    most: 1,
    inputs: 200_000,
    run([frame = ""]) {
      const text = textOf(frame);
      for (const read of [parseEnrollment, parseMsh]) {
        const enrollment = orProtocolError(() => read(text));
        if (enrollment === undefined) continue;
        expectFields(enrollment, ENROLLMENT_FIELDS);
        // A file of ours says the same.
        const again = parseMsh(formatMsh(enrollment));
        if (JSON.stringify(again) !== JSON.stringify(enrollment)) {
          assert.deepEqual(again, enrollment);
        }
      }
    },
  },
  {
    name: "protocol normalizeEnrollment",
    covers: ["normalizeEnrollment"],
    seeds: single([JSON.stringify(ENROLLMENT)]),
    most: 1,
    run([frame = ""]) {
      let values: unknown;
      try {
        values = JSON.parse(textOf(frame));
      } catch {
        return;
      }
      if (typeof values !== "object" || values === null) return;
      const enrollment = orProtocolError(() => normalizeEnrollment(values as never));
      if (enrollment !== undefined) expectFields(enrollment, ENROLLMENT_FIELDS);
    },
  },
  {
    name: "protocol agentUrl",
    covers: ["agentUrl"],
    seeds: single([
      "mesh.example.com",
      "https://a.example:444/customer?key=x",
      "wss://user:pass@[::1]:1/agent.ashx#x",
      "http://a.example/control.ashx//",
    ]),
    most: 1,
    run([frame = ""]) {
      const url = orProtocolError(() => agentUrl(textOf(frame)));
      if (url !== undefined && !/^wss?:\/\/[^/]+\/.*agent\.ashx/.test(url)) assert.fail(url);
    },
  },
  {
    name: "protocol parseId",
    covers: ["parseId"],
    seeds: single([ENROLLMENT.meshId, `mesh//${ENROLLMENT.meshId}`, HEX, `0x${ID}`, ` 0x${HEX}\n`]),
    most: 1,
    run([frame = ""]) {
      const id = orProtocolError(() => parseId(textOf(frame)));
      if (id !== undefined && id.length !== 48) assert.fail(`${id.length} bytes`);
    },
  },
  {
    name: "protocol certificates",
    covers: ["spkiFromCertificate", "pkcs1FromSpki"],
    seeds: single([...certificates, ...keys]),
    most: 1,
    run([frame = ""]) {
      const bytes = bytesOf(frame);
      const spki = orProtocolError(() => spkiFromCertificate(bytes));
      if (spki !== undefined) expectBytes(spki);
      const key = orProtocolError(() => pkcs1FromSpki(spki ?? bytes));
      if (key !== undefined) expectBytes(key);
    },
  },
  {
    name: "protocol derived ids",
    covers: ["deriveNodeId", "deriveServerId", "deriveServerHash"],
    seeds: single([...certificates, ...keys]),
    most: 1,
    inputs: 100_000,
    async run([frame = ""]) {
      const bytes = bytesOf(frame);
      const documented = (error: unknown) => error instanceof ProtocolError;
      const nodeId = await orRejected(() => deriveNodeId(bytes), documented);
      if (nodeId !== undefined) assert.match(nodeId, /^[A-Za-z0-9@$]{64}$/);
      for (const derive of [deriveServerId, deriveServerHash]) {
        const hash = await orRejected(() => derive(bytes), documented);
        if (hash !== undefined) assert.equal(hash.length, 48);
      }
    },
  },
];
