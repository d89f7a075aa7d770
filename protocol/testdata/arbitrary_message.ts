import fc from "fast-check";
import { Command, type JsonObject, type Message, type Sender } from "../mod.ts";

const u16 = fc.integer({ min: 0, max: 0xffff });
const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
const hash = fc.uint8Array({ minLength: 48, maxLength: 48 });
const bytes = fc.uint8Array({ maxLength: 600 });
/** A text field ends without NULs: that is how the native agent's are told from the text. */
const text = fc.string({ unit: "grapheme" }).filter((value) => !value.endsWith("\0"));
const name = fc.string({ unit: "grapheme", maxLength: 100 });
/** As JSON has them: -0 is written as 0. */
const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)));
const object = fc.dictionary(fc.string(), json, { noNullPrototype: true }) as fc.Arbitrary<
  JsonObject
>;

/** `hash` is there or is not; a member that is `undefined` is none of a decoded message. */
const maybeHash = fc.oneof(fc.constant({}), record({ hash }));

/** Objects with the prototype that decoded ones have. */
function record<T>(
  fields: { readonly [K in keyof T]: fc.Arbitrary<T[K]> },
  optional: readonly (keyof T & string)[] = [],
): fc.Arbitrary<T> {
  const requiredKeys = Object.keys(fields).filter((key) => !optional.includes(key as never));
  return fc.record(fields, {
    noNullPrototype: true,
    requiredKeys: requiredKeys as never,
  }) as fc.Arbitrary<T>;
}

function command<T extends number>(number: T): fc.Arbitrary<T> {
  return fc.constant(number);
}

const ofBoth: readonly fc.Arbitrary<Message>[] = [
  record({ command: command(Command.AuthRequest), serverHash: hash, nonce: hash }),
  record({ command: command(Command.AuthVerify), certificate: bytes, signature: bytes }),
  record({ command: command(Command.AuthConfirm) }),
  record({ command: command(Command.AgentUpdateBlock), status: u16, data: bytes }),
  withMaybeHash(Command.CoreHash),
  withMaybeHash(Command.AgentHash),
  record({ command: fc.constant("json" as const), value: object }),
];

const ofAgent: readonly fc.Arbitrary<Message>[] = [
  record({
    command: command(Command.AuthInfo),
    infoVersion: u32,
    agentId: u32,
    agentVersion: u32,
    platformType: u32,
    meshId: hash,
    capabilities: u32,
    name,
  }, ["name"]),
  record({ command: command(Command.ServerId), serverId: bytes }),
  ...[Command.AgentTag, Command.AgentCommitDate, Command.AgentOs].map((number) =>
    record({ command: command(number), text })
  ),
];

const ofServer: readonly fc.Arbitrary<Message>[] = [
  withMaybeHash(Command.AgentUpdate),
  record({ command: command(Command.CoreOk) }),
  fc.oneof(
    record({ command: command(Command.CoreModule) }),
    record({
      command: command(Command.CoreModule),
      hash,
      code: fc.uint8Array({ minLength: 1, maxLength: 600 }),
    }),
    record({ command: command(Command.CoreModule), hash }),
  ),
];

/** Every message that this side may send. */
export function arbitraryMessage(from: Sender): fc.Arbitrary<Message> {
  return fc.oneof(...ofBoth, ...from === "agent" ? ofAgent : ofServer);
}

/** Where messages say how long a field is: AUTH_VERIFY its certificate, AUTH_INFO the name. */
const declaredLength = fc.constantFrom(2, 70);

/** A frame with something wrong in it, most of the time. */
export function arbitraryDamage(frame: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  const at = fc.nat();
  return fc.oneof(
    fc.tuple(frame, at).map(([bytes, index]) => bytes.slice(0, index % (bytes.length + 1))),
    fc.tuple(frame, fc.uint8Array({ maxLength: 8 })).map(([bytes, more]) =>
      new Uint8Array([...bytes, ...more])
    ),
    fc.tuple(frame, at, fc.integer({ min: 0, max: 255 })).map(([bytes, index, octet]) =>
      bytes.with(index % bytes.length, octet)
    ),
    fc.tuple(frame, at, fc.integer({ min: 0, max: 7 })).map(([bytes, index, bit]) =>
      bytes.with(index % bytes.length, (bytes[index % bytes.length] ?? 0) ^ (1 << bit))
    ),
    fc.tuple(frame, declaredLength, fc.integer({ min: -2, max: 2 }), u16).map(
      ([bytes, offset, less, length]) => {
        if (offset + 2 > bytes.length) return bytes;
        const changed = bytes.slice();
        const view = new DataView(changed.buffer);
        // By little, where an off-by-one would hide, or to anything.
        view.setUint16(offset, less === 0 ? length : view.getUint16(offset) + less);
        return changed;
      },
    ),
  );
}

function withMaybeHash(
  number: typeof Command.CoreHash | typeof Command.AgentHash | typeof Command.AgentUpdate,
): fc.Arbitrary<Message> {
  return maybeHash.map((fields) => ({ command: number, ...fields }));
}
