/** Why a request failed: what the API said (RFC 9457), or that it could not be asked. */
export class ApiProblem extends Error {
  /** Always `"ApiProblem"`. */
  override readonly name: string = "ApiProblem";
  /** Stable, to `switch` on: the API's own code, or `network` when no answer came. */
  readonly code: string;
  /** The HTTP status; 0 when no answer came. */
  readonly status: number;
  /** Seconds after which it may work. */
  readonly retryAfter: number | undefined;
  /** With `invalid`: every place in the request that is wrong. */
  readonly errors: readonly { readonly path: string; readonly message: string }[];
  /** With `token_required`: what MeshCentral can send: `email`, `sms`, `message`. */
  readonly methods: readonly string[];

  /** A problem, from its parts. */
  constructor(
    status: number,
    body: Readonly<Record<string, unknown>>,
    retryAfter?: number,
    cause?: unknown,
  ) {
    super(String(body["detail"] ?? `HTTP ${status}`), { cause });
    this.status = status;
    this.code = String(body["code"] ?? "unknown");
    this.retryAfter = retryAfter;
    this.errors = list(body["errors"]);
    this.methods = list(body["methods"]);
  }
}

function list<T>(value: unknown): readonly T[] {
  return Array.isArray(value) ? value : [];
}
