import { expectDone, type MeshctrlOptions, runMeshctrl } from "../../control/meshctrl/mod.ts";
import type { MeshctrlArguments } from "../../control/meshctrl/mod.ts";
import { ProvisionError } from "../errors.ts";
import type { DeviceGroupFields, UserFields } from "../plan/step.ts";
import type { LiveDeviceGroup, LiveServer, LiveUser, LiveUserGroup } from "../state.ts";
import type { Executor, NewDeviceGroup, NewUser } from "./executor.ts";
import {
  asObject,
  type Json,
  linksOf,
  readDeviceGroup,
  readUser,
  readUserGroup,
} from "./raw_state.ts";

/** Runs an action of meshctrl, and resolves with what it printed. */
export type RunMeshctrl = (action: string, args?: MeshctrlArguments) => Promise<string>;

/**
 * Provisioning with the `meshctrl.js` of an installed MeshCentral, one process a request, for where
 * nothing else is allowed: the same plan and the same result, some hundred times slower. It shows
 * passwords on its command line, does not check the server's certificate, takes the quota off an
 * account that it changes, and cannot change a user group or take an e-mail address away.
 */
export function meshctrlExecutor(options: MeshctrlOptions): Executor {
  return new MeshctrlExecutor(
    (action, args) => runMeshctrl(options, action, args),
    options.url,
  );
}

class MeshctrlExecutor implements Executor {
  readonly #run: RunMeshctrl;
  readonly #url: string;
  #server: Promise<LiveServer> | undefined;
  #account: Promise<string> | undefined;

  constructor(run: RunMeshctrl, url: string) {
    this.#run = run;
    this.#url = url;
  }

  server(): Promise<LiveServer> {
    return this.#server ??= this.#readServer();
  }

  account(): Promise<string> {
    return this.#account ??= this.#json("userinfo").then((user) => String(asObject(user)["_id"]));
  }

  async deviceGroups(
    options: { readonly countDevices?: boolean } = {},
  ): Promise<readonly LiveDeviceGroup[]> {
    const groups = await this.#list("listdevicegroups");
    const devices = options.countDevices ? await this.#list("listdevices") : undefined;
    return groups.map((group) => readDeviceGroup(group, devices));
  }

  async users(): Promise<readonly LiveUser[]> {
    return (await this.#list("listusers")).map(readUser);
  }

  async userGroups(): Promise<readonly LiveUserGroup[]> {
    return (await this.#list("listusergroups")).map(readUserGroup);
  }

  async invisibleGroups(): Promise<readonly string[]> {
    const visible = (await this.#list("listdevicegroups")).map(({ _id }) => String(_id));
    const linked = [...await this.#list("listusers"), ...await this.#list("listusergroups")]
      .flatMap(linksOf);
    return [...new Set(linked)].filter((id) => id.startsWith("mesh/") && !visible.includes(id));
  }

  async createUser(user: NewUser): Promise<void> {
    await this.#do("adduser", {
      user: user.name,
      pass: user.password,
      realname: user.realName || undefined,
      email: user.email,
      emailverified: user.email !== undefined && user.emailVerified === true,
      resetpass: user.resetPassword,
      rights: user.siteRights,
    });
  }

  async updateUser(id: string, fields: UserFields): Promise<void> {
    const { realName, siteRights, emailVerified } = fields;
    if (fields.email === "" || emailVerified === false) {
      throw unable("take an e-mail address, or its confirmation, away");
    }
    const current = emailVerified ? (await this.users()).find((user) => user.id === id)?.email : "";
    await this.#do("edituser", {
      userid: id,
      realname: realName === "" ? true : realName,
      rights: siteRights,
      email: (fields.email ?? current) || undefined,
      emailverified: emailVerified,
    });
  }

  async removeUser(id: string): Promise<void> {
    await this.#do("removeuser", { userid: id });
  }

  /** It prints no id: the mark in the description tells which it is. */
  async createUserGroup(name: string, desc: string): Promise<string> {
    const before = new Set((await this.userGroups()).map(({ id }) => id));
    await this.#do("addusergroup", { name, desc });
    const made = (await this.#list("listusergroups"))
      .find((group) => !before.has(String(group["_id"])) && group["desc"] === desc);
    return made === undefined ? unlisted(`user group "${name}"`) : String(made["_id"]);
  }

  updateUserGroup(): Promise<void> {
    return Promise.reject(unable("change the name or description of a user group"));
  }

  async removeUserGroup(groupid: string): Promise<void> {
    await this.#do("removeusergroup", { groupid });
  }

  async addMember(groupid: string, id: string): Promise<void> {
    await this.#do("addtousergroup", { groupid, id });
  }

  async removeMember(groupid: string, id: string): Promise<void> {
    await this.#do("removefromusergroup", { groupid, id });
  }

  async createDeviceGroup(group: NewDeviceGroup): Promise<string> {
    const { name, description: desc, flags: features, consent } = group;
    const args = { name, desc, features, consent };
    const output = await this.#run("adddevicegroup", args);
    return expectDone(output, `The device group "${name}" was not made`) ??
      unlisted(`device group "${name}"`);
  }

  async updateDeviceGroup(id: string, fields: DeviceGroupFields): Promise<void> {
    const { name, description, flags, consent, invite } = fields;
    await this.#do("editdevicegroup", {
      id,
      name,
      desc: description === "" ? true : description,
      flags,
      consent,
      ...(invite === undefined ? {} : {
        invitecodes: invite === false || invite.codes.join(","),
        interactiveonly: invite !== false && invite.flags === 1,
        backgroundonly: invite !== false && invite.flags === 2,
      }),
    });
  }

  async removeDeviceGroup(id: string): Promise<void> {
    await this.#do("removedevicegroup", { id });
  }

  /**
   * `addusertodevicegroup` knows half of the rights only. This action is for user groups, and sends
   * what it is given: the server takes an account there as well, and every right.
   */
  async setRights(id: string, groupid: string, rights: number): Promise<void> {
    await this.#do("addtousergroup", { groupid, id, rights });
  }

  async removeRights(id: string, userid: string): Promise<void> {
    await this.#do("removeuserfromdevicegroup", { id, userid });
  }

  async #readServer(): Promise<LiveServer> {
    const info = asObject(await this.#json("serverinfo"));
    const text = (name: string) => typeof info[name] === "string" ? String(info[name]) : undefined;
    return {
      url: this.#url,
      serverId: text("agentCertHash"),
      tlsHash: text("tlshash"),
      version: undefined,
      domain: text("domain") ?? "",
    };
  }

  async #do(action: string, args: MeshctrlArguments): Promise<void> {
    expectDone(await this.#run(action, args), `meshctrl ${action} was refused`);
  }

  async #list(action: string): Promise<readonly Json[]> {
    const value = await this.#json(action);
    return Object.values(asObject(value)).map(asObject); // null when there are none
  }

  async #json(action: string): Promise<unknown> {
    const output = await this.#run(action, { json: true });
    try {
      return JSON.parse(output);
    } catch {
      expectDone(output, `meshctrl ${action} printed no JSON`);
      return undefined;
    }
  }
}

function unlisted(what: string): never {
  throw new ProvisionError("apply-failed", `meshctrl said ok, but there is no ${what}.`);
}

function unable(what: string): ProvisionError {
  return new ProvisionError("apply-failed", `meshctrl cannot ${what}.`, {
    hint: "Do it by hand, or run this without --executor meshctrl.",
  });
}
