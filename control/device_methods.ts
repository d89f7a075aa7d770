import { sessionOf } from "./client_session.ts";
import { getClipboard, setClipboard } from "./clipboard.ts";
import { consoleCommand, type ConsoleCommandOptions } from "./console_command.ts";
import { type DeviceCookieOptions, getDeviceCookie } from "./cookies.ts";
import {
  addAmtDevice,
  type AddAmtDeviceOptions,
  addLocalDevice,
  type AddLocalDeviceOptions,
} from "./device_add.ts";
import { type DeviceNetworkInfo, getNetworkInfo, getSystemInfo } from "./device_details.ts";
import { editDevice, type EditDeviceOptions, moveDevices } from "./device_edit.ts";
import {
  type DeviceDetailsOptions,
  getDeviceDetails,
  getDeviceDetailsCsv,
  getLastConnection,
  getLastConnections,
  getPowerTimeline,
  type LastConnection,
  type PowerState,
} from "./device_history.ts";
import {
  messageDevice,
  type MessageOptions,
  openUrlOnDevice,
  toastDevices,
  type ToastOptions,
} from "./device_messages.ts";
import { powerDevices, type PowerOperation, wakeDevices } from "./device_power.ts";
import {
  addDeviceShare,
  type AddDeviceShareOptions,
  type DeviceShare,
  listDeviceShares,
  removeDeviceShare,
} from "./device_shares.ts";
import { removeDeviceUser, setDeviceUser } from "./device_users.ts";
import { type Device, type DevicesOptions, getDevice, listDevices } from "./devices.ts";
import type { DeviceOutcome } from "./each.ts";
import { getNotes, setNotes } from "./notes.ts";
import { removeDevices } from "./remove_devices.ts";
import { type CommandOutcome, runCommand, type RunCommandOptions } from "./run_command.ts";
import { type DeviceShell, openShell, type ShellOptions } from "./shell.ts";
import { type OpenTunnelOptions, Tunnel } from "./tunnel.ts";
import type { CallOptions } from "./types.ts";
import { getWebRelayUrl, type WebRelayOptions } from "./web_relay.ts";

/** What {@linkcode ControlClient} can do with devices. */
export abstract class DeviceMethods {
  /** Every device this account can see. */
  devices(options?: DevicesOptions): Promise<readonly Device[]> {
    return listDevices(sessionOf(this), options);
  }

  /** One device; rejects with `not-found` when there is none that this account can see. */
  device(id: string, options?: CallOptions): Promise<Device> {
    return getDevice(sessionOf(this), id, options);
  }

  /** Removes devices. One that is connected comes back when its agent connects the next time. */
  removeDevices(ids: readonly string[], options?: CallOptions): Promise<void> {
    return removeDevices(sessionOf(this), ids, options);
  }

  /**
   * What a device reported about its hardware and operating system; undefined when it never did,
   * does not exist, or this account lacks the right to device details: the server says the same.
   */
  deviceSystemInfo(
    id: string,
    options?: CallOptions,
  ): Promise<Readonly<Record<string, unknown>> | undefined> {
    return getSystemInfo(sessionOf(this), id, options);
  }

  /** What a device reported about its network; undefined in the same cases. */
  deviceNetworkInfo(id: string, options?: CallOptions): Promise<DeviceNetworkInfo | undefined> {
    return getNetworkInfo(sessionOf(this), id, options);
  }

  /** Changes the name, description, tags, icon or consent of a device, and returns it as it is then. */
  editDevice(id: string, options: EditDeviceOptions): Promise<Device> {
    return editDevice(sessionOf(this), id, options);
  }

  /** Moves devices to another device group of the same type. */
  moveDevices(
    ids: readonly string[],
    groupId: string,
    options?: CallOptions,
  ): Promise<readonly DeviceOutcome[]> {
    return moveDevices(sessionOf(this), ids, groupId, options);
  }

  /** Adds a device without an agent to a group of type 3. */
  addLocalDevice(options: AddLocalDeviceOptions): Promise<Device> {
    return addLocalDevice(sessionOf(this), options);
  }

  /** Adds a device that has Intel AMT only to a group of type 1. */
  addAmtDevice(options: AddAmtDeviceOptions): Promise<Device> {
    return addAmtDevice(sessionOf(this), options);
  }

  /**
   * Gives a user, or a user group by its full id, rights on one device: a sum of bits without 1, 2
   * and 4, which exist on device groups only.
   */
  setDeviceUser(id: string, userId: string, rights: number, options?: CallOptions): Promise<void> {
    return setDeviceUser(sessionOf(this), id, userId, rights, options);
  }

  /** Takes the rights on one device from a user or user group; those on its group stay. */
  removeDeviceUser(id: string, userId: string, options?: CallOptions): Promise<void> {
    return removeDeviceUser(sessionOf(this), id, userId, options);
  }

  /** Sends wake-on-LAN packets to devices; whether they woke, their `nodeconnect` events tell. */
  wakeDevices(ids: readonly string[], options?: CallOptions): Promise<readonly DeviceOutcome[]> {
    return wakeDevices(sessionOf(this), ids, options);
  }

  /**
   * Switches devices off and the like. The server says `ok` whatever happens, also without the right
   * to it; whether it was done, `nodeconnect` events tell.
   */
  powerDevices(
    ids: readonly string[],
    operation: PowerOperation,
    options?: CallOptions,
  ): Promise<readonly DeviceOutcome[]> {
    return powerDevices(sessionOf(this), ids, operation, options);
  }

  /** Shows a passing notification on devices. */
  toastDevices(ids: readonly string[], options: ToastOptions): Promise<readonly DeviceOutcome[]> {
    return toastDevices(sessionOf(this), ids, options);
  }

  /** Shows a message box on a device; done when its agent was told. */
  messageDevice(id: string, options: MessageOptions): Promise<void> {
    return messageDevice(sessionOf(this), id, options);
  }

  /** Opens a web page on a device; done when its agent says so. */
  openUrlOnDevice(id: string, url: string, options?: CallOptions): Promise<void> {
    return openUrlOnDevice(sessionOf(this), id, url, options);
  }

  /** The text on a device's clipboard; `timeout` when it is empty: an agent answers nothing then. */
  clipboard(id: string, options?: CallOptions): Promise<string> {
    return getClipboard(sessionOf(this), id, options);
  }

  /** Puts text on a device's clipboard; done when its agent says so. */
  setClipboard(id: string, text: string, options?: CallOptions): Promise<void> {
    return setClipboard(sessionOf(this), id, text, options);
  }

  /** The notes about a device, or by its full id about a device group or user; "" = none. */
  notes(id: string, options?: CallOptions): Promise<string> {
    return getNotes(sessionOf(this), id, options);
  }

  /** Replaces such notes. */
  setNotes(id: string, notes: string, options?: CallOptions): Promise<void> {
    return setNotes(sessionOf(this), id, notes, options);
  }

  /** Runs a command in the shell of devices, and returns what it wrote on each. */
  runCommand(
    ids: readonly string[],
    options: RunCommandOptions,
  ): Promise<readonly CommandOutcome[]> {
    return runCommand(sessionOf(this), ids, options);
  }

  /** Sends a line to the console of a device's agent, and collects what it says. */
  consoleCommand(
    id: string,
    line: string,
    options?: ConsoleCommandOptions,
  ): Promise<readonly string[]> {
    return consoleCommand(sessionOf(this), id, line, options);
  }

  /** The links by which guests control a device. */
  deviceShares(id: string, options?: CallOptions): Promise<readonly DeviceShare[]> {
    return listDeviceShares(sessionOf(this), id, options);
  }

  /** Makes such a link. */
  addDeviceShare(id: string, options: AddDeviceShareOptions): Promise<DeviceShare> {
    return addDeviceShare(sessionOf(this), id, options);
  }

  /** Removes such a link. */
  removeDeviceShare(id: string, shareId: string, options?: CallOptions): Promise<void> {
    return removeDeviceShare(sessionOf(this), id, shareId, options);
  }

  /** Everything that the server knows of devices, hardware and network among it. */
  deviceDetails(
    options?: DeviceDetailsOptions,
  ): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return getDeviceDetails(sessionOf(this), options);
  }

  /** The same as a CSV file. */
  deviceDetailsCsv(options?: DeviceDetailsOptions): Promise<string> {
    return getDeviceDetailsCsv(sessionOf(this), options);
  }

  /** Since when a device was in which power state. */
  powerTimeline(id: string, options?: CallOptions): Promise<readonly PowerState[]> {
    return getPowerTimeline(sessionOf(this), id, options);
  }

  /** When a device was connected last; undefined when it never was. */
  lastConnection(id: string, options?: CallOptions): Promise<LastConnection | undefined> {
    return getLastConnection(sessionOf(this), id, options);
  }

  /** When each device was connected last, in milliseconds by its id. */
  lastConnections(options?: CallOptions): Promise<ReadonlyMap<string, number>> {
    return getLastConnections(sessionOf(this), options);
  }

  /** Opens a tunnel to a device's terminal, desktop or files. */
  openTunnel(id: string, options: OpenTunnelOptions): Promise<Tunnel> {
    return Tunnel.open(sessionOf(this), id, options);
  }

  /** Opens a terminal on a device. */
  openShell(id: string, options?: ShellOptions): Promise<DeviceShell> {
    return openShell(sessionOf(this), id, options);
  }

  /** A cookie for relaying a TCP port of a device; a secret. */
  deviceCookie(id: string, options?: DeviceCookieOptions): Promise<string> {
    return getDeviceCookie(sessionOf(this), id, options);
  }

  /** A URL of a web server on a device; ends a server that has no `relayDNS`: see the option. */
  webRelayUrl(id: string, options: WebRelayOptions): Promise<string> {
    return getWebRelayUrl(sessionOf(this), id, options);
  }
}
