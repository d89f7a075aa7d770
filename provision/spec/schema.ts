/**
 * The one definition of the format: it validates, and becomes the JSON Schema for editors.
 *
 * @module
 */
import * as v from "valibot";
import {
  consents,
  groupFeatures,
  groupRights,
  groupRoles,
  inviteAgents,
  siteRights,
  siteRoles,
} from "../rights.ts";
import type { Spec } from "./spec.ts";

/** Room for the marker of ownership: MeshCentral takes 1024 characters. */
const REMARK = 900;

const text = (description: string) => v.pipe(v.string(), v.nonEmpty(), v.description(description));
const names = (of: Readonly<Record<string, number>>) => v.picklist(Object.keys(of));
const bits = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff_ffff));
const section = v.record(v.string(), v.unknown());
const key = v.pipe(
  v.string(),
  v.regex(/^[\w.-]{1,64}$/, "a key has 1 to 64 letters, digits, '.', '-' or '_'"),
);
const userName = v.pipe(
  v.string(),
  v.regex(/^(?!~)[^\s"'/<>&\\]{1,64}$/, "a user name has no blanks, quotes, '/' nor a '~' first"),
);
const adopt = v.optional(
  v.pipe(v.boolean(), v.description("Take what somebody made by hand; it is never removed.")),
);
const remark = v.optional(
  v.pipe(v.string(), v.maxLength(REMARK), v.description("A remark for people.")),
);

const target = v.strictObject({
  url: text("wss://host[:port][/domain]"),
  usernameEnv: v.optional(text("The environment variable with the user name.")),
  passwordEnv: v.optional(text("The environment variable with the password.")),
  caFile: v.optional(text("PEM of the certificate authority of the server.")),
  tlsHash: v.optional(text("SHA-384 of the server's TLS certificate, instead of caFile.")),
});

const server = v.strictObject({
  settings: v.optional(v.pipe(section, v.description("`settings` of config.json."))),
  domains: v.optional(
    v.pipe(v.record(v.string(), section), v.description("`domains` of config.json.")),
  ),
  letsencrypt: v.optional(v.pipe(section, v.description("`letsencrypt` of config.json."))),
  smtp: v.optional(v.pipe(section, v.description("`smtp` of config.json."))),
  tls: v.optional(v.strictObject({
    certificateFile: text("PEM of the certificate, with the intermediate ones after it."),
    keyFile: text("PEM of its private key."),
  })),
});

const deviceGroup = v.strictObject({
  name: v.optional(v.pipe(text("Instead of the key."), v.maxLength(128))),
  description: remark,
  features: v.optional(
    v.pipe(v.array(names(groupFeatures)), v.description("What the group does by itself.")),
  ),
  consent: v.optional(
    v.pipe(v.array(names(consents)), v.description("What people at devices are told or asked.")),
  ),
  invite: v.optional(v.union([
    v.literal(false),
    v.strictObject({
      codes: v.pipe(v.array(text("A code, unique on the server.")), v.minLength(1)),
      agent: v.optional(names(inviteAgents)),
    }),
  ])),
  adopt,
});

const user = v.strictObject({
  realName: v.optional(v.pipe(v.string(), v.maxLength(128), v.description("Of the person."))),
  email: v.optional(v.pipe(v.string(), v.email(), v.maxLength(256))),
  emailVerified: v.optional(v.boolean()),
  role: v.optional(v.pipe(names(siteRoles), v.description("What the account may do on the site."))),
  rights: v.optional(v.pipe(
    v.union([bits, v.array(names(siteRights))]),
    v.description("Site rights by name or as a sum of bits, instead of a role."),
  )),
  password: v.optional(v.pipe(
    v.strictObject({
      env: v.optional(text("The environment variable with it.")),
      file: v.optional(text("The file with it.")),
      generate: v.optional(v.boolean()),
    }),
    v.description("Where the first password comes from; generated when absent."),
  )),
  resetPassword: v.optional(v.boolean()),
  adopt,
});

const userGroup = v.strictObject({
  name: v.optional(v.pipe(text("Instead of the key."), v.maxLength(64))),
  description: remark,
  members: v.optional(v.pipe(v.array(v.string()), v.description("Names of `users`."))),
  adopt,
});

const membership = v.strictObject({
  group: text("A key of `deviceGroups`."),
  user: v.optional(text("A name of `users`.")),
  userGroup: v.optional(text("A key of `userGroups`.")),
  rights: v.pipe(
    v.union([names(groupRoles), v.array(names(groupRights)), bits]),
    v.description("A role, names of rights, or a sum of bits."),
  ),
});

const enrollment = v.strictObject({
  group: text("A key of `deviceGroups`."),
  file: text("Written with mode 0600: whoever has it can join the group."),
  format: v.optional(v.pipe(
    v.picklist(["json", "msh"]),
    v.description("json for browser agents, msh for native ones; else by the name of the file."),
  )),
  server: v.optional(text("The address that agents connect to, when it is not the operators'.")),
});

/** The format of a specification. */
export const specSchema: v.GenericSchema<unknown, Spec> = v.pipe(
  v.strictObject({
    $schema: v.optional(v.string()),
    version: v.optional(v.literal(1)),
    owner: v.optional(v.pipe(
      v.string(),
      v.regex(/^[\w.-]{1,32}$/, "an owner has 1 to 32 letters, digits, '.', '-' or '_'"),
      v.description("Whose things these are, where several specifications share a server."),
    )),
    targets: v.optional(v.record(key, target)),
    server: v.optional(server),
    deviceGroups: v.optional(v.record(key, deviceGroup)),
    users: v.optional(v.record(userName, user)),
    userGroups: v.optional(v.record(key, userGroup)),
    memberships: v.optional(v.array(membership)),
    enrollment: v.optional(v.array(enrollment)),
  }),
  v.title("cs-provision"),
  v.description("What a MeshCentral server should be like."),
);
