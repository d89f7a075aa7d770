import type { Enrollment } from "../../protocol/mod.ts";
import { formatHexId, parseId } from "../../protocol/ids.ts";

/**
 * Whether the person at this browser has agreed to be enrolled, remembered for the same server and
 * device group.
 */
export interface Agreement {
  /** Whether there is one from an earlier visit. */
  readonly given: boolean;
  /** Remembers it for later visits. */
  remember(): void;
  /** Asks again at the next visit. */
  forget(): void;
}

/** The agreement for an enrolment; without site data there is never one from an earlier visit. */
export async function agreementFor({ server, meshId }: Enrollment): Promise<Agreement> {
  // Hashed: the mesh id lets devices in, and need not lie about in storage.
  const subject = new TextEncoder().encode(`${server}\n${formatHexId(parseId(meshId))}`);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", subject));
  const key = `cs-meshcentral:agreed:${formatHexId(hash.subarray(0, 16))}`;
  const storage = siteStorage();
  return {
    given: storage?.getItem(key) === "yes",
    remember: () => storage?.setItem(key, "yes"),
    forget: () => storage?.removeItem(key),
  };
}

/** Reading `localStorage` throws where site data is blocked. */
function siteStorage(): Storage | undefined {
  let storage: Storage | undefined;
  try {
    storage = localStorage;
  } catch {
    // No storage, then: the person is asked each time.
  }
  return storage;
}
