import type { JsonObject } from "../protocol/mod.ts";
import type { TunnelKind } from "../protocol/mod.ts";
import type { AgentFeature, AgentSession } from "./feature.ts";

/** Why there is no share. */
export type GuestShareErrorCode =
  /** The server allows no device to share itself. */
  | "not-allowed"
  /** The agent is not online, or went offline meanwhile. */
  | "offline"
  /** The server did not answer. */
  | "no-answer";

const HINTS: Readonly<Record<GuestShareErrorCode, string>> = {
  "not-allowed": "In the server's config.json set agentSelfGuestSharing of the domain.",
  offline: "Wait until the agent is online.",
  "no-answer": "Try again; the server's log may say more.",
};

/** What {@linkcode GuestShareFeature.share} rejects with. */
export class GuestShareError extends Error {
  /** Always `"GuestShareError"`. */
  override readonly name = "GuestShareError";
  /** Why, to `switch` on. */
  readonly code: GuestShareErrorCode;
  /** What to do. */
  readonly hint: string;

  /** An error of `code`, with its hint. */
  constructor(code: GuestShareErrorCode, message: string) {
    super(message);
    this.code = code;
    this.hint = HINTS[code];
  }
}

/** A link with which anybody may visit this device. */
export interface GuestShare {
  /** `https://…/sharing?c=…` */
  readonly url: string;
  /** What the visitor may open. */
  readonly kinds: readonly TunnelKind[];
  /** The desktop may only be looked at. */
  readonly viewOnly: boolean;
}

/** What is shared. */
export interface GuestShareOptions {
  /** What the visitor may open. @default {["desktop"]} */
  readonly kinds?: readonly TunnelKind[];
  /** The desktop may only be looked at. @default {false} */
  readonly viewOnly?: boolean;
}

/** Bits of `guestShare`. */
const FLAGS: Readonly<Record<TunnelKind, number>> = { terminal: 1, desktop: 2, files: 4 };

/** Milliseconds. */
const TIMEOUT = 15_000;

/**
 * Lets the person at the page share it by a link with somebody who has no account, where the server
 * allows it (`agentSelfGuestSharing`, `meshagent.js`). The person is asked for each visit all the same:
 * the server sets every consent flag.
 *
 * The servers of MeshCentral 1.1.51 and 1.1.55 end with a TypeError (`meshrelay.js`, "guestuserid") when
 * a guest connects by such a link: try it before you allow it. Fires `change` whenever {@linkcode allowed} or
 * {@linkcode current} does.
 */
export class GuestShareFeature extends EventTarget implements AgentFeature {
  /** `"share"` */
  readonly name = "share";
  /** None. */
  readonly capabilities = 0;
  #session: AgentSession | undefined;
  #allowed = false;
  #current: GuestShare | undefined;

  /** Whether the agent is online, and its server allows it. */
  get allowed(): boolean {
    return this.#allowed;
  }

  /** The share that there is; it ends with the connection. */
  get current(): GuestShare | undefined {
    return this.#current;
  }

  /**
   * Makes a link, in the place of an earlier one.
   *
   * @throws {GuestShareError} When there is none.
   */
  async share({ kinds = ["desktop"], viewOnly = false }: GuestShareOptions = {}): Promise<
    GuestShare
  > {
    const session = this.#session;
    if (session === undefined) throw new GuestShareError("offline", "the agent is not online");
    if (!this.#allowed) throw new GuestShareError("not-allowed", "the server allows no sharing");
    const flags = kinds.reduce((bits, kind) => bits | FLAGS[kind], 0);
    session.send({ action: "guestShare", flags, viewOnly });
    const signal = AbortSignal.any([session.signal, AbortSignal.timeout(TIMEOUT)]);
    return await new Promise((resolve, reject) => {
      const answered = () => this.#current && resolve(this.#current);
      this.addEventListener("change", answered, { signal });
      signal.addEventListener("abort", () =>
        reject(
          session.signal.aborted
            ? new GuestShareError("offline", "the agent went offline")
            : new GuestShareError("no-answer", `no answer within ${TIMEOUT / 1000} s`),
        ));
    });
  }

  /** Ends the share: the link leads nowhere any more, and who came by it is gone. */
  end(): void {
    this.#session?.send({ action: "guestShare", flags: 0 });
  }

  /** The agent came online. */
  start(session: AgentSession): void {
    this.#session = session;
    session.signal.addEventListener("abort", () => {
      if (this.#session !== session) return;
      this.#session = undefined;
      this.#set(false, undefined);
    });
  }

  /** `serverInfo`, which others may want, too, and `guestShare`, directly or from an operator. */
  receive(message: JsonObject): boolean {
    const { action, type } = message;
    if (action === "serverInfo") {
      this.#set(message.agentSelfGuestSharing === true, this.#current);
      return false;
    }
    if (action !== "guestShare" && !(action === "msg" && type === "guestShare")) return false;
    const { url, viewOnly } = message;
    const flags = typeof message.flags === "number" ? message.flags : 0;
    const kinds = (Object.keys(FLAGS) as TunnelKind[]).filter((kind) => FLAGS[kind] & flags);
    const share = typeof url === "string" && /^https?:\/\//.test(url) && kinds.length > 0
      ? { url, kinds, viewOnly: viewOnly === true }
      : undefined;
    this.#set(this.#allowed, share);
    return true;
  }

  #set(allowed: boolean, current: GuestShare | undefined): void {
    this.#allowed = allowed;
    this.#current = current;
    this.dispatchEvent(new Event("change"));
  }
}

/** Lets the person at the page share it by a link, where the server allows it. */
export function guestShareFeature(): GuestShareFeature {
  return new GuestShareFeature();
}
