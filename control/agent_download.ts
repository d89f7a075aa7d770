import type { Session } from "./session.ts";
import { fullId } from "./ids.ts";
import type { InstallMode } from "./invitations.ts";

/** What {@linkcode ControlClient.agentDownloadUrl} may be told. */
export interface AgentDownloadOptions {
  /** The kind of agent: 3 Windows x86, 4 Windows x64, 6 Linux x64, 26 Linux arm64, … */
  readonly type: number;
  /** With what a Windows agent shows itself. @default {"any"} */
  readonly install?: InstallMode;
}

const INSTALL_FLAGS: Readonly<Record<InstallMode, number>> = {
  any: 0,
  interactive: 1,
  background: 2,
};

/**
 * Where the agent of a device group can be fetched (`https:`), without logging in unless the domain
 * has `lockAgentDownload`.
 */
export function agentDownloadUrl(
  session: Session,
  groupId: string,
  { type, install }: AgentDownloadOptions,
): string {
  const id = fullId("mesh", session.serverInfo.domain, groupId).split("/").at(-1) ?? "";
  const url = new URL(session.options.url);
  url.protocol = url.protocol.replace("ws", "http");
  url.pathname = `${url.pathname.replace(/\/(control\.ashx)?$/, "")}/meshagents`;
  const flags = install === undefined ? "" : `&installflags=${INSTALL_FLAGS[install]}`;
  url.search = `?id=${type}&meshid=${encodeURIComponent(id)}${flags}`;
  url.hash = "";
  return url.href;
}
