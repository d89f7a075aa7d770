/** Why a request failed: what the API said (RFC 9457), or that it could not be asked. */
export class ApiProblem extends Error {
  /** Always `"ApiProblem"`. */
  override readonly name: string = "ApiProblem";
  /**
   * Stable, to `switch` on: the API's own code, `network` when no answer came, or `unreadable` when
   * something else than the API answered.
   */
  readonly code: string;
  /** The HTTP status; 0 when no answer came. */
  readonly status: number;
  /** Seconds after which it may work. */
  readonly retryAfter: number | undefined;
  /** With `invalid`: every place in the request that is wrong. */
  readonly errors: readonly { readonly path: string; readonly message: string }[];
  /** With `token_required`: what MeshCentral can send: `email`, `sms`, `message`. */
  readonly methods: readonly string[];

  /** A problem, from its parts; `body` may be anything, since not only the API answers. */
  constructor(status: number, body: unknown, retryAfter?: number, cause?: unknown) {
    const { detail, code, errors, methods } = object(body);
    super(typeof detail === "string" ? detail : `HTTP ${status}`, { cause });
    this.status = status;
    this.code = typeof code === "string" ? code : "unknown";
    this.retryAfter = retryAfter;
    this.errors = list(errors).flatMap(readPlace);
    this.methods = list(methods).filter((method) => typeof method === "string");
  }
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? value as Record<string, unknown> : {};
}

function readPlace(value: unknown): readonly ApiProblem["errors"][number][] {
  const { path, message } = object(value);
  return typeof path === "string" && typeof message === "string" ? [{ path, message }] : [];
}
