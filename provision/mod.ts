/**
 * A MeshCentral server as one file describes it: read, plan, apply, and the same again changes
 * nothing. For Node and Deno.
 *
 * @module
 */
export { apply } from "./apply/apply.ts";
export type { ApplyOptions } from "./apply/apply.ts";
export { ApplyError } from "./apply/apply_error.ts";
export { advisories, advisoriesDate, advisoriesFor } from "./advisories.ts";
export type { Advisory } from "./advisories.ts";
export { checkConfigText } from "./config/check_config_text.ts";
export { ensureConfig } from "./config/ensure_config.ts";
export type { ConfigResult, EnsureConfigOptions } from "./config/ensure_config.ts";
export type { ConfigChange } from "./config/merge_config.ts";
export type { MeshctrlOptions } from "../control/meshctrl/mod.ts";
export type { DesiredFile, Invite, Principal } from "./desired.ts";
export { ensureDeviceGroup, ensureMembership, ensureUser, ensureUserGroup } from "./ensure.ts";
export type { Ensured, EnsureOptions } from "./ensure.ts";
export { formatProblem, ProvisionError } from "./errors.ts";
export type { Problem, ProvisionErrorCode, ProvisionErrorOptions } from "./errors.ts";
export { controlExecutor } from "./executor/control_executor.ts";
export { meshctrlExecutor } from "./executor/meshctrl_executor.ts";
export type { Executor, NewDeviceGroup, NewUser } from "./executor/executor.ts";
export { exportSpec } from "./export_spec.ts";
export type { ExportedSpec, ExportOptions } from "./export_spec.ts";
export type { Files } from "./files.ts";
export { formatSpec } from "./format_spec.ts";
export { describeStep } from "./plan/describe_step.ts";
export type { StepDescription } from "./plan/describe_step.ts";
export { plan } from "./plan/plan.ts";
export type { PlanOptions } from "./plan/plan.ts";
export type {
  AddMember,
  Change,
  CreateDeviceGroup,
  CreateUser,
  CreateUserGroup,
  DeviceGroupFields,
  Note,
  Plan,
  RemoveDeviceGroup,
  RemoveMember,
  RemoveRights,
  RemoveUser,
  RemoveUserGroup,
  SetRights,
  Step,
  UpdateDeviceGroup,
  UpdateUser,
  UpdateUserGroup,
  UserFields,
  WriteFile,
} from "./plan/step.ts";
export { filesIn } from "./private_file.ts";
export { readState } from "./read_state.ts";
export type { ReadStateOptions } from "./read_state.ts";
export type { Rights } from "./rights.ts";
export type { Environment } from "./spec/environment.ts";
export { specJsonSchema } from "./spec/json_schema.ts";
export { parseSpec } from "./spec/parse_spec.ts";
export type { ParseSpecOptions } from "./spec/parse_spec.ts";
export type {
  ConfigSection,
  DeviceGroupSpec,
  EnrollmentSpec,
  InviteSpec,
  MembershipSpec,
  PasswordSpec,
  ServerSpec,
  Spec,
  TargetSpec,
  TlsSpec,
  UserGroupSpec,
  UserSpec,
} from "./spec/spec.ts";
export type {
  LiveDeviceGroup,
  LiveFile,
  LiveServer,
  LiveUser,
  LiveUserGroup,
  Mark,
  State,
} from "./state.ts";
