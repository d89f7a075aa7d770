import { useEffect, useState } from "preact/hooks";
import { liveState } from "../data/live.ts";
import { useResource } from "../data/resource.ts";
import { t } from "../i18n/translate.ts";
import { apiClient, request } from "../session/session.ts";
import { CopyButton } from "../ui/copy_button.tsx";
import { plain } from "../ui/plain.ts";
import { Failure, Loaded } from "../ui/states.tsx";

/** Milliseconds between two looks. */
const LOOK = 10_000;

interface Health {
  readonly api: boolean;
  readonly meshcentral: boolean;
  /** Of the answer. */
  readonly milliseconds: number;
}

/** How API and MeshCentral are. */
export function HealthPage() {
  const [health, setHealth] = useState<Health>();
  const [round, setRound] = useState(0);
  useEffect(() => {
    let over = false;
    look().then((seen) => over || setHealth(seen));
    const timer = setTimeout(() => setRound(round + 1), LOOK);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [round]);
  const server = useResource("server", (signal) => request("GET /server", {}, { signal }));
  const me = useResource("me", (signal) => request("GET /me", {}, { signal }));
  return (
    <>
      <header class="page-head">
        <h1>{t("page.health")}</h1>
        <button type="button" onClick={() => setRound(round + 1)}>{t("health.look")}</button>
      </header>
      <div class="cards">
        <section class="card">
          <h2>{t("health.now")}</h2>
          <dl class="facts">
            <Line name="REST API" good={health?.api} />
            <Line name="MeshCentral" good={health?.meshcentral} />
            <Line name={t("health.events")} good={liveState.value === "live"} />
            <div>
              <dt>{t("health.answer")}</dt>
              <dd>{health ? `${health.milliseconds} ms` : "–"}</dd>
            </div>
          </dl>
        </section>
        <section class="card">
          <h2>{t("health.server")}</h2>
          <Loaded of={server}>
            {(data) => (
              <dl class="facts">
                <Fact name={t("server.name")} value={data.name} />
                <Fact name={t("server.port")} value={String(data.port ?? "–")} />
                <Fact name="ServerID" value={data.serverId ?? "–"} copy />
                <Fact name={t("server.hash")} value={data.serverHash ?? "–"} copy />
              </dl>
            )}
          </Loaded>
        </section>
        {me.problem !== undefined && <Failure problem={me.problem} retry={me.reload} />}
      </div>
    </>
  );
}

async function look(): Promise<Health> {
  const begun = performance.now();
  const ask = (query: string) =>
    fetch(`${apiClient().url}/health${query}`, { credentials: "omit", cache: "no-store" })
      .then(({ ok }) => ok, () => false);
  const api = await ask("?live");
  const milliseconds = Math.round(performance.now() - begun);
  return { api, meshcentral: api && await ask(""), milliseconds };
}

function Line({ name, good }: { readonly name: string; readonly good: boolean | undefined }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <span class={good ? "pill on" : good === false ? "pill bad" : "pill"}>
          {good === undefined ? "…" : t(good ? "health.good" : "health.bad")}
        </span>
      </dd>
    </div>
  );
}

function Fact(
  { name, value, copy = false }: {
    readonly name: string;
    readonly value: string;
    readonly copy?: boolean;
  },
) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <code>{plain(value)}</code> {copy && <CopyButton text={value} />}
      </dd>
    </div>
  );
}
