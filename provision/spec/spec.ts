import type { Rights } from "../rights.ts";

/** What a server should be like: the content of a specification file. */
export interface Spec {
  /** For editors: where the JSON Schema is. */
  readonly $schema?: string | undefined;
  /** The version of this format: 1. */
  readonly version?: 1 | undefined;
  /**
   * Whose things these are, where several specifications share a server: `--prune` of one leaves
   * alone what another made.
   *
   * @default {"main"}
   */
  readonly owner?: string | undefined;
  /** Where the servers are, when there is more than the one that the command line names. */
  readonly targets?: Readonly<Record<string, TargetSpec>> | undefined;
  /** What config.json should say; needs the server's own folder (`--local`). */
  readonly server?: ServerSpec | undefined;
  /** Device groups by a key that stays the same when the name changes. */
  readonly deviceGroups?: Readonly<Record<string, DeviceGroupSpec>> | undefined;
  /** Accounts by user name. */
  readonly users?: Readonly<Record<string, UserSpec>> | undefined;
  /** User groups by a key that stays the same when the name changes. */
  readonly userGroups?: Readonly<Record<string, UserGroupSpec>> | undefined;
  /** Who has which rights on a device group. */
  readonly memberships?: readonly MembershipSpec[] | undefined;
  /** Files that let agents in. */
  readonly enrollment?: readonly EnrollmentSpec[] | undefined;
}

/** A server. */
export interface TargetSpec {
  /** `wss://host[:port][/domain]`. */
  readonly url: string;
  /** The environment variable with the user name. @default {"MESHCENTRAL_USERNAME"} */
  readonly usernameEnv?: string | undefined;
  /** The environment variable with the password. @default {"MESHCENTRAL_PASSWORD"} */
  readonly passwordEnv?: string | undefined;
  /** PEM of the certificate authority of a server whose certificate is not publicly trusted. */
  readonly caFile?: string | undefined;
  /** SHA-384 of the server's TLS certificate, instead. */
  readonly tlsHash?: string | undefined;
}

/** A part of config.json. */
export type ConfigSection = Readonly<Record<string, unknown>>;

/** What config.json should say; sections and keys that are absent here stay as they are. */
export interface ServerSpec {
  /** Names, ports, databases, policies of the whole server. */
  readonly settings?: ConfigSection | undefined;
  /** Policies and appearance by domain; `""` is the default one. */
  readonly domains?: Readonly<Record<string, ConfigSection>> | undefined;
  /** Certificates from Let's Encrypt. */
  readonly letsencrypt?: ConfigSection | undefined;
  /** Sending e-mail. */
  readonly smtp?: ConfigSection | undefined;
  /** A certificate of your own: copied into the data folder after it was checked. */
  readonly tls?: TlsSpec | undefined;
}

/** PEM files; relative to the specification. */
export interface TlsSpec {
  /** The certificate, with the intermediate ones after it. */
  readonly certificateFile: string;
  /** Its private key. */
  readonly keyFile: string;
}

/** A device group. What is absent is left as it is on the server. */
export interface DeviceGroupSpec {
  /** 1–128 characters. @default the key */
  readonly name?: string | undefined;
  /** A remark, up to 900 characters. */
  readonly description?: string | undefined;
  /** What the group does by itself. */
  readonly features?: readonly string[] | undefined;
  /** What the person at a device is told or asked. */
  readonly consent?: readonly string[] | undefined;
  /** Codes with which people enrol through the web page; `false` = none. */
  readonly invite?: InviteSpec | false | undefined;
  /** Take a group of this name that somebody made; it is changed, and never removed. */
  readonly adopt?: boolean | undefined;
}

/** Invitation codes of a device group. */
export interface InviteSpec {
  /** Each is unique on the server. */
  readonly codes: readonly string[];
  /** Which agent people get. @default {"both"} */
  readonly agent?: string | undefined;
}

/** An account. What is absent is left as it is on the server. */
export interface UserSpec {
  /** Of the person. */
  readonly realName?: string | undefined;
  /** The e-mail address. */
  readonly email?: string | undefined;
  /** Taken as confirmed. */
  readonly emailVerified?: boolean | undefined;
  /** `administrator`, `manager`, `operator`, `viewer` or `none`. */
  readonly role?: string | undefined;
  /** Site rights by name or as a sum of bits, instead of a role. */
  readonly rights?: readonly string[] | number | undefined;
  /** Where the first password comes from; a changed one is never put back. */
  readonly password?: PasswordSpec | undefined;
  /** The person must choose another password at the first login to the web page. */
  readonly resetPassword?: boolean | undefined;
  /** Take an account of this name that somebody made; it is changed, and never removed. */
  readonly adopt?: boolean | undefined;
}

/** Where the password of a new account comes from; generated when this is absent. */
export interface PasswordSpec {
  /** The environment variable with it. */
  readonly env?: string | undefined;
  /** The file with it, relative to the specification. */
  readonly file?: string | undefined;
  /** Made once, and written to the file of generated passwords (mode 0600). */
  readonly generate?: boolean | undefined;
}

/** A user group. What is absent is left as it is on the server. */
export interface UserGroupSpec {
  /** 1–64 characters. @default the key */
  readonly name?: string | undefined;
  /** A remark, up to 900 characters. */
  readonly description?: string | undefined;
  /** User names. */
  readonly members?: readonly string[] | undefined;
  /** Take a group of this name that somebody made; it is changed, and never removed. */
  readonly adopt?: boolean | undefined;
}

/** Rights of one user or of one user group on one device group. */
export interface MembershipSpec {
  /** The key of a device group. */
  readonly group: string;
  /** A user name of `users`. */
  readonly user?: string | undefined;
  /** A key of `userGroups`. */
  readonly userGroup?: string | undefined;
  /** A role, names of rights, or a sum of bits. */
  readonly rights: Rights;
}

/** A file (mode 0600) with which agents join a device group: whoever has it can join. */
export interface EnrollmentSpec {
  /** The key of a device group. */
  readonly group: string;
  /** Relative to the specification. */
  readonly file: string;
  /** `json` for browser agents, `msh` for native ones. @default by the name of the file */
  readonly format?: "json" | "msh" | undefined;
  /** The address that agents connect to, when it is not the operators'. */
  readonly server?: string | undefined;
}
