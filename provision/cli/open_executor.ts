import { dirname, join } from "node:path";
import { ProvisionError } from "../errors.ts";
import { controlExecutor } from "../executor/control_executor.ts";
import type { Executor } from "../executor/executor.ts";
import { meshctrlExecutor } from "../executor/meshctrl_executor.ts";
import type { Options } from "./arguments.ts";
import { connect, type Target } from "./connect.ts";
import { installationIn } from "./local.ts";

/** An executor that is to be closed. */
export interface OpenExecutor extends AsyncDisposable {
  readonly executor: Executor;
}

/** Logs in, by the operator channel or, with `--executor meshctrl`, for each request anew. */
export async function openExecutor(
  target: Target,
  options: Options,
  signal: AbortSignal,
): Promise<OpenExecutor> {
  switch (options.executor ?? "control") {
    case "control": {
      const client = await connect(target, signal);
      return {
        executor: controlExecutor(client, target.url),
        [Symbol.asyncDispose]: () => client.close(),
      };
    }
    case "meshctrl": {
      const { url, username, password } = target;
      return {
        executor: meshctrlExecutor({ script: meshctrlIn(options), url, username, password }),
        [Symbol.asyncDispose]: () => Promise.resolve(),
      };
    }
    default:
      throw new ProvisionError("bad-options", `--executor is control or meshctrl.`);
  }
}

function meshctrlIn({ meshctrl, local }: Options): string {
  if (meshctrl !== undefined) return meshctrl;
  if (local !== undefined) return join(dirname(installationIn(local).script), "meshctrl.js");
  throw new ProvisionError("bad-options", "Where is meshctrl.js?", {
    hint: "Pass --meshctrl FILE, or --local DIR.",
  });
}
