/** Why a {@linkcode ProtocolError} was thrown; stable, to `switch` on. */
export type ProtocolErrorCode =
  /** The bytes end before the field does. */
  | "truncated"
  /** More bytes than the message has fields. */
  | "trailing-bytes"
  /** A field has a length or a value that the protocol does not allow. */
  | "bad-field"
  /** The command number is none that this side sends. */
  | "unknown-command"
  /** A JSON message that is not a JSON object. */
  | "bad-json"
  /** Text that is not UTF-8. */
  | "bad-text"
  /** Bytes that are not the DER they should be. */
  | "bad-der"
  /** A certificate without a usable RSA key. */
  | "bad-certificate"
  /** A signature that its certificate's key did not make over this handshake. */
  | "bad-signature"
  /** The server's key is not the one that was pinned. */
  | "server-id-mismatch"
  /** A device group id, ServerID, NodeID or server hash in none of its forms. */
  | "bad-id"
  /** An enrolment file that lacks something or says it wrongly. */
  | "bad-enrollment"
  /** A message that has no place at this point of the handshake. */
  | "unexpected-message";

/**
 * The one error that decoding and the handshakes throw.
 *
 * @example Tell a truncated frame from a wrong one
 * ```ts
 * import { decodeMessage, ProtocolError } from "@cs/meshcentral/protocol";
 * import assert from "node:assert/strict";
 *
 * try {
 *   decodeMessage(new Uint8Array([0, 1, 2]), "agent");
 * } catch (error) {
 *   assert.ok(error instanceof ProtocolError);
 *   assert.equal(error.code, "truncated");
 *   assert.equal(error.offset, 2);
 * }
 * ```
 */
export class ProtocolError extends Error {
  /** Always `"ProtocolError"`. */
  override readonly name: string = "ProtocolError";
  /** Why, to `switch` on. */
  readonly code: ProtocolErrorCode;
  /** Where in the input the problem is, in bytes from its start, when that is known. */
  readonly offset: number | undefined;

  /** An error of `code` that says `message`; `offset` in bytes from the start of the input. */
  constructor(
    code: ProtocolErrorCode,
    message: string,
    options: ErrorOptions & { readonly offset?: number } = {},
  ) {
    super(message, options);
    this.code = code;
    this.offset = options.offset;
  }
}
