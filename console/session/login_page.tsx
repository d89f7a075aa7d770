import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import { Appearance } from "../ui/appearance.tsx";
import { Brand } from "../ui/brand.tsx";
import { LoginForm } from "./login_form.tsx";
import { ProposedServer, ServerSettings } from "./server_settings.tsx";
import { proposedServer, server } from "./servers.ts";

/** Stands before everything. */
export function LoginPage() {
  const [choosing, setChoosing] = useState(false);
  useEffect(() => {
    document.title = `${t("login.title")} – Mesh Console`;
  });
  return (
    <main class="login">
      <div class="card">
        <Brand />
        <h1>{t("login.title")}</h1>
        {proposedServer.value !== undefined
          ? <ProposedServer url={proposedServer.value} />
          : choosing
          ? <ServerSettings done={() => setChoosing(false)} />
          : (
            <>
              <p class="server-line">
                <span>{server.value}</span>
                <button type="button" class="small" onClick={() => setChoosing(true)}>
                  {t("server.change")}
                </button>
              </p>
              <LoginForm key={server.value} server={server.value} />
            </>
          )}
      </div>
      <Appearance />
    </main>
  );
}
