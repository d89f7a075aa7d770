/**
 * A MeshCentral in memory, as far as provisioning sees it: it takes a name twice, as the real one.
 *
 * @module
 */
import type { Executor, NewDeviceGroup, NewUser } from "./executor/executor.ts";
import type { Files } from "./files.ts";
import { splitMark, splitRealName } from "./marker.ts";
import type { DeviceGroupFields, UserFields } from "./plan/step.ts";
import type { LiveDeviceGroup, LiveFile, LiveServer, LiveUser, LiveUserGroup } from "./state.ts";

const ACCOUNT = "user//root";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface StoredGroup {
  id: string;
  name: string;
  description: string;
  flags: number;
  consent: number;
  invite: LiveDeviceGroup["invite"];
  rights: Record<string, number>;
}

/** Counts its writes, and can end after some of them. */
export class ModelExecutor implements Executor {
  /** How many were carried out. */
  writes = 0;
  /** After so many writes each further request fails, as when the process is killed. */
  diesAfter = Infinity;
  readonly #users = new Map<string, Mutable<Omit<LiveUser, "unfinished">>>();
  readonly #userGroups = new Map<
    string,
    { id: string; name: string; description: string; members: string[] }
  >();
  readonly #deviceGroups = new Map<string, StoredGroup>();
  #next = 1;

  constructor() {
    this.#users.set(ACCOUNT, user(ACCOUNT, "root"));
  }

  server(): Promise<LiveServer> {
    return Promise.resolve({
      url: "wss://model.example",
      serverId: "a".repeat(96),
      tlsHash: "b".repeat(96),
      version: undefined,
      domain: "",
    });
  }

  account(): Promise<string> {
    return Promise.resolve(ACCOUNT);
  }

  deviceGroups(): Promise<readonly LiveDeviceGroup[]> {
    return Promise.resolve(
      [...this.#deviceGroups.values()].map((group) => ({
        ...structuredClone(group),
        ...splitMark(group.description),
        devices: 0,
      })),
    );
  }

  users(): Promise<readonly LiveUser[]> {
    return Promise.resolve(
      [...this.#users.values()].map((user) => ({
        ...user,
        ...splitRealName(user.realName),
      })),
    );
  }

  userGroups(): Promise<readonly LiveUserGroup[]> {
    return Promise.resolve(
      [...this.#userGroups.values()].map((group) => ({
        ...structuredClone(group),
        ...splitMark(group.description),
      })),
    );
  }

  invisibleGroups(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }

  async createUser(fields: NewUser): Promise<void> {
    await this.#write();
    const id = `user//${fields.name.toLowerCase()}`;
    if (this.#users.has(id)) throw new Error("User already exists");
    this.#users.set(id, {
      ...user(id, fields.name),
      realName: fields.realName,
      email: fields.email ?? "",
      emailVerified: fields.emailVerified ?? false,
      siteRights: fields.siteRights,
    });
  }

  async updateUser(id: string, fields: UserFields): Promise<void> {
    await this.#write();
    Object.assign(found(this.#users, id), fields);
  }

  async removeUser(id: string): Promise<void> {
    await this.#write();
    found(this.#users, id);
    this.#users.delete(id);
    this.#unlink(id);
  }

  async createUserGroup(name: string, description: string): Promise<string> {
    await this.#write();
    const id = `ugrp//${this.#next++}`;
    this.#userGroups.set(id, { id, name, description, members: [] });
    return id;
  }

  async updateUserGroup(
    id: string,
    fields: { name?: string; description?: string },
  ): Promise<void> {
    await this.#write();
    Object.assign(found(this.#userGroups, id), fields);
  }

  async removeUserGroup(id: string): Promise<void> {
    await this.#write();
    found(this.#userGroups, id);
    this.#userGroups.delete(id);
    this.#unlink(id);
  }

  async addMember(groupId: string, userId: string): Promise<void> {
    await this.#write();
    found(this.#users, userId);
    found(this.#userGroups, groupId).members.push(userId);
  }

  async removeMember(groupId: string, userId: string): Promise<void> {
    await this.#write();
    const group = found(this.#userGroups, groupId);
    group.members = group.members.filter((member) => member !== userId);
  }

  async createDeviceGroup(group: NewDeviceGroup): Promise<string> {
    await this.#write();
    const id = `mesh//${String(this.#next++).padStart(64, "A")}`;
    const rights = { [ACCOUNT]: 0xffff_ffff };
    this.#deviceGroups.set(id, { id, ...group, invite: undefined, rights });
    return id;
  }

  async updateDeviceGroup(id: string, fields: DeviceGroupFields): Promise<void> {
    await this.#write();
    const { invite, ...others } = fields;
    const group = found(this.#deviceGroups, id);
    Object.assign(group, others);
    if (invite !== undefined) group.invite = invite || undefined;
  }

  async removeDeviceGroup(id: string): Promise<void> {
    await this.#write();
    found(this.#deviceGroups, id);
    this.#deviceGroups.delete(id);
  }

  async setRights(groupId: string, principalId: string, rights: number): Promise<void> {
    await this.#write();
    if (principalId === ACCOUNT) throw new Error("Can't change self, Nothing done");
    if (!this.#users.has(principalId)) found(this.#userGroups, principalId);
    found(this.#deviceGroups, groupId).rights[principalId] = rights;
  }

  async removeRights(groupId: string, principalId: string): Promise<void> {
    await this.#write();
    delete found(this.#deviceGroups, groupId).rights[principalId];
  }

  #write(): Promise<void> {
    if (this.writes >= this.diesAfter) return Promise.reject(new Error("killed"));
    this.writes++;
    return Promise.resolve();
  }

  #unlink(id: string): void {
    for (const group of this.#deviceGroups.values()) delete group.rights[id];
    for (const group of this.#userGroups.values()) {
      group.members = group.members.filter((member) => member !== id);
    }
  }
}

/** Files in memory. */
export class ModelFiles implements Files {
  readonly #files = new Map<string, LiveFile>();

  read(path: string): Promise<LiveFile | undefined> {
    return Promise.resolve(this.#files.get(path));
  }

  write(path: string, content: string): Promise<void> {
    this.#files.set(path, { content, isPrivate: true });
    return Promise.resolve();
  }
}

function user(id: string, name: string): Mutable<Omit<LiveUser, "unfinished">> {
  return { id, name, realName: "", email: "", emailVerified: false, siteRights: 0 };
}

function found<T>(map: ReadonlyMap<string, T>, id: string): T {
  const value = map.get(id);
  if (value === undefined) throw new Error(`${id} is not there`);
  return value;
}
