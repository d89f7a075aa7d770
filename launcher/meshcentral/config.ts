/**
 * The `config.json` that keeps a MeshCentral on the loopback interface and away from every other
 * network.
 *
 * @module
 */

/** What decides the configuration. */
export interface ConfigOptions {
  readonly port: number;
  readonly tls: boolean;
  /** Merged over our `settings`; key case does not matter, as in MeshCentral. */
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
  /** Merged over our default domain. */
  readonly domain?: Readonly<Record<string, unknown>> | undefined;
}

/** A `config.json`, ready for `JSON.stringify`. */
export interface Config {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly domains: { readonly "": Readonly<Record<string, unknown>> };
}

/** Writes a configuration: one listening port on 127.0.0.1, no reaching out, no registration. */
export function meshCentralConfig(options: ConfigOptions): Config {
  const { port, tls } = options;
  return {
    settings: merge({
      cert: "localhost",
      port,
      aliasPort: port,
      exactPorts: true, // else a busy port silently becomes the next one
      portBind: "127.0.0.1",
      redirPort: 0,
      mpsPort: 0,
      WANonly: true, // no scanning of the local network
      ...(tls ? {} : { tlsOffload: "127.0.0.1" }), // plain HTTP, as behind a proxy on this machine
      selfUpdate: false,
      npmPath: "false", // a command that fails: else looking for updates asks the npm registry
      autoBackup: false,
      agentTimeStampServer: false, // else signing the agents asks a time server on the internet
      webRTCConfig: { iceServers: [] }, // else browsers are told to ask public STUN servers
      webRTConfig: { iceServers: [] }, // the same in 0.7.99
    }, options.settings),
    domains: {
      "": merge({
        newAccounts: false,
        allowedOrigin: ["127.0.0.1"], // else its own page is refused: the server's name is localhost
      }, options.domain),
    },
  };
}

/** An entry of `over` replaces the one whose name differs at most in case; undefined removes it. */
function merge(
  base: Readonly<Record<string, unknown>>,
  over: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const names = new Set(Object.keys(over).map((name) => name.toLowerCase()));
  const kept = Object.entries(base).filter(([name]) => !names.has(name.toLowerCase()));
  return { ...Object.fromEntries(kept), ...over };
}
