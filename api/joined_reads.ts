import type { ControlClient } from "../control/mod.ts";
import type { Operator } from "./backend.ts";

/**
 * The operator of one connection. The same read asked for again while it is under way gets the same
 * answer: it began after nobody's write ended. Nothing is kept once it has been answered.
 */
export function joinReads(client: ControlClient): Operator {
  const underWay = new Map<string, Promise<unknown>>();
  const join = <T>(key: string, read: () => Promise<T>): Promise<T> => {
    const running = underWay.get(key) as Promise<T> | undefined;
    if (running !== undefined) return running;
    const started = read().finally(() => {
      if (underWay.get(key) === started) underWay.delete(key);
    });
    underWay.set(key, started);
    return started;
  };
  /** What is read after a write must not be what was asked for before it. */
  const write = <A extends unknown[], T>(call: (...args: A) => Promise<T>) => {
    return async (...args: A): Promise<T> => {
      try {
        return await call(...args);
      } finally {
        underWay.clear();
      }
    };
  };
  return {
    get serverInfo() {
      return client.serverInfo;
    },
    get userInfo() {
      return client.userInfo;
    },
    devices: (options) => join(`devices ${options?.groupId ?? ""}`, () => client.devices(options)),
    device: (id) => join(`device ${id}`, () => client.device(id)),
    deviceSystemInfo: (id) => join(`system ${id}`, () => client.deviceSystemInfo(id)),
    deviceNetworkInfo: (id) => join(`network ${id}`, () => client.deviceNetworkInfo(id)),
    deviceGroups: () => join("groups", () => client.deviceGroups()),
    users: () => join("users", () => client.users()),
    addDeviceGroup: write(client.addDeviceGroup.bind(client)),
    addUser: write(client.addUser.bind(client)),
    removeDeviceGroup: write(client.removeDeviceGroup.bind(client)),
    removeDeviceGroupUser: write(client.removeDeviceGroupUser.bind(client)),
    removeDevices: write(client.removeDevices.bind(client)),
    removeUser: write(client.removeUser.bind(client)),
    setDeviceGroupUser: write(client.setDeviceGroupUser.bind(client)),
  };
}
