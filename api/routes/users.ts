import * as v from "valibot";
import {
  addUser,
  editUser,
  getUser,
  listSessions,
  listUsers,
  removeUser,
  setUserPassword,
} from "../handlers/users.ts";
import type { RouteTable } from "../route.ts";
import type { UserRoutes } from "../schemas/routes.ts";
import {
  addUserInput,
  apiUser,
  apiUserSessions,
  editUserBody,
  listUsersEntries,
  setPasswordBody,
  userInput,
} from "../schemas/users.ts";

/** Accounts. */
export const userRoutes: RouteTable<UserRoutes> = {
  "GET /users": {
    operationId: "listUsers",
    summary: "The accounts of the domain",
    tag: "Users",
    scope: "read",
    query: listUsersEntries,
    response: v.array(apiUser),
    paged: true,
    errors: ["forbidden"],
    handle: listUsers,
  },
  "POST /users": {
    operationId: "addUser",
    summary: "Make an account",
    tag: "Users",
    scope: "manage",
    body: addUserInput,
    response: apiUser,
    status: 201,
    errors: ["forbidden", "exists", "rejected"],
    handle: addUser,
  },
  "DELETE /users/:userid": {
    operationId: "removeUser",
    summary: "Remove an account, with its rights, tokens and files",
    description:
      "Device groups that only this account was linked to are seen by nobody afterwards.",
    tag: "Users",
    scope: "manage",
    params: userInput,
    errors: ["forbidden", "not_found"],
    handle: removeUser,
  },
  "GET /users/:userid": {
    operationId: "getUser",
    summary: "One account",
    tag: "Users",
    scope: "read",
    params: userInput,
    response: apiUser,
    errors: ["forbidden", "not_found"],
    handle: getUser,
  },
  "PATCH /users/:userid": {
    operationId: "editUser",
    summary: "Change an account",
    tag: "Users",
    scope: "manage",
    params: userInput,
    body: editUserBody,
    response: apiUser,
    errors: ["forbidden", "not_found", "rejected"],
    handle: editUser,
  },
  "PUT /users/:userid/password": {
    operationId: "setUserPassword",
    summary: "Give an account another password",
    tag: "Users",
    scope: "manage",
    params: userInput,
    body: setPasswordBody,
    errors: ["forbidden", "not_found", "rejected"],
    handle: setUserPassword,
  },
  "GET /sessions": {
    operationId: "listSessions",
    summary: "How many sessions each account has",
    tag: "Users",
    scope: "read",
    response: v.array(apiUserSessions),
    paged: true,
    handle: listSessions,
  },
};
