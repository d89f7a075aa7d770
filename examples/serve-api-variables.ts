/** The environment of serve-api.ts: every variable that it reads, and what it means. */
export const VARIABLES = {
  MESHCENTRAL_URL: "the server: `wss://host[:port][/domain]`. Required",
  JWT_SECRET:
    "at least 32 bytes, as `openssl rand -base64 48` makes them. Required. While one is " +
    "being replaced: the new one, a blank, the old one",
  HOST: "the address where it listens. Default: 127.0.0.1",
  PORT: "the port where it listens. Default: 3001",
  METRICS_PORT: "a port of 127.0.0.1 for Prometheus metrics. Default: none",
  MESHCENTRAL_CA: "a PEM file with the certificate that signed the server's, if no public one did",
  MESHCENTRAL_TLS_HASH: "the hash of the server's TLS certificate instead (`serverinfo.tlshash`)",
  CORS_ORIGINS: "origins of pages that may call the API, separated by blanks",
  TRUSTED_PROXIES:
    "addresses and ranges of proxies whose `X-Forwarded-For` or `Forwarded` counts, " +
    "separated by blanks",
  REDIS_URL:
    "what several instances share: login limits, tickets, operations, sessions that were " +
    "logged out. Needs the package ioredis",
  STORE_GRACE: "seconds for which streams and tunnels stay open while Redis is away. Default: 60",
  LIMITS: "JSON: how much one login, and one address, may have open at once",
  CONSOLE: "`1`: the operator console at the same origin; or a folder with a copy of it",
  RELAY_DNS:
    "`1` when MeshCentral's `settings.relayDNS` is set; without that, a web relay request " +
    "would kill it",
} as const;

/** Only these are read: what is not in the list is not in the documentation. */
export type Environment = Readonly<Partial<Record<keyof typeof VARIABLES, string>>>;

/** The list, for `--help`. */
export function helpText(): string {
  const lines = Object.entries(VARIABLES).map(([name, meaning]) => `  ${name}\n      ${meaning}`);
  return `Serves a REST API for a MeshCentral server. It reads these variables:\n\n${
    lines.join("\n")
  }\n`;
}
