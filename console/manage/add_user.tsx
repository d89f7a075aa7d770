import { useState } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import { useDraft } from "../session/draft.ts";
import { request } from "../session/session.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Check, Field, Form } from "../ui/form.tsx";

/** A new account. */
export function AddUser(
  { saved, close }: { readonly saved: () => void; readonly close: () => void },
) {
  const [username, setUsername, dropName] = useDraft("user.name");
  const [email, setEmail, dropEmail] = useDraft("user.email");
  const [password, setPassword] = useState("");
  const [reset, setReset] = useState(true);
  const add = async () => {
    await request("POST /users", {
      username,
      password,
      resetNextLogin: reset,
      ...(email === "" ? {} : { email }),
    });
    dropName();
    dropEmail();
    saved();
    close();
  };
  return (
    <Dialog title={t("user.add")} close={close}>
      <Form submit={add} label={t("action.create")} cancel={close}>
        <Field label={t("login.username")}>
          <input
            required
            maxLength={256}
            autocomplete="off"
            autocapitalize="none"
            value={username}
            onInput={(event) => setUsername(event.currentTarget.value)}
          />
        </Field>
        <Field label={t("user.email")}>
          <input
            type="email"
            autocomplete="off"
            value={email}
            onInput={(event) => setEmail(event.currentTarget.value)}
          />
        </Field>
        <Field label={t("login.password")}>
          <input
            type="password"
            required
            autocomplete="new-password"
            value={password}
            onInput={(event) => setPassword(event.currentTarget.value)}
          />
        </Field>
        <Check label={t("user.reset")} checked={reset} change={setReset} />
      </Form>
    </Dialog>
  );
}
