import type * as v from "valibot";
import type { Caller, Scope } from "./caller.ts";
import type { ApiErrorCode } from "./errors.ts";
import type { AuthContext } from "./handlers/auth.ts";
import type { OpenCounts } from "./open_limits.ts";
import type { RouteTypes } from "./schemas/routes.ts";

/** Entries of a schema whose object is made of several places in a request. */
export type Entries = Readonly<Record<string, v.GenericSchema>>;

/** Context that all routes of one API share, for a client at some address. */
export interface ServingContext extends AuthContext {
  /** Milliseconds for which what is open stays open while the store is away. @default {60_000} */
  readonly storeGrace?: number | undefined;
  /** Counts what is open. */
  readonly open: OpenCounts;
}

/** What a route's handler is given beside its input. */
export interface RouteContext extends ServingContext {
  /** Who calls. Routes that are open to everybody must not look at it. */
  readonly caller: Caller;
  /** Nothing that was read a moment ago will do. */
  readonly fresh?: boolean;
}

/** One operation over HTTP: what is checked, done, answered and documented. */
export interface Route<Input extends object = never, Output = unknown> {
  /** The name of the operation in the OpenAPI document. */
  readonly operationId: string;
  /** One line. */
  readonly summary: string;
  /** More lines, where there is more to say. */
  readonly description?: string;
  /** A chapter of the documentation. */
  readonly tag: string;
  /** What the token must allow; `undefined` = open to everybody. */
  readonly scope: Scope | undefined;
  /** In the path. */
  readonly params?: v.GenericSchema<unknown, object>;
  /** In the query. */
  readonly query?: Entries;
  /** The JSON body. */
  readonly body?: v.GenericSchema<unknown, object>;
  /** The JSON answer; none = 204. */
  readonly response?: v.GenericSchema;
  /** Of the answer. @default {200}, or 204 without a response */
  readonly status?: 201 | 202;
  /** Whether the answer is a list, of which a part can be asked for. */
  readonly paged?: boolean;
  /** Whether the answer names the last event that it knows of, for streams that follow on. */
  readonly followed?: boolean;
  /** What can go wrong beside what always can. */
  readonly errors?: readonly ApiErrorCode[];
  /** Takes the parts of the request as one object, checked. */
  readonly handle: (context: RouteContext, input: Input) => Promise<Output>;
}

/** Routes by `METHOD /path`, with `:parameters`, below `/api`. */
export type RouteTable<Types> = {
  readonly [Key in keyof Types]: Types[Key] extends RouteTypes<infer Input, infer Output>
    ? Route<Input, Output>
    : never;
};
