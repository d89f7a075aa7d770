/**
 * Starts the agent's workers: from a file of the embedding site where it names one, else from source
 * text in a blob.
 *
 * @module
 */

/** Name of the Trusted Types policy, for the `trusted-types` directive of the embedding site. */
const POLICY = "cs-meshcentral";

/** What a worker does. The worker file reads it from its own name. */
export type WorkerRole = "cs-mesh-ticker" | "cs-mesh-encoder" | "cs-mesh-unpacker";

/** Trusted Types, which TypeScript's DOM library lacks. */
interface TrustedTypePolicy {
  createScriptURL(url: string): string;
}
interface TrustedTypePolicyFactory {
  createPolicy(name: string, rules: TrustedTypePolicy): TrustedTypePolicy;
}

let file: string | undefined;
let policy: TrustedTypePolicy | undefined;

/**
 * Sets the URL of `cs-mesh-worker.js` for every worker that starts from now on; undefined starts them
 * from blobs. It is a setting of the page: its content policy holds for all of its agents.
 */
export function setWorkerFile(url: string | undefined): void {
  file = url;
}

/**
 * Starts a worker.
 *
 * @param source Source text for a page without a worker file.
 * @returns The worker, and a function that ends it and frees its URL.
 * @throws If the page's content policy forbids the worker; some browsers fire `error` at it instead.
 */
export function startWorker(role: WorkerRole, source: () => string): [Worker, end: () => void] {
  const blob = file === undefined
    ? URL.createObjectURL(new Blob([source()], { type: "text/javascript" }))
    : undefined;
  const free = () => {
    if (blob !== undefined) URL.revokeObjectURL(blob);
  };
  try {
    const worker = new Worker(trusted(blob ?? file ?? ""), { name: role });
    return [worker, () => {
      worker.terminate();
      free();
    }];
  } catch (error) {
    free();
    throw error;
  }
}

/** The URL as a page with `require-trusted-types-for 'script'` accepts it. */
function trusted(url: string): string {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypePolicyFactory };
  if (trustedTypes === undefined) return url;
  try {
    // Out of reach of the page's other scripts, so it vouches only for the URLs of this file.
    policy ??= trustedTypes.createPolicy(POLICY, { createScriptURL: (url) => url });
  } catch {
    return url; // The policy is not in the page's `trusted-types`: Worker throws if it matters.
  }
  return policy.createScriptURL(url);
}
