import { useState } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import { Field, Form } from "../ui/form.tsx";
import { Icon } from "../ui/icon.tsx";
import {
  forgetServer,
  parseServer,
  proposedServer,
  server,
  servers,
  useServer,
} from "./servers.ts";
import { logOut } from "./session.ts";

/** Chooses among the servers that are known, and gets to know others. */
export function ServerSettings({ done }: { readonly done: () => void }) {
  const [text, setText] = useState("");
  const add = () => {
    const url = parseServer(text);
    if (url === undefined) return Promise.reject(new Error(t("server.invalid")));
    useServer(url);
    done();
    return Promise.resolve();
  };
  return (
    <div class="server-settings">
      <ul class="plain-list">
        {servers.value.map((url) => (
          <li key={url}>
            <button
              type="button"
              class="choice"
              aria-pressed={url === server.value}
              onClick={() => {
                useServer(url);
                done();
              }}
            >
              <Icon name={url === server.value ? "check" : "server"} />
              <span>{url}</span>
            </button>
            {servers.value.length > 1 && (
              <button
                type="button"
                class="quiet"
                aria-label={t("server.forget", { server: url })}
                onClick={() => forgetServer(url)}
              >
                <Icon name="trash" />
              </button>
            )}
          </li>
        ))}
      </ul>
      <Form submit={add} label={t("server.add")} cancel={done}>
        <Field label={t("server.address")} hint={t("server.address_hint")}>
          <input
            name="server"
            inputMode="url"
            autocomplete="url"
            autocapitalize="none"
            spellcheck={false}
            placeholder="https://mesh.example.com/api"
            required
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </Field>
      </Form>
    </div>
  );
}

/** A link named a server that is not known here: whoever follows it must say that it is meant. */
export function ProposedServer({ url }: { readonly url: string }) {
  const answer = (yes: boolean) => {
    if (yes) {
      logOut(); // of the server that one leaves
      useServer(url);
    }
    proposedServer.value = undefined;
    history.replaceState(null, "", location.pathname + location.hash);
  };
  return (
    <section class="proposed" aria-labelledby="proposed">
      <h2 id="proposed">{t("server.proposed")}</h2>
      <p class="address">{new URL(url).host}</p>
      <p>{t("server.proposed_warning")}</p>
      <footer>
        <button type="button" class="primary" onClick={() => answer(false)}>
          {t("server.refuse")}
        </button>
        <button type="button" onClick={() => answer(true)}>{t("server.accept")}</button>
      </footer>
    </section>
  );
}
