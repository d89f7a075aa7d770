import type { LoginToken } from "../../control/mod.ts";
import { ApiError } from "../errors.ts";
import type { OperationContext } from "../operation.ts";
import type {
  AddLoginTokenInput,
  ApiLoginToken,
  ApiNewLoginToken,
  ApiServer,
  ChangePasswordInput,
  LoginTokenInput,
} from "../schemas/account.ts";
import { isoTime } from "./time.ts";

/** Changes the caller's own password. Tokens that were issued before stay good. */
export async function changeMyPassword(
  { backend, caller }: OperationContext,
  { old, new: password }: ChangePasswordInput,
): Promise<void> {
  await (await backend.operator(caller)).changeOwnPassword(old, password);
}

/** The login tokens of the caller's account, those of the API's own sessions among them. */
export async function listMyLoginTokens(
  { backend, caller }: OperationContext,
): Promise<readonly ApiLoginToken[]> {
  return (await (await backend.operator(caller)).loginTokens()).map(apiLoginToken);
}

/** Makes a login token for a program. */
export async function addMyLoginToken(
  { backend, caller }: OperationContext,
  input: AddLoginTokenInput,
): Promise<ApiNewLoginToken> {
  const token = await (await backend.operator(caller)).addLoginToken(input);
  return { ...apiLoginToken(token), tokenPass: token.password };
}

/** Removes a login token of the caller's account. */
export async function removeMyLoginToken(
  { backend, caller }: OperationContext,
  { tokenUser }: LoginTokenInput,
): Promise<void> {
  const operator = await backend.operator(caller);
  const there = (await operator.loginTokens()).some(({ username }) => username === tokenUser);
  if (!there) throw new ApiError("not_found", "There is no such login token.");
  await operator.removeLoginTokens([tokenUser]);
}

/** What the server says of itself. */
export async function getServer({ backend, caller }: OperationContext): Promise<ApiServer> {
  const { serverInfo } = await backend.operator(caller);
  return {
    name: serverInfo.name,
    domain: serverInfo.domain,
    port: serverInfo.port,
    serverId: serverInfo.agentCertHash,
    serverHash: serverInfo.tlshash?.toLowerCase(),
  };
}

function apiLoginToken({ username, name, createdAt, expiresAt }: LoginToken): ApiLoginToken {
  return {
    tokenUser: username,
    name,
    createdAt: isoTime(createdAt),
    expiresAt: isoTime(expiresAt),
  };
}
