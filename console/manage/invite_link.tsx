import { useState } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import { request } from "../session/session.ts";
import { CopyButton } from "../ui/copy_button.tsx";
import { Field, Form } from "../ui/form.tsx";

const HOURS = [1, 24, 168, 0] as const;

/** A link from which the native agent is had. */
export function InviteLink({ groupId }: { readonly groupId: string }) {
  const [hours, setHours] = useState(24);
  const [url, setUrl] = useState<string>();
  const make = async () => {
    const link = await request("POST /device-groups/:groupId/invite-link", { groupId, hours });
    setUrl(link.url);
  };
  return (
    <section class="card" aria-labelledby="invite">
      <h2 id="invite">{t("invite.title")}</h2>
      <p>{t("invite.text")}</p>
      <Form submit={make} label={t("invite.make")}>
        <Field label={t("invite.expires")}>
          <select
            value={hours}
            onChange={(event) => setHours(Number(event.currentTarget.value))}
          >
            {HOURS.map((value) => (
              <option key={value} value={value}>{t(`invite.hours.${value}`)}</option>
            ))}
          </select>
        </Field>
      </Form>
      {url && (
        <p class="result-link">
          <code>{url}</code> <CopyButton text={url} />
        </p>
      )}
    </section>
  );
}
