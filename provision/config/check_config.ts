/**
 * Finds in a config.json what MeshCentral would ignore without a word.
 *
 * @module
 */
import type { Wrong } from "../spec/issues.ts";
import { didYouMean } from "../spec/nearest.ts";
import type { Path } from "../spec/source.ts";
import type { ServerSpec } from "../spec/spec.ts";
import {
  domainKeys,
  type Kind,
  letsencryptKeys,
  passwordKeys,
  settingsKeys,
  smtpKeys,
  topKeys,
} from "./keys.ts";
import { wrongValue } from "./kinds.ts";

type Section = Readonly<Record<string, unknown>>;
type Keys = Readonly<Record<string, Kind>>;

/** Where a key belongs, for one that stands somewhere else. */
const homes: readonly (readonly [string, Keys])[] = [
  ["settings", settingsKeys],
  ["domains", domainKeys],
  ["letsencrypt", letsencryptKeys],
  ["smtp", smtpKeys],
  ["passwordRequirements of a domain", passwordKeys],
];

/** The `server` part of a specification. */
export function checkServer(server: ServerSpec, path: Path = []): readonly Wrong[] {
  const { tls: _, ...config } = server;
  return checkConfig(config, path);
}

/** A whole config.json, or a part that starts at its top. */
export function checkConfig(config: Section, path: Path = []): readonly Wrong[] {
  const { settings, domains, letsencrypt, smtp, domaindefaults } = lowerKeys(config);
  return [
    ...checkTop(config, path),
    ...checkSection(settings, settingsKeys, "settings", [...path, "settings"]),
    ...checkSection(letsencrypt, letsencryptKeys, "letsencrypt", [...path, "letsencrypt"]),
    ...checkSection(smtp, smtpKeys, "smtp", [...path, "smtp"]),
    ...checkDomain(domaindefaults, [...path, "domaindefaults"]),
    ...checkDomains(domains, [...path, "domains"]),
    ...checkTogether(lowerKeys(settings), [...path, "settings"]),
  ];
}

function checkTop(config: Section, path: Path): readonly Wrong[] {
  return Object.keys(config).filter((key) => !key.startsWith("_")).flatMap((key) => {
    if (topKeys.includes(key.toLowerCase())) return [];
    return [{ path: [...path, key], message: misplaced(key, "the top", topKeys) }];
  });
}

function checkDomains(domains: unknown, path: Path): readonly Wrong[] {
  if (domains === undefined) return [];
  if (!isSection(domains)) return [{ path, message: "must be an object of domains by id" }];
  return Object.entries(domains).filter(([id]) => !id.startsWith("_")).flatMap(([id, domain]) => {
    const here = [...path, id];
    const badId = /[/\s]/.test(id)
      ? [{
        path: here,
        message: "the id of a domain has no '/' and no blank: the server would stop",
      }]
      : [];
    const dns = id === "" && isSection(domain) && lowerKeys(domain)["dns"] !== undefined
      ? [{
        path: [...here, "dns"],
        message: "the default domain takes no DNS name (the server would stop): use settings.cert",
      }]
      : [];
    return [...badId, ...dns, ...checkDomain(domain, here)];
  });
}

function checkDomain(domain: unknown, path: Path): readonly Wrong[] {
  const { passwordrequirements } = isSection(domain) ? lowerKeys(domain) : {};
  return [
    ...checkSection(domain, domainKeys, "domains", path),
    ...checkSection(
      passwordrequirements,
      passwordKeys,
      "passwordRequirements of a domain",
      [...path, "passwordRequirements"],
    ),
  ];
}

function checkSection(section: unknown, keys: Keys, home: string, path: Path): readonly Wrong[] {
  if (section === undefined) return [];
  if (!isSection(section)) return [{ path, message: "must be an object" }];
  const seen = new Map<string, string>();
  return Object.entries(section).filter(([key]) => !key.startsWith("_")).flatMap(([key, value]) => {
    const here = [...path, key];
    const twin = seen.get(key.toLowerCase());
    seen.set(key.toLowerCase(), key);
    if (twin !== undefined) {
      return [{ path: here, message: `is the same as ${twin}: MeshCentral ignores the case` }];
    }
    const kind = kindOf(key, keys);
    if (kind === undefined) return misplacedOrUnknown(key, home, keys, here);
    const message = wrongValue(value, kind);
    return message === undefined ? [] : [{ path: here, message }];
  });
}

/** What is neither known elsewhere nor close to anything passes: MeshCentral gets new keys. */
function misplacedOrUnknown(key: string, home: string, keys: Keys, path: Path): readonly Wrong[] {
  const message = misplaced(key, home, Object.keys(keys));
  return /belongs|Did you mean/.test(message) ? [{ path, message }] : [];
}

function misplaced(key: string, home: string, known: readonly string[]): string {
  const elsewhere = homes.filter(([name, keys]) => name !== home && kindOf(key, keys) !== undefined)
    .map(([name]) => name);
  if (elsewhere.length > 0) {
    return `belongs into ${elsewhere.join(" or ")}: here the server ignores it without a word`;
  }
  return `is no key that MeshCentral knows here.${didYouMean(key, known)}`;
}

function checkTogether(settings: Section, path: Path): readonly Wrong[] {
  const wrong: Wrong[] = [];
  if (settings["wanonly"] === true && settings["lanonly"] === true) {
    wrong.push({ path: [...path, "LANonly"], message: "cannot be true together with WANonly" });
  }
  const { cert } = settings;
  if (typeof cert === "string" && !cert.includes(".") && settings["lanonly"] !== true) {
    const message = "has no dot: MeshCentral then runs in LAN mode, without e-mail and second " +
      "factors, whatever WANonly says. Write the full host name";
    wrong.push({ path: [...path, "cert"], message });
  }
  const key = settings["logincookieencryptionkey"];
  if (typeof key === "string" && !/^[0-9a-f]{160}$/i.test(key)) {
    wrong.push({
      path: [...path, "loginCookieEncryptionKey"],
      message: "must be 160 hex digits; with others the server makes a key of its own",
    });
  }
  const ports = ["port", "redirport", "mpsport", "agentport", "relayport"].filter((name) =>
    Number(settings[name] ?? 0) > 0
  );
  for (const [index, name] of ports.entries()) {
    const twin = ports.slice(0, index).find((other) => settings[other] === settings[name]);
    if (twin === undefined) continue;
    const message = `is the same port as ${twin}; the server would silently take the next free one`;
    wrong.push({ path: [...path, name], message });
  }
  return wrong;
}

function kindOf(key: string, keys: Keys): Kind | undefined {
  const known = Object.keys(keys).find((name) => name.toLowerCase() === key.toLowerCase());
  return known === undefined ? undefined : keys[known];
}

function lowerKeys(section: unknown): Section {
  if (!isSection(section)) return {};
  return Object.fromEntries(
    Object.entries(section).map(([key, value]) => [key.toLowerCase(), value]),
  );
}

function isSection(value: unknown): value is Section {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
