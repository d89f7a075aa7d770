/** A service as a systemd unit describes it. */
export interface UnitService {
  readonly command: readonly string[];
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly environmentFiles: readonly string[];
  readonly restart: string;
  /** Milliseconds between its end and its next start. */
  readonly restartDelay: number;
  /** What asks it to end. */
  readonly stopSignal: string;
  /** Milliseconds that it has to end. */
  readonly stopTime: number;
}

/**
 * Reads what is needed to run the service of a unit.
 *
 * @param instance What `%i` stands for, in a template.
 */
export function readUnit(text: string, instance = ""): UnitService {
  const settings = new Map<string, string[]>();
  for (const line of text.split("\n")) {
    const [, name, value] = /^([A-Za-z]+)=(.*)$/.exec(line.trim()) ?? [];
    if (name === undefined || value === undefined) continue;
    settings.set(name, [...settings.get(name) ?? [], value.replaceAll("%i", instance)]);
  }
  const last = (name: string, otherwise = ""): string => settings.get(name)?.at(-1) ?? otherwise;
  return {
    command: words(last("ExecStart")),
    workingDirectory: last("WorkingDirectory", "/"),
    environment: Object.fromEntries((settings.get("Environment") ?? []).flatMap(words).map(pair)),
    environmentFiles: settings.get("EnvironmentFile") ?? [],
    restart: last("Restart", "no"),
    restartDelay: Number(last("RestartSec", "0.1")) * 1000,
    stopSignal: last("KillSignal", "SIGTERM"),
    stopTime: Number(last("TimeoutStopSec", "90")) * 1000,
  };
}

/** Reads an `EnvironmentFile`: `NAME=value` lines, comments, quotes around a value. */
export function readEnvironmentFile(text: string): Readonly<Record<string, string>> {
  const lines = text.split("\n").map((line) => line.trim());
  return Object.fromEntries(
    lines.filter((line) => line !== "" && !/^[#;]/.test(line)).map(pair),
  );
}

function words(text: string): string[] {
  return (text.match(/"[^"]*"|\S+/g) ?? []).map(unquoted);
}

function pair(text: string): [string, string] {
  const at = text.indexOf("=");
  return [text.slice(0, at), unquoted(text.slice(at + 1))];
}

function unquoted(text: string): string {
  return text.replace(/^(["'])(.*)\1$/, "$2");
}
