import { useState } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import { request } from "../session/session.ts";
import { confirmLoss } from "../ui/confirm.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Check, Field, Form } from "../ui/form.tsx";
import { notify, notifyProblem } from "../ui/notices.tsx";
import { plain } from "../ui/plain.ts";
import { ALL, hasRight, SITE_RIGHTS, withRight } from "./rights.ts";
import type { User } from "./users_page.tsx";

/** An account: who it is, what it may, and its end. */
export function EditUser(
  { user, saved, close }: {
    readonly user: User;
    readonly saved: () => void;
    readonly close: () => void;
  },
) {
  const [realName, setRealName] = useState(user.realName ?? "");
  const [email, setEmail] = useState(user.email ?? "");
  const [rights, setRights] = useState(user.rights);
  const [password, setPassword] = useState("");
  const { id: userid } = user;
  const name = plain(user.name, 60);
  const save = async () => {
    const changes = {
      ...(realName === (user.realName ?? "") ? {} : { realName }),
      ...(email === (user.email ?? "") ? {} : { email }),
      ...(rights === user.rights ? {} : { rights }),
    };
    if (Object.keys(changes).length > 0) {
      await request("PATCH /users/:userid", { userid, ...changes });
    }
    if (password !== "") await request("PUT /users/:userid/password", { userid, password });
    notify(t("state.saved"));
    saved();
    close();
  };
  const remove = async () => {
    const yes = await confirmLoss({
      title: t("user.remove_title", { name }),
      loss: t("user.remove_loss"),
      action: t("action.delete"),
    });
    if (!yes) return;
    await request("DELETE /users/:userid", { userid }).then(() => {
      saved();
      close();
    }, notifyProblem);
  };
  return (
    <Dialog title={t("user.edit", { name })} close={close} wide>
      <Form submit={save} label={t("action.save")} cancel={close}>
        <Field label={t("user.real_name")}>
          <input
            maxLength={256}
            value={realName}
            onInput={(event) => setRealName(event.currentTarget.value)}
          />
        </Field>
        <Field label={t("user.email")}>
          <input
            type="email"
            value={email}
            onInput={(event) => setEmail(event.currentTarget.value)}
          />
        </Field>
        <Field label={t("user.new_password")} hint={t("user.new_password_hint")}>
          <input
            type="password"
            autocomplete="new-password"
            value={password}
            onInput={(event) => setPassword(event.currentTarget.value)}
          />
        </Field>
        <fieldset class="rights">
          <legend>{t("user.rights")}</legend>
          <Check
            label={t("user.administrator")}
            checked={rights === ALL}
            change={(on) => setRights(on ? ALL : 0)}
          />
          {SITE_RIGHTS.map((right) => (
            <Check
              key={right.label}
              label={t(right.label)}
              checked={hasRight(rights, right)}
              change={(on) => setRights(withRight(rights, right, on, SITE_RIGHTS))}
            />
          ))}
        </fieldset>
      </Form>
      <p class="danger-zone">
        <button type="button" class="danger" onClick={remove}>{t("user.remove")}</button>
      </p>
    </Dialog>
  );
}
