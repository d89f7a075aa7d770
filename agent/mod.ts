/**
 * A browser tab as a managed node of a MeshCentral server. Runs in browsers, Deno and Node; needs
 * only web standards, and a WebSocket that may be injected.
 *
 * @module
 */
export type { AccessOptions, ConsentLevel, Guest, Notice, Person, Question } from "./access.ts";
export { AgentError } from "./agent_error.ts";
export type { AgentErrorCode } from "./agent_error.ts";
export { AgentStateEvent, BrowserAgent } from "./browser_agent.ts";
export type { AgentEventMap, AgentState, ConnectOptions } from "./browser_agent.ts";
export { clipboardFeature } from "./clipboard_feature.ts";
export type { ClipboardLike } from "./clipboard_feature.ts";
export { consoleFeature } from "./console_feature.ts";
export type { ConsoleCommand, ConsoleOptions } from "./console_feature.ts";
export { desktopFeature } from "./desktop/desktop_feature.ts";
export type { DesktopOptions, SourceLike } from "./desktop/desktop_feature.ts";
export type { InputTarget } from "./desktop/input_target.ts";
export { screenSource } from "./desktop/screen_source.ts";
export type { ScreenOptions } from "./desktop/screen_source.ts";
export { canvasSource, videoSource } from "./desktop/source.ts";
export type { DesktopCapture, DesktopFrame, DesktopSource } from "./desktop/source.ts";
export type { DeviceInfo, DeviceInfoSource } from "./device_info.ts";
export type { AgentFeature, AgentSession } from "./feature.ts";
export { directoryFileSystem, opfsFileSystem } from "./files/directory_file_system.ts";
export type { FileInfo, FileSystem, FileWriter } from "./files/file_system.ts";
export { filesFeature } from "./files/files_feature.ts";
export type { FilesOptions } from "./files/files_feature.ts";
export type { UnzipLimits } from "./files/unzip_limits.ts";
export { memoryFileSystem } from "./files/memory_file_system.ts";
export { GuestShareError, GuestShareFeature, guestShareFeature } from "./guest_share_feature.ts";
export type { GuestShare, GuestShareErrorCode, GuestShareOptions } from "./guest_share_feature.ts";
export { HelpFeature, helpFeature } from "./help_feature.ts";
export { memoryIdentity } from "./identity_store.ts";
export type { IdentityStore } from "./identity_store.ts";
export { indexedDbIdentity } from "./indexeddb_identity.ts";
export { limitsFeature } from "./limits_feature.ts";
export { messagesFeature } from "./messages_feature.ts";
export { openUrlFeature } from "./open_url_feature.ts";
export type { OpenUrlOptions } from "./open_url_feature.ts";
export type { BrowserAgentOptions, KeepAliveOptions, Ticker } from "./options.ts";
export type { ReconnectOptions } from "./reconnect.ts";
export type { Fact, Said } from "./said.ts";
export type { CommandContext, ShellCommand } from "./terminal/command.ts";
export { commandShell } from "./terminal/command_shell.ts";
export type { CommandShellOptions } from "./terminal/command_shell.ts";
export type { Shell, ShellSession, Terminal } from "./terminal/shell.ts";
export { terminalFeature } from "./terminal/terminal_feature.ts";
export type { TerminalOptions } from "./terminal/terminal_feature.ts";
export type {
  WebSocketEventMap,
  WebSocketFactory,
  WebSocketLike,
  WebSocketRequest,
} from "../transport/websocket_like.ts";
export type { AgentIdentity, JsonObject, JsonValue } from "../protocol/mod.ts";
