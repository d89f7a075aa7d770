import * as v from "valibot";
import { addUser, listUsers, removeUser } from "../handlers/users.ts";
import type { RouteTable } from "../route.ts";
import type { UserRoutes } from "../schemas/routes.ts";
import {
  type AddUserInput,
  addUserInput,
  apiUser,
  listUsersEntries,
  type ListUsersInput,
  type UserInput,
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
};
