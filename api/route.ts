import type * as v from "valibot";
import type { Caller, Scope } from "./caller.ts";
import type { ApiErrorCode } from "./errors.ts";
import type { AuthContext } from "./handlers/auth.ts";
import type { Schema } from "./schemas/common.ts";

/** Entries of a schema whose object is made of several places in a request. */
export type Entries = Readonly<Record<string, v.GenericSchema>>;

/** What a route's handler is given beside its input. */
export interface RouteContext extends AuthContext {
  /** Who calls. Routes that are open to everybody must not look at it. */
  readonly caller: Caller;
}

/** One operation over HTTP: what is checked, done, answered and documented. */
export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below `/api`, with `:parameters`. */
  readonly path: string;
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
  readonly params?: Schema<object>;
  /** In the query. */
  readonly query?: Entries;
  /** The JSON body. */
  readonly body?: Schema<object>;
  /** The JSON answer; none = 204. */
  readonly response?: v.GenericSchema;
  /** Of the answer. @default {200}, or 204 without a response */
  readonly status?: 201 | 202;
  /** Whether the answer is a list, of which a part can be asked for. */
  readonly paged?: boolean;
  /** What can go wrong beside what always can. */
  readonly errors?: readonly ApiErrorCode[];
  /** The parts of the request as one object, checked. */
  handle(context: RouteContext, input: never): Promise<unknown>;
}
