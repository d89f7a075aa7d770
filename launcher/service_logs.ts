import { configure, type LogRecord } from "@logtape/logtape";

/** Told each line that a service writes. */
export type OnLog = (service: string, line: string) => void;

/** Passes on what the REST API logs: a line for each request, and why one failed. */
export async function logApi(onLog: OnLog): Promise<void> {
  await configure({
    reset: true,
    sinks: { lines: (record) => onLog("REST API", textOf(record)) },
    loggers: [
      { category: ["cs-meshcentral"], sinks: ["lines"], lowestLevel: "info" },
      { category: ["logtape", "meta"], lowestLevel: "warning" },
    ],
  });
}

function textOf({ message, properties: { milliseconds, error } }: LogRecord): string {
  const time = milliseconds === undefined ? "" : ` ${milliseconds} ms`;
  const why = Array.isArray(error) && error.length > 0 ? ` (${error.join("; ")})` : "";
  return message.map(String).join("") + time + why;
}
