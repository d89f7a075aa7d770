import { useState } from "preact/hooks";
import type { ApiRoutes } from "../../api/client/mod.ts";
import { t } from "../i18n/translate.ts";
import { useDraft } from "../session/draft.ts";
import { request } from "../session/session.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Check, Field, Form } from "../ui/form.tsx";

type ShareType = ApiRoutes["POST /devices/:id/shares"]["input"]["types"][number];
const TYPES: readonly ShareType[] = ["desktop", "terminal", "files"];
const MINUTES = [60, 480, 1440, 10_080, 0] as const;

/** A new link: for whom, to what, how long. */
export function AddShare(
  { id, saved, close }: {
    readonly id: string;
    readonly saved: () => void;
    readonly close: () => void;
  },
) {
  const [guestName, setGuestName, drop] = useDraft(`share.${id}`);
  const [types, setTypes] = useState<readonly ShareType[]>(["desktop"]);
  const [minutes, setMinutes] = useState(60);
  const [viewOnly, setViewOnly] = useState(false);
  const toggle = (type: ShareType, on: boolean) =>
    setTypes(on ? [...types, type] : types.filter((other) => other !== type));
  const add = async () => {
    if (types.length === 0) throw new Error(t("share.choose"));
    await request("POST /devices/:id/shares", {
      id,
      guestName,
      types,
      viewOnly,
      expireMinutes: minutes,
    });
    drop();
    saved();
    close();
  };
  return (
    <Dialog title={t("share.add")} close={close}>
      <Form submit={add} label={t("share.create")} cancel={close}>
        <Field label={t("share.guest")}>
          <input
            required
            maxLength={128}
            value={guestName}
            onInput={(event) => setGuestName(event.currentTarget.value)}
          />
        </Field>
        <fieldset>
          <legend>{t("share.types")}</legend>
          {TYPES.map((type) => (
            <Check
              key={type}
              label={t(`share.${type}`)}
              checked={types.includes(type)}
              change={(on) => toggle(type, on)}
            />
          ))}
          <Check label={t("share.view_only")} checked={viewOnly} change={setViewOnly} />
        </fieldset>
        <Field label={t("share.expires")}>
          <select
            value={minutes}
            onChange={(event) => setMinutes(Number(event.currentTarget.value))}
          >
            {MINUTES.map((value) => (
              <option key={value} value={value}>{t(`share.minutes.${value}`)}</option>
            ))}
          </select>
        </Field>
      </Form>
    </Dialog>
  );
}
