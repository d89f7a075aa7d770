import * as v from "valibot";
import type { Caller, Credentials } from "../caller.ts";
import type { ApiStore } from "../stores/store.ts";
import type { Tokens } from "../tokens.ts";

/** Keeps credentials, encrypted. */
export interface CredentialContext {
  readonly store: ApiStore;
  readonly tokens: Tokens;
}

const schema: v.GenericSchema<unknown, Credentials> = v.variant("kind", [
  v.object({ kind: v.literal("login-token"), username: v.string(), password: v.string() }),
  v.object({ kind: v.literal("cookie"), cookie: v.string() }),
]);

/**
 * Keeps the credentials that a renewal made, for tokens that were issued before it: MeshCentral has one
 * login token for a session, and the one inside an older token of ours is gone.
 *
 * @param until In milliseconds since 1970.
 */
export async function keepCredentials(
  { store, tokens }: CredentialContext,
  { sessionId }: Pick<Caller, "sessionId">,
  credentials: Credentials,
  until: number,
): Promise<void> {
  await store.set(key(sessionId), await tokens.seal(credentials), until);
}

/** The caller, who logs in with what the last renewal made, if there was one. */
export function withLatestCredentials(
  { store, tokens }: CredentialContext,
  caller: Caller,
): Caller {
  return {
    ...caller,
    credentials: async () => {
      const sealed = await store.get(key(caller.sessionId));
      const opened = sealed && await tokens.open(sealed).catch(() => undefined);
      const { success, output } = v.safeParse(schema, opened);
      return success ? output : await caller.credentials();
    },
  };
}

function key(sessionId: string): string {
  return `credentials ${sessionId}`;
}
