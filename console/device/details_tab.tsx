import { useState } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import { CopyButton } from "../ui/copy_button.tsx";
import { plain } from "../ui/plain.ts";
import { Time } from "../ui/time.tsx";
import type { DeviceTabProps } from "./device_tab.ts";
import { EditDevice } from "./edit_device.tsx";

/** What is known of the device. */
export function DetailsTab({ device, reload }: DeviceTabProps) {
  const [editing, setEditing] = useState(false);
  const facts: readonly (readonly [string, string])[] = [
    [t("device.description"), plain(device.description, 600)],
    [t("device.tags"), device.tags.map((tag) => plain(tag, 40)).join(", ")],
    [t("device.os"), plain(device.os)],
    [t("device.host_name"), plain(device.hostName)],
    [t("device.address"), plain(device.address)],
    [t("device.users"), device.users.map((user) => plain(user, 40)).join(", ")],
  ];
  return (
    <div class="cards">
      <section class="card">
        <header>
          <h2>{t("device.about")}</h2>
          <button type="button" class="small" onClick={() => setEditing(true)}>
            {t("action.edit")}
          </button>
        </header>
        <dl class="facts">
          {facts.map(([term, value]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>
                <bdi>{value || "–"}</bdi>
              </dd>
            </div>
          ))}
          <div>
            <dt>{t("device.connected")}</dt>
            <dd>
              <Time at={device.connectedAt} />
            </dd>
          </div>
          <div>
            <dt>{t("device.id")}</dt>
            <dd>
              <code>{device.id}</code> <CopyButton text={device.id} />
            </dd>
          </div>
        </dl>
      </section>
      <Reported title={t("device.system")} value={device.system} />
      <Reported title={t("device.network")} value={device.network} />
      {editing && <EditDevice device={device} saved={reload} close={() => setEditing(false)} />}
    </div>
  );
}

const DEEPEST = 4;
const MOST = 60;

/** What the device says of itself: of any shape, and never trusted. */
function Reported({ title, value }: { readonly title: string; readonly value: unknown }) {
  return (
    <section class="card">
      <h2>{title}</h2>
      {value === undefined
        ? <p class="none">{t("device.not_reported")}</p>
        : <Value value={value} />}
    </section>
  );
}

function Value({ value, depth = 0 }: { readonly value: unknown; readonly depth?: number }) {
  if (typeof value !== "object" || value === null) return <bdi>{plain(String(value), 300)}</bdi>;
  if (depth >= DEEPEST) return <>…</>;
  if (Array.isArray(value)) {
    return (
      <ul class="facts plain-list">
        {value.slice(0, MOST).map((inner, index) => (
          <li key={index}>
            <Value value={inner} depth={depth + 1} />
          </li>
        ))}
      </ul>
    );
  }
  return (
    <dl class="facts">
      {Object.entries(value).slice(0, MOST).map(([name, inner]) => (
        <div key={name}>
          <dt>
            <bdi>{plain(name, 60)}</bdi>
          </dt>
          <dd>
            <Value value={inner} depth={depth + 1} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
