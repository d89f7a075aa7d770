import type {
  TunnelControl,
  TunnelFrame,
  TunnelKind,
  TunnelOptions,
  TunnelRequest,
} from "../../protocol/mod.ts";
import type { AccessOptions } from "../access.ts";
import type { LogEntry } from "../event_log.ts";
import type { Said } from "../said.ts";

/** A tunnel that was let in, as the service behind it sees it. */
export interface OpenTunnel {
  /** Who it is and what they may do. */
  readonly request: TunnelRequest;
  /** The operator, for people. */
  readonly operator: Said;
  /** Number of `TunnelProtocol`. */
  readonly protocol: number;
  /** What the operator chose before the start. */
  readonly options: TunnelOptions;
  /** Whom to ask for more. */
  readonly access: AccessOptions;
  /** Fires when the tunnel ends, for whatever reason. */
  readonly signal: AbortSignal;
  /** Bytes that wait to leave: the only sign that the operator is slow. */
  readonly bufferedAmount: number;
  /** Sends one frame; nothing once the tunnel has ended. */
  send(frame: TunnelFrame): void;
  /** Sends a control message. */
  control(message: TunnelControl): void;
  /** Writes into the event log what the operator did. */
  log(...entry: LogEntry): void;
  /** Ends it. */
  close(): void;
}

/** What takes the frames of one tunnel. */
export interface TunnelReceiver {
  /** A data frame. A thrown `ProtocolError`, and whatever else, ends the tunnel. */
  data(frame: TunnelFrame): void | Promise<void>;
  /** A control message, such as `termsize`. */
  control?(message: TunnelControl): void;
}

/** What serves the tunnels of one kind. */
export interface TunnelService {
  /** The kind that rights and consent are about. */
  readonly kind: TunnelKind;
  /** A tunnel was let in. */
  open(tunnel: OpenTunnel): TunnelReceiver | Promise<TunnelReceiver>;
  /** How many tunnels of each user there are now, after each change. */
  users?(users: Readonly<Record<string, number>>): void;
}
