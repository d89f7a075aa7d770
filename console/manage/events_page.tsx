import { useState } from "preact/hooks";
import { useResource } from "../data/resource.ts";
import { t } from "../i18n/translate.ts";
import { request } from "../session/session.ts";
import { SearchField } from "../ui/search_field.tsx";
import { Loaded } from "../ui/states.tsx";
import { LogList } from "./log_list.tsx";
import { Broadcast } from "./broadcast.tsx";

const COUNTS = [100, 500, 2000];

/** What happened on the server. */
export function EventsPage() {
  const [limit, setLimit] = useState(100);
  const [text, setText] = useState("");
  const [speaking, setSpeaking] = useState(false);
  const events = useResource(
    `events ${limit}`,
    (signal) => request("GET /events", { limit }, { signal }),
    ["device.log", "device.connection", "user.changed", "user.added", "user.removed"],
  );
  const word = text.toLowerCase();
  return (
    <>
      <header class="page-head">
        <h1>{t("page.events")}</h1>
        <button type="button" onClick={() => setSpeaking(true)}>{t("broadcast.title")}</button>
      </header>
      <div class="filter" role="search">
        <SearchField label={t("events.search")} value={text} onSearch={setText} />
        <select
          aria-label={t("events.limit")}
          value={limit}
          onChange={(event) => setLimit(Number(event.currentTarget.value))}
        >
          {COUNTS.map((n) => <option key={n} value={n}>{t("events.last", { n })}</option>)}
        </select>
      </div>
      <Loaded of={events}>
        {(entries) => (
          <LogList
            entries={entries.filter((entry) =>
              `${entry.text} ${entry.userid ?? ""} ${entry.action}`.toLowerCase().includes(word)
            )}
          />
        )}
      </Loaded>
      {speaking && <Broadcast close={() => setSpeaking(false)} />}
    </>
  );
}
