import { useState } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import { logOut, request, session } from "../session/session.ts";
import { Field, Form } from "../ui/form.tsx";
import { notify } from "../ui/notices.tsx";
import { Time } from "../ui/time.tsx";
import { LoginTokens } from "./login_tokens.tsx";

/** The operator's own account. */
export function AccountPage() {
  const { value } = session;
  return (
    <>
      <header class="page-head">
        <h1>{t("page.account")}</h1>
        <button type="button" onClick={logOut}>{t("session.log_out")}</button>
      </header>
      <div class="cards">
        <section class="card">
          <h2>{t("account.session")}</h2>
          <dl class="facts">
            <div>
              <dt>{t("login.username")}</dt>
              <dd>{value?.name}</dd>
            </div>
            <div>
              <dt>{t("account.server")}</dt>
              <dd>{value?.server}</dd>
            </div>
            <div>
              <dt>{t("account.ends")}</dt>
              <dd>
                <Time at={value?.expiresAt} />
              </dd>
            </div>
            <div>
              <dt>{t("account.kept")}</dt>
              <dd>{t(value?.kept ? "account.kept_yes" : "account.kept_no")}</dd>
            </div>
          </dl>
        </section>
        <ChangePassword />
        <LoginTokens />
      </div>
    </>
  );
}

function ChangePassword() {
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState("");
  const change = async () => {
    await request("PUT /me/password", { old, new: fresh });
    setOld("");
    setFresh("");
    notify(t("account.password_changed"));
  };
  return (
    <section class="card">
      <h2>{t("account.password")}</h2>
      <Form submit={change} label={t("account.change_password")}>
        <Field label={t("account.old_password")}>
          <input
            type="password"
            required
            autocomplete="current-password"
            value={old}
            onInput={(event) => setOld(event.currentTarget.value)}
          />
        </Field>
        <Field label={t("user.new_password")}>
          <input
            type="password"
            required
            autocomplete="new-password"
            value={fresh}
            onInput={(event) => setFresh(event.currentTarget.value)}
          />
        </Field>
      </Form>
    </section>
  );
}
