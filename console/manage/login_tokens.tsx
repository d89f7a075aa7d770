import { useState } from "preact/hooks";
import type { ApiRoutes } from "../../api/client/mod.ts";
import { useResource } from "../data/resource.ts";
import { t } from "../i18n/translate.ts";
import { useDraft } from "../session/draft.ts";
import { request } from "../session/session.ts";
import { confirmLoss } from "../ui/confirm.tsx";
import { CopyButton } from "../ui/copy_button.tsx";
import { Field, Form } from "../ui/form.tsx";
import { Icon } from "../ui/icon.tsx";
import { notifyProblem } from "../ui/notices.tsx";
import { plain } from "../ui/plain.ts";
import { Loaded } from "../ui/states.tsx";
import { Time } from "../ui/time.tsx";

type NewToken = ApiRoutes["POST /me/login-tokens"]["output"];

const MINUTES = [1440, 10_080, 525_600, 0] as const;

/** Credentials for programs. */
export function LoginTokens() {
  const [name, setName, drop] = useDraft("login-token");
  const [expireMinutes, setMinutes] = useState(10_080);
  const [made, setMade] = useState<NewToken>();
  const tokens = useResource("tokens", (signal) => request("GET /me/login-tokens", {}, { signal }));
  const add = async () => {
    setMade(await request("POST /me/login-tokens", { name, expireMinutes }));
    drop();
    tokens.reload();
  };
  const remove = async (tokenUser: string, label: string) => {
    const yes = await confirmLoss({
      title: t("token.remove_title", { name: label }),
      loss: t("token.remove_loss"),
      action: t("action.delete"),
    });
    if (!yes) return;
    await request("DELETE /me/login-tokens/:tokenUser", { tokenUser })
      .then(tokens.reload, notifyProblem);
  };
  return (
    <section class="card">
      <h2>{t("token.title")}</h2>
      {made && (
        <div class="told-once" role="status">
          <p>{t("token.once")}</p>
          <p>
            <code>{made.tokenUser}</code> <CopyButton text={made.tokenUser} />
          </p>
          <p>
            <code>{made.tokenPass}</code> <CopyButton text={made.tokenPass} />
          </p>
        </div>
      )}
      <Loaded of={tokens}>
        {(list) => (
          <ul class="rows">
            {list.map(({ tokenUser, name, expiresAt }) => (
              <li key={tokenUser}>
                <div>
                  <strong>
                    <bdi>{isSession(name) ? t("token.session") : plain(name, 60)}</bdi>
                  </strong>
                  <small>
                    {expiresAt ? <Time at={expiresAt} /> : t("share.forever")}
                  </small>
                </div>
                <button
                  type="button"
                  class="quiet"
                  aria-label={t("token.remove_title", { name: plain(name, 60) })}
                  onClick={() => remove(tokenUser, plain(name, 60))}
                >
                  <Icon name="trash" />
                </button>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      <Form submit={add} label={t("token.add")}>
        <Field label={t("token.name")}>
          <input
            required
            maxLength={100}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </Field>
        <Field label={t("share.expires")}>
          <select
            value={expireMinutes}
            onChange={(event) => setMinutes(Number(event.currentTarget.value))}
          >
            {MINUTES.map((value) => (
              <option key={value} value={value}>{t(`token.minutes.${value}`)}</option>
            ))}
          </select>
        </Field>
      </Form>
    </section>
  );
}

/** Every login at the API is a login token of MeshCentral. */
function isSession(name: string): boolean {
  return name.startsWith("cs-api ");
}
