import { unhandled } from "./unhandled.ts";
import { readCorpus } from "./corpus.ts";
import { runInput } from "./run_target.ts";
import { TARGETS } from "./targets.ts";
for (const { target, fault, input } of readCorpus()) {
  const t = TARGETS.find((t) => t.name === target)!;
  const r = await Promise.race([
    Promise.resolve().then(() => runInput(t, input)).then(async () => {
      const e = await unhandled();
      return e === undefined ? "ok" : "FAILS unhandled " + String(e).slice(0, 80);
    }, (e) => "FAILS " + String(e.cause ?? e).split("\n")[0].slice(0, 100)),
    new Promise((r) => setTimeout(() => r("FAILS hang"), 30000)),
  ]);
  console.log(r, "|", target, "|", fault);
}
Deno.exit();
