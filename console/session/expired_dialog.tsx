import { t } from "../i18n/translate.ts";
import { Dialog } from "../ui/dialog.tsx";
import { LoginForm } from "./login_form.tsx";
import { expired, logOut, session } from "./session.ts";

/** Asks for the login again, over the page that one was on: nothing there is lost. */
export function ExpiredDialog() {
  if (!expired.value || session.value === undefined) return null;
  return (
    <Dialog title={t("expired.title")} close={() => {}}>
      <p>{t("expired.text", { name: session.value.name })}</p>
      <LoginForm server={session.value.server} />
      <p>
        <button type="button" class="link" onClick={logOut}>{t("expired.leave")}</button>
      </p>
    </Dialog>
  );
}
