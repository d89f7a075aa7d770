import { ControlError, type ControlErrorCode, type TokenMethod } from "../control/mod.ts";

/** What went wrong, stable, to `switch` on; `code` in every problem that the API answers with. */
export type ApiErrorCode =
  /** 400: the request does not say what it must; `errors` names each place. */
  | "invalid"
  /** 400: MeshCentral takes it for wrong; its own words are in `detail`. */
  | "rejected"
  /** 401: no token, or one that is not ours. */
  | "unauthorized"
  /** 401: the token was good, and is not any more: expired, logged out, or the account is gone. */
  | "session_ended"
  /** 401: wrong user name or password. */
  | "invalid_login"
  /** 401: the account needs a second factor; `methods` names what MeshCentral can send. */
  | "token_required"
  /** 403: the account, or the scope of the token, does not allow it. */
  | "forbidden"
  /** 404: there is none, or this account cannot see it. */
  | "not_found"
  /** 405: not with this method; see the `Allow` header. */
  | "method_not_allowed"
  /** 409: it is there already. */
  | "exists"
  /** 409: something is in the way. */
  | "conflict"
  /** 403: the person at the device was asked, and refused. */
  | "consent_refused"
  /** 409: the person at the device was asked, and has not answered in time. */
  | "consent_unanswered"
  /** 408: the body of the request stopped coming. */
  | "request_timeout"
  /** 413: the body is too long. */
  | "too_large"
  /** 429: too many tries, or too much is open at once; see the `Retry-After` header. */
  | "too_many_requests"
  /** 500: our fault. */
  | "internal"
  /** 501: the agent of the device cannot do it. */
  | "not_available"
  /** 501: this server or this backend cannot do it. */
  | "not_supported"
  /** 503: MeshCentral is away; see the `Retry-After` header. */
  | "unavailable"
  /** 503: what the instances of the API share is away; see the `Retry-After` header. */
  | "store_unavailable"
  /** 504: MeshCentral did not answer in time. */
  | "timeout";

/** One place in a request, and what is wrong with it. */
export interface InvalidField {
  /** Where: `query.limit`, `body.username`… */
  readonly path: string;
  /** What is wrong. */
  readonly message: string;
}

/** What an {@linkcode ApiError} may carry. */
export interface ApiErrorOptions extends ErrorOptions {
  /** Seconds after which it may work. */
  readonly retryAfter?: number;
  /** With `invalid`. */
  readonly errors?: readonly InvalidField[];
  /** With `token_required`. */
  readonly methods?: readonly TokenMethod[];
}

/** The one error that operations throw; becomes a problem (RFC 9457) over HTTP. */
export class ApiError extends Error {
  /** Always `"ApiError"`. */
  override readonly name: string = "ApiError";
  /** What went wrong, to `switch` on. */
  readonly code: ApiErrorCode;
  /** The status of the HTTP answer. */
  readonly status: number;
  /** Seconds after which it may work. */
  readonly retryAfter: number | undefined;
  /** With `invalid`: every place that is wrong. */
  readonly errors: readonly InvalidField[];
  /** With `token_required`: what MeshCentral can send. */
  readonly methods: readonly TokenMethod[];

  /** An error of `code` that tells the caller `detail`. */
  constructor(code: ApiErrorCode, detail: string, options: ApiErrorOptions = {}) {
    super(detail, options);
    this.code = code;
    this.status = statusOf(code);
    this.retryAfter = options.retryAfter;
    this.errors = options.errors ?? [];
    this.methods = options.methods ?? [];
  }
}

/** The status of the HTTP answer. */
export function statusOf(code: ApiErrorCode): number {
  return STATUS[code];
}

const STATUS: Readonly<Record<ApiErrorCode, number>> = {
  invalid: 400,
  rejected: 400,
  unauthorized: 401,
  session_ended: 401,
  invalid_login: 401,
  token_required: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  exists: 409,
  conflict: 409,
  consent_refused: 403,
  consent_unanswered: 409,
  request_timeout: 408,
  too_large: 413,
  too_many_requests: 429,
  internal: 500,
  not_available: 501,
  not_supported: 501,
  unavailable: 503,
  store_unavailable: 503,
  timeout: 504,
};

/** Seconds after which a MeshCentral that was restarted answers again; its launcher waits for 5. */
const RESTART_TIME = 5;

const MEANINGS: Readonly<Partial<Record<ControlErrorCode, ApiErrorCode>>> = {
  "login-refused": "session_ended",
  "session-expired": "session_ended",
  "token-required": "token_required",
  "tools-not-allowed": "forbidden",
  "email-unverified": "forbidden",
  "denied": "forbidden",
  "not-found": "not_found",
  "exists": "exists",
  "device-offline": "conflict",
  "rejected": "rejected",
  "consent-refused": "consent_refused",
  "consent-unanswered": "consent_unanswered",
  "not-available": "not_available",
  "timeout": "timeout",
  "connect-failed": "unavailable",
  "connection-closed": "unavailable",
  "banned": "unavailable",
};

/** What an error of the operator channel means to a client of the API. */
export function apiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const cause = { cause: error };
  if (!(error instanceof ControlError)) {
    return new ApiError("internal", "Something went wrong here; the log says what.", cause);
  }
  const code = MEANINGS[error.code];
  switch (code) {
    case undefined:
      return new ApiError("internal", "The API is not set up rightly; the log says what.", cause);
    case "session_ended":
      return new ApiError(code, "MeshCentral does not accept this session any more.", cause);
    case "unavailable": // the address of the server is nobody's business
      return new ApiError(code, "MeshCentral is away, or being restarted.", {
        ...cause,
        retryAfter: error.code === "banned" ? 600 : RESTART_TIME,
      });
    case "token_required":
      return new ApiError(code, error.message, { ...cause, methods: error.tokenMethods });
    default:
      return new ApiError(code, error.message, cause);
  }
}
