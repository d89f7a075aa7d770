import { createHash } from "node:crypto";
import type { Deployment } from "../deployment/deployment.ts";
import type { CountingDevice } from "./device.ts";
import type { Ledger } from "./ledger.ts";

/** What was found when all was read back. */
export interface Findings {
  /** Acknowledged writes that are not there. */
  readonly lost: readonly string[];
  /** Writes that were done more than once. */
  readonly twice: readonly string[];
}

/** Holds the ledger against MeshCentral's own answers and against the device. */
export async function verify(
  { operator }: Deployment,
  ledger: Ledger,
  device: CountingDevice,
): Promise<Findings> {
  await using client = await operator();
  const users = count((await client.users()).map(({ name }) => name));
  const groups = count((await client.deviceGroups()).map(({ name }) => name));
  const lost: string[] = [];
  const twice: string[] = [];
  const expect = (kind: keyof Ledger["writes"], found: ReadonlyMap<string, number>) => {
    for (const key of ledger.acknowledged(kind)) if (!found.has(key)) lost.push(`${kind} ${key}`);
    for (const key of ledger.writes[kind].keys()) {
      if ((found.get(key) ?? 0) > 1) twice.push(`${kind} ${key}`);
    }
  };
  // Of a removal that nobody acknowledged, nobody knows whether it was done.
  for (const key of ledger.writes.removal.keys()) ledger.writes.user.delete(key);
  expect("user", users);
  for (const key of ledger.acknowledged("removal")) if (users.has(key)) lost.push(`removal ${key}`);
  expect("group", groups);
  expect("command", device.commands);

  for (const path of ledger.acknowledged("upload")) {
    const file = await device.files.read([path]).catch(() => undefined);
    const bytes = file === undefined ? undefined : new Uint8Array(await file.arrayBuffer());
    const hash = bytes && createHash("sha256").update(bytes).digest("hex");
    if (hash !== ledger.contents.get(path)) lost.push(`upload ${path}`);
  }
  const notes = Number(await client.notes(`node//${device.nodeId}`));
  if (!(notes >= ledger.note.acknowledged)) {
    lost.push(`note ${ledger.note.acknowledged}: there is ${notes}`);
  }
  return { lost, twice };
}

function count(names: readonly string[]): ReadonlyMap<string, number> {
  const counted = new Map<string, number>();
  for (const name of names) counted.set(name, (counted.get(name) ?? 0) + 1);
  return counted;
}
