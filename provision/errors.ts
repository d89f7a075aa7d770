/** Why a {@linkcode ProvisionError} was thrown; stable, to `switch` on. */
export type ProvisionErrorCode =
  /** The specification is wrong; `problems` names each place. */
  | "bad-spec"
  /** config.json is wrong, or what the specification asks to be written into it. */
  | "bad-config"
  /** An argument or an environment variable is missing or wrong. */
  | "bad-options"
  /** Two things of one name, or of one marker: nobody can say which is meant. */
  | "ambiguous"
  /** It exists, was not made by this tool, and the specification does not say `adopt: true`. */
  | "not-ours"
  /** A write was refused, or the server does not show what was written. */
  | "apply-failed"
  /** MeshCentral's own command line, or the restart command, failed. */
  | "local-failed";

/** One place in a file, and what is wrong there. */
export interface Problem {
  /** The file, as it was named. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** Where in the document: `users.alice.role`. */
  readonly path: string;
  /** What is wrong, and what is likely meant. */
  readonly message: string;
}

/** What a {@linkcode ProvisionError} may carry. */
export interface ProvisionErrorOptions extends ErrorOptions {
  /** Each place that is wrong. */
  readonly problems?: readonly Problem[];
  /** What to do. */
  readonly hint?: string;
}

/** The error of this room: what happened, the likely cause, and what to do. */
export class ProvisionError extends Error {
  /** Always `"ProvisionError"`. */
  override readonly name: string = "ProvisionError";
  /** Why, to `switch` on. */
  readonly code: ProvisionErrorCode;
  /** Each place that is wrong, with `bad-spec` and `bad-config`. */
  readonly problems: readonly Problem[];
  /** What to do; also the end of the message. */
  readonly hint: string;

  /** An error of `code` that says `what` happened, each problem on a line, and then the hint. */
  constructor(code: ProvisionErrorCode, what: string, options: ProvisionErrorOptions = {}) {
    const { problems = [], hint = "" } = options;
    const lines = problems.map(formatProblem);
    super([[what, hint].filter(Boolean).join(" "), ...lines].join("\n"), options);
    this.code = code;
    this.problems = problems;
    this.hint = hint;
  }
}

/** `spec.yaml:12:5 users.alice.role: …`, the form that editors and CI link to the place. */
export function formatProblem({ file, line, column, path, message }: Problem): string {
  return `${file}:${line}:${column} ${path === "" ? "" : `${path}: `}${message}`;
}
