import { logIn, logOut, renew } from "../handlers/auth.ts";
import type { RouteTable } from "../route.ts";
import type { AuthRoutes } from "../schemas/routes.ts";
import { apiSession, logInInput } from "../schemas/auth.ts";

/** Logging in and out. */
export const authRoutes: RouteTable<AuthRoutes> = {
  "POST /mobile-auth": {
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
    handle: logIn,
  },
  "POST /auth/renew": {
    operationId: "renewToken",
    summary: "Another token for the same session, up to twelve hours after the login",
    tag: "Session",
    scope: "read",
    response: apiSession,
    handle: (context) => renew(context, context.caller),
  },
  "POST /auth/logout": {
    operationId: "logOut",
    summary: "End the session, with every token of it",
    tag: "Session",
    scope: "read",
    handle: (context) => logOut(context, context.caller),
  },
};
