import type { AgentIdentity } from "../protocol/mod.ts";
import { deriveNodeId } from "../protocol/ids.ts";
import { spkiFromCertificate } from "../protocol/public_key.ts";
import { createIdentity, type IdentityStore } from "./identity_store.ts";
import { lead } from "./leadership.ts";

const DATABASE = "cs-meshcentral";
const STORE = "identities";

/** What is stored under a name; the NodeID follows from the certificate. */
interface StoredIdentity {
  readonly privateKey: CryptoKey;
  readonly certificate: Uint8Array;
}

/**
 * An identity that survives reloads: the same node each time. The private key is stored as a
 * non-extractable `CryptoKey`: this origin's pages can sign with it, none can read it.
 *
 * Tabs that use the same `name` take turns: one is the node, the others wait.
 *
 * @param name Tells identities of one origin apart.
 */
export function indexedDbIdentity(name = "default"): IdentityStore {
  return {
    lead: (waiting, signal) => lead(`${DATABASE}:${name}`, waiting, signal),
    async load(): Promise<AgentIdentity> {
      const database = await openDatabase();
      try {
        const stored = await read(database, name) ?? await create(database, name);
        return {
          ...stored,
          nodeId: await deriveNodeId(spkiFromCertificate(stored.certificate)),
        };
      } finally {
        database.close();
      }
    },
  };
}

async function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return await result(request);
}

async function read(database: IDBDatabase, name: string): Promise<StoredIdentity | undefined> {
  return await result(database.transaction(STORE).objectStore(STORE).get(name));
}

async function create(database: IDBDatabase, name: string): Promise<StoredIdentity> {
  const { privateKey, certificate } = await createIdentity();
  const stored: StoredIdentity = { privateKey, certificate };
  await result(database.transaction(STORE, "readwrite").objectStore(STORE).put(stored, name));
  return stored;
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
