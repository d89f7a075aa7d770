import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { runInNewContext } from "node:vm";
import {
  AgentHandshake,
  AgentTunnel,
  type ByteSource,
  Command,
  createAgentIdentity,
  createSelfSignedCertificate,
  decodeDesktop,
  decodeDownloadBlock,
  decodeFilesFrame,
  decodeMessage,
  decodeUploadBlock,
  derBitString,
  derContext,
  derInt,
  deriveNodeId,
  deriveServerHash,
  deriveServerId,
  derOctetString,
  derSeq,
  derSet,
  derTlv,
  DesktopViewer,
  encodeDesktop,
  encodeDownloadBlock,
  encodeMessage,
  encodeUploadBlock,
  FilesViewer,
  formatHexId,
  formatId,
  generateAgentKeyPair,
  pkcs1FromSpki,
  ServerHandshake,
  spkiFromCertificate,
  ViewerTunnel,
} from "./mod.ts";

const keyPair = await generateAgentKeyPair();
const spki = new Uint8Array(await crypto.subtle.exportKey("spki", keyPair.publicKey));
const server = await createAgentIdentity();
const { certificate } = server;
const hash = new Uint8Array(48).fill(3);
const screenSize = encodeDesktop({ type: "screenSize", width: 640, height: 480 });
const ok = () => true;

function agent(bytes: { serverHash: ByteSource; serverId: ByteSource; nonce: ByteSource }) {
  const info = { agentId: 1, agentVersion: 1, platformType: 1, capabilities: 0, meshId: hash };
  return new AgentHandshake({ identity: server, info, ...bytes });
}

function servingSide(bytes: { certificate: ByteSource; nonce: ByteSource }) {
  const { privateKey } = server;
  return new ServerHandshake({ privateKey, acceptServerHash: ok, acceptMesh: ok, ...bytes });
}

const REQUEST = agent({ serverHash: hash, serverId: hash, nonce: hash }).start()[0] ?? hash;

/** Every public function of the package that is given bytes: its name, the bytes, the call. */
const CALLS: readonly (readonly [string, Uint8Array, (bytes: ByteSource) => unknown])[] = [
  ["formatId", hash, formatId],
  ["formatHexId", hash, formatHexId],
  ["deriveNodeId", spki, (bytes) => deriveNodeId(bytes)],
  ["deriveNodeId of the SPKI form", spki, (bytes) => deriveNodeId(bytes, { form: "spki" })],
  ["deriveServerId", certificate, deriveServerId],
  ["deriveServerHash", certificate, (bytes) => deriveServerHash(bytes)],
  ["deriveServerHash of the key", certificate, (bytes) => deriveServerHash(bytes, "key")],
  ["spkiFromCertificate", certificate, spkiFromCertificate],
  ["pkcs1FromSpki", spki, pkcs1FromSpki],
  ["createSelfSignedCertificate's serialNumber", new Uint8Array([1, 2]), async (serialNumber) => {
    return (await createSelfSignedCertificate(keyPair, { serialNumber })).length;
  }],
  ["createSelfSignedCertificate's extensions", derSeq(), async (extension) => {
    return (await createSelfSignedCertificate(keyPair, {
      extensions: [extension],
      serialNumber: hash,
    })).length;
  }],
  ["derTlv", hash, (bytes) => derTlv(4, bytes)],
  ["derSeq", hash, (bytes) => derSeq(bytes)],
  ["derSet", hash, (bytes) => derSet(bytes)],
  ["derContext", hash, (bytes) => derContext(0, bytes)],
  ["derInt", hash, derInt],
  ["derBitString", hash, derBitString],
  ["derOctetString", hash, derOctetString],
  ["decodeMessage", REQUEST, (bytes) => decodeMessage(bytes, "agent")],
  [
    "encodeMessage of hashes",
    hash,
    (bytes) => encodeMessage({ command: Command.AuthRequest, serverHash: bytes, nonce: bytes }),
  ],
  [
    "encodeMessage of a certificate and a signature",
    hash,
    (bytes) => encodeMessage({ command: Command.AuthVerify, certificate: bytes, signature: bytes }),
  ],
  [
    "AgentHandshake's options",
    hash,
    (bytes) => agent({ serverHash: bytes, serverId: bytes, nonce: bytes }).start(),
  ],
  ["AgentHandshake.receive", REQUEST, async (bytes) => {
    const handshake = agent({ serverHash: hash, serverId: hash, nonce: hash });
    handshake.start();
    return (await handshake.receive(bytes)).length;
  }],
  ["ServerHandshake's options", certificate, async (bytes) => {
    const handshake = servingSide({ certificate: bytes, nonce: hash });
    return (await handshake.receive(REQUEST)).length;
  }],
  ["ServerHandshake's nonce", hash, async (nonce) => {
    return (await servingSide({ certificate, nonce }).receive(REQUEST)).length;
  }],
  ["ServerHandshake.receive", REQUEST, async (bytes) => {
    return (await servingSide({ certificate, nonce: hash }).receive(bytes)).length;
  }],
  ["decodeDesktop", screenSize, (bytes) => decodeDesktop(bytes, "agent")],
  ["encodeDesktop of a tile", hash, (image) => encodeDesktop({ type: "tile", x: 0, y: 0, image })],
  [
    "encodeDesktop of what is unknown",
    hash,
    (payload) => encodeDesktop({ type: "unknown", command: 99, payload }),
  ],
  ["DesktopViewer.receive", screenSize, (bytes) => new DesktopViewer().receive(bytes)],
  ["decodeFilesFrame", new Uint8Array([1, 2]), decodeFilesFrame],
  ["encodeUploadBlock", new Uint8Array([0, 2]), encodeUploadBlock],
  ["decodeUploadBlock", new Uint8Array([0, 2]), decodeUploadBlock],
  ["encodeDownloadBlock", hash, (bytes) => encodeDownloadBlock(bytes, true)],
  ["decodeDownloadBlock", hash, decodeDownloadBlock],
  ["FilesViewer.uploadBlock", hash, (bytes) => new FilesViewer().uploadBlock(bytes)],
  [
    "FilesViewer.receive",
    new TextEncoder().encode('{"action":"refresh"}'),
    (bytes) => new FilesViewer().receive(bytes),
  ],
  ["AgentTunnel.receive", new Uint8Array([0x63]), (bytes) => new AgentTunnel().receive(bytes)],
  [
    "ViewerTunnel.receive",
    new Uint8Array([0x63]),
    (bytes) => new ViewerTunnel({ protocol: 1 }).receive(bytes),
  ],
];

/** The same bytes in every form, each at an offset where a form can have one. */
function forms(bytes: Uint8Array): [string, ByteSource][] {
  const { length } = bytes;
  const around = new Uint8Array(length + 9);
  around.set(bytes, 4);
  const shared = new Uint8Array(new SharedArrayBuffer(length));
  shared.set(bytes);
  const foreign = runInNewContext("new ArrayBuffer(length)", { length });
  new Uint8Array(foreign).set(bytes);
  return [
    ["an ArrayBuffer", bytes.slice().buffer],
    ["an ArrayBuffer of another realm", foreign],
    ["a SharedArrayBuffer", shared.buffer],
    ["a DataView", new DataView(around.buffer, 4, length)],
    ["a Uint8ClampedArray", new Uint8ClampedArray(around.buffer, 4, length)],
    ["an Int8Array", new Int8Array(around.buffer, 4, length)],
    ["a Buffer", Buffer.from(around.buffer, 4, length)],
    ["a view of 16 bits", length % 2 === 0 ? new Uint16Array(around.buffer, 4, length / 2) : bytes],
  ];
}

for (const [name, bytes, call] of CALLS) {
  Deno.test(`${name} accepts bytes in every form of the web platform`, async () => {
    const expected = await call(bytes);
    // Deno's Web Crypto refuses shared memory, as browsers do.
    const hashed = /derive|ServerHandshake/.test(name);
    for (const [form, source] of forms(bytes)) {
      if (hashed && form === "a SharedArrayBuffer") continue;
      assert.deepEqual(await call(source), expected, form);
    }
  });

  Deno.test(`${name} says what it got instead of bytes`, async () => {
    const wrong: [unknown, RegExp][] = [
      [[1, 2, 3], /got Array$/],
      [null, /got Null$/],
      [7, /got Number$/],
      [new Blob([]), /got Blob$/],
      [{ length: 48 }, /got Object$/],
    ];
    for (const [value, message] of wrong) {
      // `null` and a number mean something else to some of them.
      if (/derInt|serialNumber/.test(name) && typeof value === "number") continue;
      if (value === null && /nonce|serialNumber|AgentHandshake's/.test(name)) continue;
      await assert.rejects(
        async () => await call(value as ByteSource),
        { name: "TypeError", message },
      );
    }
  });
}
