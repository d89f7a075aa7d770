import * as v from "valibot";
import { getMe } from "../handlers/auth.ts";
import {
  addMyLoginToken,
  changeMyPassword,
  getServer,
  listMyLoginTokens,
  removeMyLoginToken,
} from "../handlers/account.ts";
import {
  addLoginTokenInput,
  apiLoginToken,
  apiNewLoginToken,
  apiServer,
  changePasswordInput,
  loginTokenInput,
} from "../schemas/account.ts";
import { apiMe } from "../schemas/auth.ts";
import type { RouteTable } from "../route.ts";
import type { AccountRoutes } from "../schemas/routes.ts";

/** The caller's own account, and the server. */
export const accountRoutes: RouteTable<AccountRoutes> = {
  "GET /me": {
    operationId: "getMe",
    summary: "Who is logged in",
    tag: "Account",
    scope: "read",
    response: apiMe,
    handle: getMe,
  },
  "PUT /me/password": {
    operationId: "changeMyPassword",
    summary: "Change the password of this account",
    description: "Tokens that were issued before stay good.",
    tag: "Account",
    scope: "manage",
    body: changePasswordInput,
    errors: ["rejected"],
    handle: changeMyPassword,
  },
  "GET /me/login-tokens": {
    operationId: "listMyLoginTokens",
    summary: "The login tokens of this account",
    description: "Those whose name begins with `cs-api` belong to sessions of this API.",
    tag: "Account",
    scope: "read",
    response: v.array(apiLoginToken),
    paged: true,
    handle: listMyLoginTokens,
  },
  "POST /me/login-tokens": {
    operationId: "addMyLoginToken",
    summary: "Make a login token for a program",
    tag: "Account",
    scope: "manage",
    body: addLoginTokenInput,
    response: apiNewLoginToken,
    status: 201,
    errors: ["rejected"],
    handle: addMyLoginToken,
  },
  "DELETE /me/login-tokens/:tokenUser": {
    operationId: "removeMyLoginToken",
    summary: "Remove a login token",
    tag: "Account",
    scope: "manage",
    params: loginTokenInput,
    errors: ["not_found"],
    handle: removeMyLoginToken,
  },
  "GET /server": {
    operationId: "getServer",
    summary: "The MeshCentral behind the API",
    tag: "Server",
    scope: "read",
    response: apiServer,
    handle: getServer,
  },
};
