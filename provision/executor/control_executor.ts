import type { ControlClient, ControlMessage } from "../../control/mod.ts";
import { ProvisionError } from "../errors.ts";
import { splitMark, splitRealName } from "../marker.ts";
import type { DeviceGroupFields, UserFields } from "../plan/step.ts";
import { EVERYTHING } from "../rights.ts";
import type { LiveDeviceGroup, LiveServer, LiveUser, LiveUserGroup } from "../state.ts";
import type { Executor, NewDeviceGroup, NewUser } from "./executor.ts";

type Json = Readonly<Record<string, unknown>>;

/**
 * Provisioning over the operator channel.
 *
 * @param url the address of the server, for enrolment files
 *
 * @example
 * ```ts ignore
 * await using client = await ControlClient.connect({ url, username, password });
 * const executor = controlExecutor(client, url);
 * await apply(plan(spec, await readState(executor)), executor);
 * ```
 */
export function controlExecutor(client: ControlClient, url: string): Executor {
  return new ControlExecutor(client, url);
}

class ControlExecutor implements Executor {
  readonly #client: ControlClient;
  readonly #url: string;
  #version: Promise<string | undefined> | undefined;

  constructor(client: ControlClient, url: string) {
    this.#client = client;
    this.#url = url;
  }

  async server(): Promise<LiveServer> {
    const { domain, agentCertHash, tlshash } = this.#client.serverInfo;
    return {
      url: this.#url,
      serverId: agentCertHash,
      tlsHash: tlshash,
      version: await (this.#version ??= this.#readVersion()),
      domain,
    };
  }

  account(): Promise<string> {
    return Promise.resolve(this.#client.userInfo._id);
  }

  async deviceGroups(
    options: { readonly countDevices?: boolean } = {},
  ): Promise<readonly LiveDeviceGroup[]> {
    const groups = await this.#client.deviceGroups();
    const devices = options.countDevices ? await this.#client.devices() : undefined;
    return groups.map(({ id, name, description = "", flags, consent, rights, raw }) => ({
      id,
      name,
      ...splitMark(description),
      flags,
      consent,
      invite: readInvite(raw["invite"]),
      rights: Object.fromEntries([...rights].map(([id, sum]) => [id, sum >>> 0])),
      devices: devices?.filter(({ groupId }) => groupId === id).length,
    }));
  }

  async invisibleGroups(): Promise<readonly string[]> {
    const visible = new Set((await this.#client.deviceGroups()).map(({ id }) => id));
    const linked = [
      ...(await this.#client.users()).flatMap(({ rights }) => [...rights.keys()]),
      ...(await this.#rawUserGroups()).flatMap(({ links }) => Object.keys(object(links))),
    ];
    return [...new Set(linked)].filter((id) => id.startsWith("mesh/") && !visible.has(id));
  }

  async users(): Promise<readonly LiveUser[]> {
    return (await this.#client.users()).map((user) => ({
      id: user.id,
      name: user.name,
      ...splitRealName(user.realName ?? ""),
      email: user.email ?? "",
      emailVerified: user.emailVerified,
      siteRights: user.siteRights >>> 0,
    }));
  }

  async userGroups(): Promise<readonly LiveUserGroup[]> {
    return (await this.#rawUserGroups()).map((group) => ({
      id: String(group["_id"]),
      name: String(group["name"] ?? ""),
      ...splitMark(String(group["desc"] ?? "")),
      members: Object.keys(object(group["links"])).filter((id) => id.startsWith("user/")),
    }));
  }

  async createUser(user: NewUser): Promise<void> {
    await this.#client.addUser({
      username: user.name,
      password: user.password,
      realName: user.realName,
      siteRights: user.siteRights,
      resetPassword: user.resetPassword,
      ...(user.email === undefined ? {} : { email: user.email }),
      ...(user.emailVerified === undefined ? {} : { emailVerified: user.emailVerified }),
    });
  }

  async updateUser(userid: string, fields: UserFields): Promise<void> {
    const { realName: realname, siteRights: siteadmin, email, emailVerified } = fields;
    const user = (await this.#client.users()).find(({ id }) => id === userid);
    const quota = user?.raw["quota"]; // a request without it would take the stored quota away
    await this.#expectOk({
      action: "edituser",
      userid,
      ...defined({ realname, siteadmin, email, emailVerified, quota }),
    });
  }

  removeUser(id: string): Promise<void> {
    return this.#client.removeUser(id);
  }

  async createUserGroup(name: string, desc: string): Promise<string> {
    const { ugrpid } = await this.#expectOk({ action: "createusergroup", name, desc });
    return String(ugrpid);
  }

  /** The server answers nothing, and handles messages in order: another request tells the end. */
  async updateUserGroup(
    ugrpid: string,
    { name, description: desc }: { name?: string; description?: string },
  ): Promise<void> {
    const message = { action: "editusergroup", ugrpid, ...defined({ name, desc }) };
    const abort = new AbortController();
    const edited = this.#client.request(message, { signal: abort.signal });
    await Promise.race([edited, this.#client.request({ action: "usergroups" })]);
    abort.abort();
    await edited.catch(() => {}); // aborted by us; what it did is read back
  }

  async removeUserGroup(ugrpid: string): Promise<void> {
    await this.#expectOk({ action: "deleteusergroup", ugrpid });
  }

  async addMember(ugrpid: string, userId: string): Promise<void> {
    const usernames = [nameOf(userId)];
    await this.#expectOk({ action: "addusertousergroup", ugrpid, usernames });
  }

  async removeMember(ugrpid: string, userid: string): Promise<void> {
    await this.#expectOk({ action: "removeuserfromusergroup", ugrpid, userid });
  }

  async createDeviceGroup(group: NewDeviceGroup): Promise<string> {
    const { name: meshname, description: desc, flags, consent } = group;
    const { meshid } = await this.#expectOk({
      action: "createmesh",
      meshname,
      meshtype: 2, // for agents
      desc,
      flags,
      consent,
    });
    return String(meshid);
  }

  async updateDeviceGroup(meshid: string, fields: DeviceGroupFields): Promise<void> {
    const { name: meshname, description: desc, flags, consent, invite } = fields;
    await this.#expectOk({
      action: "editmesh",
      meshid,
      ...defined({ meshname, desc, flags, consent }),
      ...(invite === undefined ? {} : { invite: invite || "*" }),
    });
  }

  removeDeviceGroup(id: string): Promise<void> {
    return this.#client.removeDeviceGroup(id);
  }

  async setRights(meshid: string, principalId: string, rights: number): Promise<void> {
    const answer = await this.#client.request({
      action: "addmeshuser",
      meshid,
      ...(principalId.startsWith("ugrp/") ? { userid: principalId } : { userids: [principalId] }),
      meshadmin: rights,
    });
    // The text is for people, and differs with the user's name.
    if (Number(answer["success"]) > 0) return;
    throw refused("The rights were not given", answer);
  }

  async removeRights(meshid: string, userid: string): Promise<void> {
    await this.#expectOk({ action: "removemeshuser", meshid, userid });
  }

  async #rawUserGroups(): Promise<readonly Json[]> {
    const { ugroups } = await this.#client.request({ action: "usergroups" });
    return Object.values(object(ugroups)).map(object); // null when there are none
  }

  /** Only full administrators are answered; the others would wait in vain. */
  async #readVersion(): Promise<string | undefined> {
    if ((this.#client.userInfo.siteadmin ?? 0) >>> 0 !== EVERYTHING) return undefined;
    const answer = await this.#client.request({ action: "serverconsole", value: "info" });
    return /meshVersion\W+v(\d+\.\d+\.\d+)/.exec(String(answer["value"]))?.[1];
  }

  async #expectOk(message: ControlMessage): Promise<ControlMessage> {
    const answer = await this.#client.request(message);
    if (String(answer["result"]).toLowerCase() === "ok") return answer;
    throw refused(`The server refused "${message.action}"`, answer);
  }
}

function refused(what: string, { result }: ControlMessage): ProvisionError {
  return new ProvisionError("apply-failed", `${what}: it says "${result ?? "nothing"}".`, {
    hint: /denied/i.test(String(result)) ? "Run this as a full administrator." : "",
  });
}

function readInvite(value: unknown): LiveDeviceGroup["invite"] {
  const { codes, flags } = object(value);
  if (!Array.isArray(codes)) return undefined;
  return { codes: codes.map(String), flags: Number(flags ?? 0) };
}

function nameOf(userId: string): string {
  return userId.split("/").slice(2).join("/");
}

function object(value: unknown): Json {
  return typeof value === "object" && value !== null ? value as Json : {};
}

function defined(fields: Json): Json {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
