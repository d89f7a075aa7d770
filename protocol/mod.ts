/**
 * MeshCentral's agent protocol, without I/O: the codec of its binary and JSON messages, both
 * sides of the handshake, the certificate and the ids, and enrolment files. Needs `crypto.subtle`
 * and nothing else, so it runs in browsers, Deno, Node and workers.
 *
 * @module
 */
export { AgentHandshake } from "./agent_handshake.ts";
export type { AgentHandshakeOptions, AgentHandshakeState } from "./agent_handshake.ts";
export { Capability } from "./capability.ts";
export { createSelfSignedCertificate } from "./certificate.ts";
export type { CertificateOptions } from "./certificate.ts";
export { Command } from "./command.ts";
export type { CommandNumber } from "./command.ts";
export { decodeMessage } from "./decode_message.ts";
export {
  derBitString,
  derBool,
  derContext,
  derGenTime,
  derInt,
  derNull,
  derOctetString,
  derOid,
  derSeq,
  derSet,
  derTlv,
  derUtcTime,
  derUtf8,
} from "./der.ts";
export { encodeJson, encodeMessage } from "./encode_message.ts";
export {
  agentUrl,
  formatMsh,
  normalizeEnrollment,
  parseEnrollment,
  parseMsh,
} from "./enrollment.ts";
export type { Enrollment } from "./enrollment.ts";
export { ProtocolError } from "./errors.ts";
export type { ProtocolErrorCode } from "./errors.ts";
export { createAgentIdentity, generateAgentKeyPair } from "./identity.ts";
export type { AgentIdentity, KeyPairOptions } from "./identity.ts";
export {
  deriveNodeId,
  deriveServerHash,
  deriveServerId,
  formatHexId,
  formatId,
  parseId,
} from "./ids.ts";
export type { NodeIdOptions } from "./ids.ts";
export type {
  AgentUpdateBlockMessage,
  AuthConfirmMessage,
  AuthInfoMessage,
  AuthRequestMessage,
  AuthVerifyMessage,
  CoreModuleMessage,
  CoreOkMessage,
  HashMessage,
  JsonMessage,
  JsonObject,
  JsonValue,
  Message,
  Sender,
  ServerIdMessage,
  TextMessage,
} from "./message.ts";
export { pkcs1FromSpki, spkiFromCertificate } from "./public_key.ts";
export { ServerHandshake } from "./server_handshake.ts";
export type {
  EnrolledAgent,
  HoldReason,
  ServerHandshakeOptions,
  ServerHandshakeState,
} from "./server_handshake.ts";
export type { ByteSource, Encodable } from "./to_bytes.ts";
export { derSubjectAltName } from "./subject_alt_name.ts";
export type { SubjectNames } from "./subject_alt_name.ts";
export { AgentTunnel } from "./tunnel/agent_tunnel.ts";
export type { AgentTunnelEvent, TunnelFrame, TunnelStep } from "./tunnel/agent_tunnel.ts";
export { decodeTunnelControl, encodeTunnelControl, isTunnelControl } from "./tunnel/control.ts";
export type { TunnelConsole, TunnelControl, TunnelOptions } from "./tunnel/control.ts";
export { DesktopViewer } from "./tunnel/desktop_viewer.ts";
export type { DesktopViewerOptions, DesktopViewerStep } from "./tunnel/desktop_viewer.ts";
export { decodeDesktop } from "./tunnel/decode_desktop.ts";
export { DesktopCommand } from "./tunnel/desktop_message.ts";
export type {
  DesktopInput,
  DesktopMessage,
  DesktopOutput,
  DisplayPlace,
  TouchPoint,
  UnknownDesktopMessage,
} from "./tunnel/desktop_message.ts";
export { encodeDesktop } from "./tunnel/encode_desktop.ts";
export {
  decodeDownloadBlock,
  decodeFilesFrame,
  decodeUploadBlock,
  DOWNLOAD_BLOCK_SIZE,
  encodeDownloadBlock,
  encodeFilesJson,
  encodeUploadBlock,
} from "./tunnel/files_frame.ts";
export type { FileEntry, FilesFrame } from "./tunnel/files_frame.ts";
export { FilesViewer } from "./tunnel/files_viewer.ts";
export type { FilesRequest, FilesViewerEvent, FilesViewerOptions } from "./tunnel/files_viewer.ts";
export { DeviceRight, mayOpenTunnel, maySendInput, mayUseConsole } from "./tunnel/rights.ts";
export { tunnelKind, TunnelProtocol } from "./tunnel/tunnel_protocol.ts";
export type { TunnelKind, TunnelProtocolNumber } from "./tunnel/tunnel_protocol.ts";
export { parseTunnelRequest } from "./tunnel/tunnel_request.ts";
export type { TunnelRequest } from "./tunnel/tunnel_request.ts";
export { ViewerTunnel } from "./tunnel/viewer_tunnel.ts";
export type { ViewerTunnelEvent, ViewerTunnelOptions } from "./tunnel/viewer_tunnel.ts";
