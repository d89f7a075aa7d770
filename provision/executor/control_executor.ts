import type { ControlClient } from "../../control/mod.ts";
import { splitMark, splitRealName } from "../marker.ts";
import type { DeviceGroupFields, UserFields } from "../plan/step.ts";
import { EVERYTHING } from "../rights.ts";
import type { LiveDeviceGroup, LiveServer, LiveUser, LiveUserGroup } from "../state.ts";
import type { Executor, NewDeviceGroup, NewUser } from "./executor.ts";

/**
 * Provisioning over the operator channel.
 *
 * @param url the address of the server, for enrolment files
 *
 * @example
 * ```ts ignore
 * await using client = await ControlClient.connect({ url, username, password });
 * const executor = controlExecutor(client, url);
 * const spec = parseSpec(text);
 * await apply(plan(spec, await readState(executor, { spec })), executor);
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
    return groups.map(({ id, name, description = "", flags, consent, rights, ...group }) => ({
      id,
      name,
      ...splitMark(description),
      flags,
      consent,
      invite: group.inviteCodes.length === 0 ? undefined : {
        codes: group.inviteCodes,
        flags: inviteFlags(group.raw["invite"]),
      },
      rights: Object.fromEntries([...rights].map(([id, sum]) => [id, sum >>> 0])),
      devices: devices?.filter(({ groupId }) => groupId === id).length,
    }));
  }

  async invisibleGroups(): Promise<readonly string[]> {
    const visible = new Set((await this.#client.deviceGroups()).map(({ id }) => id));
    const linked = [...await this.#client.users(), ...await this.#client.userGroups()]
      .flatMap(({ rights }) => [...rights.keys()]);
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
    return (await this.#client.userGroups()).map(({ id, name, description = "", members }) => ({
      id,
      name,
      ...splitMark(description),
      members,
    }));
  }

  async createUser({ name: username, email, emailVerified, ...user }: NewUser): Promise<void> {
    await this.#client.addUser({
      username,
      ...user,
      ...(email === undefined ? {} : { email }),
      ...(emailVerified === undefined ? {} : { emailVerified }),
    });
  }

  async updateUser(id: string, fields: UserFields): Promise<void> {
    await this.#client.editUser(id, fields);
  }

  removeUser(id: string): Promise<void> {
    return this.#client.removeUser(id);
  }

  async createUserGroup(name: string, description: string): Promise<string> {
    return (await this.#client.addUserGroup(name, { description })).id;
  }

  async updateUserGroup(
    id: string,
    fields: { readonly name?: string; readonly description?: string },
  ): Promise<void> {
    await this.#client.editUserGroup(id, fields);
  }

  removeUserGroup(id: string): Promise<void> {
    return this.#client.removeUserGroup(id);
  }

  async addMember(groupId: string, userId: string): Promise<void> {
    await this.#client.addUserGroupMembers(groupId, [userId]);
  }

  removeMember(groupId: string, userId: string): Promise<void> {
    return this.#client.removeUserGroupMember(groupId, userId);
  }

  async createDeviceGroup({ name, ...options }: NewDeviceGroup): Promise<string> {
    return (await this.#client.addDeviceGroup(name, options)).id;
  }

  async updateDeviceGroup(id: string, { invite, ...fields }: DeviceGroupFields): Promise<void> {
    const { codes = [], flags = 0 } = invite || {};
    await this.#client.editDeviceGroup(id, {
      ...fields,
      ...(invite === undefined ? {} : { inviteCodes: codes, inviteFlags: flags }),
    });
  }

  removeDeviceGroup(id: string): Promise<void> {
    return this.#client.removeDeviceGroup(id);
  }

  setRights(groupId: string, principalId: string, rights: number): Promise<void> {
    return this.#client.setDeviceGroupUser(groupId, principalId, rights);
  }

  removeRights(groupId: string, principalId: string): Promise<void> {
    return this.#client.removeDeviceGroupUser(groupId, principalId);
  }

  /** Only full administrators are answered; the others would wait in vain. */
  async #readVersion(): Promise<string | undefined> {
    if ((this.#client.userInfo.siteadmin ?? 0) >>> 0 !== EVERYTHING) return undefined;
    return /meshVersion\W+v(\d+\.\d+\.\d+)/.exec(await this.#client.serverConsole("info"))?.[1];
  }
}

function inviteFlags(invite: unknown): number {
  return Number((invite as { readonly flags?: unknown } | undefined)?.flags ?? 0);
}
