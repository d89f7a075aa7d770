import { runTarget } from "./run_target.ts";
const [n = "20000", file = "", filter = "", seed = "1"] = Deno.args;
const m = await import(`./targets/${file}.ts`);
for (const t of Object.values(m).filter(Array.isArray).flat() as any[]) {
  if (!t.name?.includes(filter)) continue;
  const b = performance.now();
  const to = Number(n);
  const c = await runTarget(t, { seed: Number(seed), from: 0, to }).catch((e) => {
    console.log(String(e.message).slice(0, 1700));
    return 0;
  });
  console.log(
    t.name,
    t.seeds[0].length,
    c,
    ((performance.now() - b) * 1000 / to).toFixed(1),
    "µs each",
  );
}
