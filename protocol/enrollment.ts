/**
 * Enrolment files: where an agent connects, which device group it joins, and what it may trust.
 *
 * @module
 */
import { channelPath } from "./channel_path.ts";
import { ProtocolError } from "./errors.ts";
import { formatHexId, formatId, parseId } from "./ids.ts";
import { parseJson } from "./parse_json.ts";

/** What an agent must know before it can enrol. Ids are in their canonical form. */
export interface Enrollment {
  /** `wss://host[:port]/[domain/]agent.ashx`; `ws:` only makes sense on loopback. */
  readonly server: string;
  /** 64 characters. It is what lets a device in: treat it as a secret. */
  readonly meshId: string;
  /** The device group's name, to show to a person. */
  readonly meshName?: string;
  /**
   * 96 lower-case hex digits: SHA-384 of the TLS certificate that the server (or the proxy in
   * front of it) shows; or `"unchecked"`. A browser cannot see it, so it has to be told.
   */
  readonly serverHash?: string;
  /** 96 lower-case hex digits: the key of the server's agent certificate. */
  readonly serverId?: string;
}

/** `serverHash` of an agent whose server has `ignoreAgentHashCheck`: 48 zero bytes are sent. */
export const UNCHECKED = "unchecked";

/**
 * An enrolment from the text of a JSON enrolment file or of a `.msh` file.
 *
 * @param text JSON with the members of {@linkcode Enrollment}, or `.msh` lines. Ids in any form
 * that {@linkcode parseId} takes.
 * @throws {ProtocolError} `bad-enrollment`, naming what is missing or wrong.
 *
 * @example
 * ```ts
 * import { parseEnrollment } from "@cs/meshcentral/protocol";
 * import assert from "node:assert/strict";
 *
 * const enrollment = parseEnrollment(JSON.stringify({
 *   server: "wss://mesh.example.com",
 *   meshId: "0x" + "00".repeat(48),
 * }));
 * assert.equal(enrollment.server, "wss://mesh.example.com/agent.ashx");
 * assert.equal(enrollment.meshId, "A".repeat(64));
 * ```
 */
export function parseEnrollment(text: string): Enrollment {
  return /^\s*\{/.test(text) ? normalizeEnrollment(readJson(text)) : parseMsh(text);
}

/**
 * An enrolment from the text of a MeshCentral `.msh` file: lines `Key=Value`, of which
 * `MeshServer`, `MeshID`, `MeshName` and `ServerID` are read, and `ServerHash`, which only this
 * library writes. Other keys belong to the native agent and are left aside.
 *
 * @throws {ProtocolError} `bad-enrollment`.
 */
export function parseMsh(text: string): Enrollment {
  const values = new Map<string, string>();
  for (const line of text.split(/\r\n|\r|\n/)) {
    const [, key, value] = /^\s*([^=\s]+)\s*=(.*)$/s.exec(line) ?? [];
    if (key !== undefined && value !== undefined) values.set(key.toLowerCase(), value.trim());
  }
  if (values.size === 0) {
    throw new ProtocolError(
      "bad-enrollment",
      "this is neither JSON nor a .msh file: no Key=Value line",
    );
  }
  return normalizeEnrollment({
    server: values.get("meshserver"),
    meshId: values.get("meshid"),
    meshName: values.get("meshname"),
    serverHash: values.get("serverhash"),
    serverId: values.get("serverid"),
  });
}

/**
 * The text of a `.msh` file, as MeshCentral writes it (`webserver.js`), for a native agent. The
 * server hash is added as `ServerHash` when it is known; a native agent reads it from TLS itself.
 *
 * @example
 * ```ts
 * import { formatMsh, parseMsh } from "@cs/meshcentral/protocol";
 * import assert from "node:assert/strict";
 *
 * const enrollment = {
 *   server: "wss://mesh.example.com/agent.ashx",
 *   meshId: "A".repeat(64),
 *   meshName: "Kiosks",
 * };
 * assert.deepEqual(parseMsh(formatMsh(enrollment)), enrollment);
 * ```
 */
export function formatMsh(enrollment: Enrollment): string {
  const upperHex = (id: string) => formatHexId(parseId(id)).toUpperCase();
  const { server, meshId, meshName, serverHash, serverId } = normalizeEnrollment({ ...enrollment });
  const lines = [
    meshName === undefined ? [] : [`MeshName=${meshName}`],
    "MeshType=2",
    `MeshID=0x${upperHex(meshId)}`,
    serverId === undefined ? [] : [`ServerID=${upperHex(serverId)}`],
    `MeshServer=${server}`,
    serverHash === undefined
      ? []
      : [`ServerHash=${serverHash === UNCHECKED ? UNCHECKED : upperHex(serverHash)}`],
  ];
  return lines.flat().join("\r\n") + "\r\n";
}

/**
 * The URL of the agent channel: `http(s)` becomes `ws(s)`, and `/agent.ashx` is added to the path
 * of a server or of one of its domains. A user name and a password in the URL are left out.
 *
 * @throws {ProtocolError} `bad-enrollment` when it is no such URL.
 *
 * @example
 * ```ts
 * import { agentUrl } from "@cs/meshcentral/protocol";
 * import assert from "node:assert/strict";
 *
 * assert.equal(agentUrl("mesh.example.com"), "wss://mesh.example.com/agent.ashx");
 * assert.equal(agentUrl("https://a.example/customer"), "wss://a.example/customer/agent.ashx");
 * ```
 */
export function agentUrl(server: string): string {
  const text = server.includes("://") ? server.replace(/^http/i, "ws") : `wss://${server}`;
  // `URL.parse`, which does not throw, is younger than Node 20.
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^wss?:$/.test(url.protocol)) {
    throw new ProtocolError("bad-enrollment", "not the address of a server: wss://host[:port]");
  }
  return url.origin + channelPath(url.pathname, "agent.ashx") + url.search;
}

function readJson(text: string): Record<string, unknown> {
  const values = parseJson(text.trim()); // without a byte order mark
  if (values !== undefined) return values as Record<string, unknown>;
  // It does not quote the text, which holds the mesh id.
  throw new ProtocolError("bad-enrollment", "the enrolment is not valid JSON");
}

/**
 * An enrolment with every id in its canonical form, from values in any form.
 *
 * @throws {ProtocolError} `bad-enrollment`, naming what is missing or wrong.
 */
export function normalizeEnrollment(values: Readonly<Record<string, unknown>>): Enrollment {
  const meshName = optionalText(values, "meshName");
  const serverHash = optionalText(values, "serverHash");
  const serverId = optionalText(values, "serverId");
  return {
    server: named("server", agentUrl, requiredText(values, "server")),
    meshId: formatId(named("meshId", parseId, requiredText(values, "meshId"))),
    ...(meshName === undefined ? {} : { meshName }),
    ...(serverHash === undefined ? {} : {
      serverHash: serverHash === UNCHECKED
        ? UNCHECKED
        : formatHexId(named("serverHash", parseId, serverHash)),
    }),
    ...(serverId === undefined
      ? {}
      : { serverId: formatHexId(named("serverId", parseId, serverId)) }),
  };
}

/** Says in which field a reader found something wrong. */
function named<T>(field: string, read: (text: string) => T, text: string): T {
  try {
    return read(text);
  } catch (cause) {
    throw wrong(field, `is wrong: ${(cause as Error).message}`, cause);
  }
}

function requiredText(values: Readonly<Record<string, unknown>>, field: string): string {
  const text = optionalText(values, field);
  if (text === undefined) {
    throw wrong(field, `is missing (in a .msh file: ${MSH_KEYS[field] ?? field})`);
  }
  return text;
}

const MSH_KEYS: Readonly<Record<string, string>> = { server: "MeshServer", meshId: "MeshID" };

function optionalText(
  values: Readonly<Record<string, unknown>>,
  field: string,
): string | undefined {
  const value = values[field] ?? "";
  if (typeof value !== "string") throw wrong(field, "is not text");
  // A line break would let one value add lines to a .msh file.
  if (/[\r\n]/.test(value)) throw wrong(field, "has a line break");
  return value.trim() || undefined;
}

function wrong(field: string, what: string, cause?: unknown): ProtocolError {
  return new ProtocolError("bad-enrollment", `the enrolment's ${field} ${what}`, { cause });
}
