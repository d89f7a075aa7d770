/**
 * Operations as routes of a Hono application: the one place where HTTP meets them.
 *
 * @module
 */
import type { Context, Hono, MiddlewareHandler } from "hono";
import { etag, RETAINED_304_HEADERS } from "hono/etag";
import { HTTPException } from "hono/http-exception";
import { timeout } from "hono/timeout";
import { describeRoute, resolver, type ResponsesWithResolver, validator } from "hono-openapi";
import * as v from "valibot";
import { allows, type Scope } from "./caller.ts";
import { ApiError, type ApiErrorCode, statusOf } from "./errors.ts";
import { authenticate } from "./handlers/auth.ts";
import { jsonBody } from "./json_body.ts";
import { problem } from "./problem.ts";
import type { Route, RouteContext, ServingContext } from "./route.ts";
import { pageEntries, type PageInput } from "./schemas/common.ts";

/** What the middleware puts beside a request. */
export interface Env {
  Variables: { context: RouteContext };
}

/** What a mounted route needs. */
export interface MountOptions {
  /** What operations need, for a client at this address. */
  readonly auth: (address: string | undefined) => ServingContext;
  /** The address of the client. */
  readonly address: (context: Context) => string | undefined;
  /** Milliseconds after which a request is given up. */
  readonly timeout: number;
}

/** Headers that say of a list what its unchanged body does not. */
const OF_LISTS = ["link", "x-event-id", "x-total-count"];

/** How valibot's schemas become JSON Schema: as what clients send. */
const CONVERSION = { errorMode: "ignore", typeMode: "input" } as const;

/** Adds a route. */
export function mount(
  app: Hono<Env>,
  method: string,
  path: string,
  route: Route,
  options: MountOptions,
): void {
  const handlers: MiddlewareHandler[] = [
    describe(route),
    ...(method === "GET"
      ? [etag({ retainedHeaders: [...RETAINED_304_HEADERS, ...OF_LISTS] })]
      : []),
    timeout(options.timeout, new HTTPException(504)),
    authorize(route.scope, options),
    ...validators(route),
  ];
  app.on(method, path, ...handlers as [MiddlewareHandler], (c) => answer(c, route));
}

async function answer(c: Context<Env>, route: Route): Promise<Response> {
  const valid = (target: "param" | "query" | "json"): object => c.req.valid(target as never) ?? {};
  const input = {
    ...(route.params === undefined ? {} : valid("param")),
    ...(hasQuery(route) ? valid("query") : {}),
    ...(route.body === undefined ? {} : valid("json")),
  };
  const context = c.get("context");
  // Before the list is read: what happens meanwhile may be told twice, but is not missed.
  const lastEvent = route.followed ? context.backend.lastEventId?.(context.caller) : undefined;
  const result = await route.handle(context, input as never);
  if (route.response === undefined) return c.body(null, 204);
  if (lastEvent !== undefined) c.header("x-event-id", lastEvent);
  c.header("cache-control", c.req.method === "GET" ? "private, no-cache" : "no-store");
  const shown = route.paged === true ? page(c, result as readonly unknown[], input) : result;
  if (c.req.method !== "GET") return c.json(shown, route.status ?? 200);
  const { text, etag } = await jsonBody(shown as object);
  return c.body(text, 200, { "content-type": "application/json", etag });
}

/** A part of a list; the whole length stands in `X-Total-Count`, the next part in `Link`. */
function page(c: Context, items: readonly unknown[], input: PageInput): readonly unknown[] {
  const { limit, offset = 0 } = input;
  c.header("x-total-count", String(items.length));
  if (limit === undefined) return offset === 0 ? items : items.slice(offset);
  if (offset + limit < items.length) {
    const next = new URLSearchParams(c.req.query());
    next.set("offset", String(offset + limit));
    c.header("link", `<?${next}>; rel="next"`); // relative: we do not know our own address
  }
  return items.slice(offset, offset + limit);
}

/** Who calls comes before what is asked for: nobody learns from errors what there is. */
export function authorize(
  scope: Scope | undefined,
  options: Pick<MountOptions, "auth" | "address">,
): MiddlewareHandler<Env> {
  return async (c, next) => {
    const auth = options.auth(options.address(c));
    if (scope === undefined) {
      c.set("context", auth as RouteContext);
      return await next();
    }
    const caller = await authenticate(auth, c.req.header("authorization"));
    if (!allows(caller.scope, scope)) {
      throw new ApiError(
        "forbidden",
        `This token is for “${caller.scope}” only; this needs “${scope}”. Log in without ` +
          "a narrower scope.",
      );
    }
    const fresh = /\bno-cache\b/i.test(c.req.header("cache-control") ?? "");
    c.set("context", { ...auth, caller, fresh });
    await next();
  };
}

function hasQuery({ query, paged }: Route): boolean {
  return query !== undefined || paged === true;
}

function validators(route: Route): MiddlewareHandler[] {
  const { params, query, body, paged } = route;
  const entries: v.ObjectEntries = { ...query, ...(paged ? pageEntries : {}) };
  const of = (target: "param" | "query" | "json", where: string, schema: v.GenericSchema) =>
    validator(target, schema, (result) => {
      if (!result.success) throw invalid(where, result.error);
    }, CONVERSION as never) as MiddlewareHandler;
  return [
    ...(params === undefined ? [] : [of("param", "path", params)]),
    ...(hasQuery(route) ? [of("query", "query", v.strictObject(entries))] : []),
    ...(body === undefined ? [] : [jsonOnly, of("json", "body", body)]),
  ];
}

/** A form or a text would else be taken for an empty object. */
const jsonOnly: MiddlewareHandler = async (c, next) => {
  const type = c.req.header("content-type") ?? "";
  if (!/^application\/([\w.-]+\+)?json\b/i.test(type)) {
    throw new ApiError("invalid", "Send the body as JSON, with Content-Type: application/json.");
  }
  await next();
};

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

function invalid(where: string, issues: readonly Issue[]): ApiError {
  const errors = issues.map(({ message, path = [] }) => ({
    path: [where, ...path.map((part) => String(typeof part === "object" ? part.key : part))]
      .join("."),
    message,
  }));
  const detail = errors.map(({ path, message }) => `${path}: ${message}`).join("; ");
  return new ApiError("invalid", detail, { errors });
}

const ALWAYS: readonly ApiErrorCode[] = ["internal", "unavailable", "store_unavailable", "timeout"];

function describe(route: Route): MiddlewareHandler {
  const { operationId, summary, description, tag, scope, response, status, errors = [] } = route;
  const codes: readonly ApiErrorCode[] = [
    ...(validators(route).length > 0 ? ["invalid" as const] : []),
    ...(scope === undefined ? [] : ["unauthorized", "session_ended"] as const),
    ...(scope === undefined || scope === "read" ? [] : ["forbidden"] as const),
    ...errors,
    ...ALWAYS,
  ];
  const success: ResponsesWithResolver = response === undefined
    ? { 204: { description: "Done" } }
    : { [status ?? 200]: { description: summary, ...json("application/json", response) } };
  return describeRoute({
    operationId,
    summary,
    ...(description === undefined ? {} : { description }),
    tags: [tag],
    security: scope === undefined ? [] : [{ bearer: [] }],
    responses: { ...success, ...problems(codes) },
  });
}

function problems(codes: readonly ApiErrorCode[]): ResponsesWithResolver {
  return Object.fromEntries(codes.map((code) => {
    const same = new Set(codes.filter((other) => statusOf(other) === statusOf(code)));
    const description = [...same].join(", ");
    return [statusOf(code), { description, ...json("application/problem+json", problem) }];
  }));
}

function json(type: string, schema: v.GenericSchema) {
  return { content: { [type]: { schema: resolver(schema, { errorMode: "ignore" }) } } };
}
