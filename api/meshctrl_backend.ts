/**
 * A backend that runs the installed `meshctrl.js`: a process for each question. Slow, and it shows its
 * login on its command line to every user of the machine; so it is only given login tokens that expire
 * within an hour, and logging in, events and tunnels go over the operator channel all the same. For
 * Node and Deno.
 *
 * @module
 */
import { ControlError, type Device, type DeviceGroup, type User } from "../control/mod.ts";
import { readDevices } from "../control/devices.ts";
import { readDeviceGroup } from "../control/device_groups.ts";
import { objects, text } from "../control/json.ts";
import { expectDone, expectLogin, runMeshctrl } from "../control/meshctrl/mod.ts";
import { readUser } from "../control/users.ts";
import { parseJson } from "../protocol/parse_json.ts";
import type {
  Backend,
  BackendLogin,
  BackendSession,
  DeviceTunnel,
  Feed,
  Operator,
} from "./backend.ts";
import type { Caller, Credentials } from "./caller.ts";
import { ControlBackend, type ControlBackendOptions } from "./control_backend.ts";
import { ApiError } from "./errors.ts";
import { sameId, shortId } from "./ids.ts";
import { partialOperator } from "./partial_operator.ts";
import type { TunnelProtocol } from "./schemas/tunnels.ts";

/** Where meshctrl is. */
export interface MeshctrlBackendOptions extends ControlBackendOptions {
  /** The path of `meshctrl.js`. */
  readonly script: string;
  /** The Node that runs it. @default {"node"} */
  readonly node?: string;
}

type Run = (action: string, args?: Record<string, string | number | boolean>) => Promise<string>;

/** See the module. What meshctrl cannot do, or not tell apart, answers `not_supported`. */
export class MeshctrlBackend implements Backend {
  readonly #options: MeshctrlBackendOptions;
  readonly #control: ControlBackend;

  /** Runs nothing until it is asked. */
  constructor(options: MeshctrlBackendOptions) {
    this.#options = options;
    this.#control = new ControlBackend(options);
  }

  /** Logs in over the operator channel; rejects where the server makes no login tokens. */
  async login(login: BackendLogin): Promise<BackendSession> {
    const session = await this.#control.login(login);
    if (session.credentials.kind === "login-token") return session;
    throw new ApiError("not_supported", "meshctrl needs login tokens, which this domain forbids.");
  }

  /** Over the operator channel. */
  renew(...renewal: Parameters<ControlBackend["renew"]>): Promise<Credentials> {
    return this.#control.renew(...renewal);
  }

  /** Over the operator channel. */
  logout(caller: Caller): Promise<void> {
    return this.#control.logout(caller);
  }

  /** Over the operator channel. */
  feed(caller: Caller): Promise<Feed> {
    return this.#control.feed(caller);
  }

  /** Over the operator channel. */
  tunnel(caller: Caller, deviceId: string, protocol: TunnelProtocol): Promise<DeviceTunnel> {
    return this.#control.tunnel(caller, deviceId, protocol);
  }

  /** Rejects unless MeshCentral answers. */
  ready(): Promise<void> {
    return this.#control.ready();
  }

  /** What meshctrl can do, as its methods; the others reject. */
  async operator(caller: Caller): Promise<Operator> {
    const credentials = await caller.credentials();
    if (credentials.kind !== "login-token") throw unsupported("this session");
    const { url, script, node } = this.#options;
    const { username, password } = credentials;
    const options = { url, script, username, password, ...(node === undefined ? {} : { node }) };
    const run: Run = (action, args = {}) => runMeshctrl(options, action, args);
    return partialOperator(
      methods(run, caller),
      lacks,
    );
  }

  /** Closes the connections of the operator channel. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.#control[Symbol.asyncDispose]();
  }
}

function methods(run: Run, caller: Caller): Partial<Operator> {
  const list = async (action: string): Promise<readonly Record<string, unknown>[]> => {
    const output = await run(action, { json: true });
    expectLogin(output);
    const parsed = parseJson(output);
    if (parsed !== undefined) return objects(parsed);
    throw new ControlError("rejected", `meshctrl ${action} printed something else than JSON.`);
  };
  const change = async (action: string, args: Record<string, string | number | boolean>) =>
    expectDone(await run(action, args), `${action} was not done`);
  const devices = async (): Promise<readonly Device[]> =>
    (await list("listdevices")).flatMap((node) => {
      const groupId = text(node["meshid"]) ?? "";
      const names = new Map([[groupId, text(node["groupname"]) ?? ""]]);
      return readDevices({ action: "nodes", nodes: { [groupId]: [node] } }, names);
    });
  const groups = async (): Promise<readonly DeviceGroup[]> =>
    (await list("listdevicegroups")).map(readDeviceGroup);
  const users = async (): Promise<readonly User[]> => (await list("listusers")).map(readUser);
  return {
    userInfo: { _id: caller.userId, name: caller.name },
    devices: async ({ groupId } = {}) =>
      (await devices()).filter((device) => !groupId || sameId(device.groupId, groupId)),
    device: async (id) => {
      const device = (await devices()).find((device) => sameId(device.id, id));
      if (device === undefined) throw new ApiError("not_found", "There is no such device.");
      return device;
    },
    deviceGroups: groups,
    users,
    addDeviceGroup: async (name, { description, flags, consent } = {}) => {
      const id = await change("adddevicegroup", {
        name,
        ...(description === undefined ? {} : { desc: description }),
        ...(flags === undefined ? {} : { features: flags }),
        ...(consent === undefined ? {} : { consent }),
      });
      const made = (await groups()).find((group) => group.id === id);
      if (made === undefined) throw new ApiError("rejected", "The device group was not made.");
      return made;
    },
    removeDeviceGroup: async (id) => void await change("removedevicegroup", { id: shortId(id) }),
    setDeviceGroupUser: async (groupId, userid, rights) => {
      if (rights !== 0xffff_ffff && rights !== 0) throw unsupported("rights but all or none");
      await change("addusertodevicegroup", {
        id: shortId(groupId),
        userid: shortId(userid),
        ...(rights === 0 ? {} : { fullrights: true }),
      });
    },
    removeDeviceGroupUser: async (groupId, userid) =>
      void await change("removeuserfromdevicegroup", {
        id: shortId(groupId),
        userid: shortId(userid),
      }),
    addUser: async ({ username, password, email, realName }) => {
      await change("adduser", {
        user: username,
        pass: password,
        ...(email === undefined ? {} : { email }),
        ...(realName === undefined ? {} : { realname: realName }),
      });
      const made = (await users()).find(({ id }) => shortId(id) === username.toLowerCase());
      if (made === undefined) throw new ApiError("rejected", "The account was not made.");
      return made;
    },
    removeUser: async (id) => void await change("removeuser", { userid: shortId(id) }),
  };
}

function unsupported(what: string): ApiError {
  return new ApiError("not_supported", lacks(what));
}

function lacks(what: string): string {
  return `This API runs meshctrl, which has no ${what}.`;
}
