import { getMe, logIn, logOut, renew } from "../handlers/auth.ts";
import type { Route } from "../route.ts";
import { apiMe, apiSession, type LogInInput, logInInput } from "../schemas/auth.ts";

/** Logging in and out. */
export const authRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/mobile-auth",
    operationId: "logIn",
    summary: "Log in: credentials of MeshCentral for a token",
    description:
      "MeshCentral itself checks them; they are kept nowhere. The token is good for an " +
      "hour and acts with the account's own rights. Accounts of a single sign-on log in with a " +
      "MeshCentral login token.",
    tag: "Session",
    scope: undefined,
    body: logInInput,
    response: apiSession,
    errors: ["invalid_login", "token_required", "too_many_requests"],
    handle: (context, input: LogInInput) => logIn(context, input),
  },
  {
    method: "POST",
    path: "/auth/renew",
    operationId: "renewToken",
    summary: "Another token for the same session, up to twelve hours after the login",
    tag: "Session",
    scope: "read",
    response: apiSession,
    handle: (context) => renew(context, context.caller),
  },
  {
    method: "POST",
    path: "/auth/logout",
    operationId: "logOut",
    summary: "End the session, with every token of it",
    tag: "Session",
    scope: "read",
    handle: (context) => logOut(context, context.caller),
  },
  {
    method: "GET",
    path: "/me",
    operationId: "getMe",
    summary: "Who is logged in",
    tag: "Session",
    scope: "read",
    response: apiMe,
    handle: (context) => getMe(context),
  },
];
