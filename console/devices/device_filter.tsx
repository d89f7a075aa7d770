import { useState } from "preact/hooks";
import { removeView, savedViews, saveView, view } from "../data/device_view.ts";
import type { DeviceView } from "../data/device_view.ts";
import { t } from "../i18n/translate.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Field, Form } from "../ui/form.tsx";
import { Icon } from "../ui/icon.tsx";

const STATES = ["all", "online", "offline"] as const;

/** Search, state, grouping and saved views. */
export function DeviceFilter() {
  const [saving, setSaving] = useState(false);
  const change = (part: Partial<DeviceView>) => view.value = { ...view.value, ...part };
  const { search, state, grouped } = view.value;
  return (
    <div class="filter" role="search">
      <span class="search-field">
        <Icon name="search" />
        <input
          type="search"
          aria-label={t("devices.search")}
          placeholder={t("devices.search_hint")}
          value={search}
          onInput={(event) => change({ search: event.currentTarget.value })}
        />
      </span>
      <div class="segments" role="group" aria-label={t("devices.state")}>
        {STATES.map((value) => (
          <button
            key={value}
            type="button"
            aria-pressed={state === value}
            onClick={() => change({ state: value })}
          >
            {t(`devices.${value}`)}
          </button>
        ))}
      </div>
      <button
        type="button"
        class="toggle"
        aria-pressed={grouped}
        onClick={() => change({ grouped: !grouped })}
      >
        <Icon name="group" /> {t("devices.grouped")}
      </button>
      <button type="button" class="quiet" onClick={() => setSaving(true)}>
        <Icon name="star" /> <span>{t("view.save")}</span>
      </button>
      {savedViews.value.length > 0 && <SavedViews />}
      {saving && <SaveView close={() => setSaving(false)} />}
    </div>
  );
}

function SavedViews() {
  return (
    <ul class="chips" aria-label={t("view.saved")}>
      {savedViews.value.map(({ name, ...saved }) => (
        <li key={name}>
          <button type="button" onClick={() => view.value = saved}>{name}</button>
          <button
            type="button"
            class="quiet"
            aria-label={t("view.remove", { name })}
            onClick={() => removeView(name)}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}

function SaveView({ close }: { readonly close: () => void }) {
  const [name, setName] = useState(view.value.search);
  const save = () => {
    saveView(name.trim());
    close();
    return Promise.resolve();
  };
  return (
    <Dialog title={t("view.save")} close={close}>
      <Form submit={save} label={t("action.save")} cancel={close}>
        <Field label={t("view.name")} hint={t("view.hint")}>
          <input
            required
            maxLength={60}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </Field>
      </Form>
    </Dialog>
  );
}
