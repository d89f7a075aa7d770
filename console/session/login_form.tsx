import { useEffect, useRef, useState } from "preact/hooks";
import { ApiProblem } from "../../api/client/mod.ts";
import { type MessageKey, t } from "../i18n/translate.ts";
import { Check, Field, Form } from "../ui/form.tsx";
import { logIn, session } from "./session.ts";
import { readText, writeText } from "./storage.ts";

const METHODS: ReadonlyMap<string, readonly [token: string, label: MessageKey]> = new Map([
  ["email", ["**email**", "login.send_email"]],
  ["sms", ["**sms**", "login.send_sms"]],
  ["message", ["**msg**", "login.send_message"]],
]);

/** User name, password, and the second factor when the account has one. */
export function LoginForm({ server }: { readonly server: string }) {
  const [username, setUsername] = useState(session.value?.userId ?? "");
  const [password, setPassword] = useState("");
  const [token, setToken] = useState("");
  const [methods, setMethods] = useState<readonly string[]>();
  const [sent, setSent] = useState(false);
  const [keep, setKeep] = useState(readText("keep") === "yes");
  const code = useRef<HTMLInputElement>(null);
  const asksCode = methods !== undefined;
  useEffect(() => code.current?.focus(), [asksCode]);

  const attempt = async (factor: string) => {
    try {
      await logIn(
        server,
        { username, password, ...(factor === "" ? {} : { token: factor }) },
        keep,
      );
      writeText("keep", keep ? "yes" : "no");
    } catch (problem) {
      if (!(problem instanceof ApiProblem) || problem.code !== "token_required") throw problem;
      if (asksCode && factor !== "" && !factor.startsWith("**")) throw problem;
      setMethods(problem.methods);
    }
  };
  const send = (how: string) => attempt(how).then(() => setSent(true), () => setSent(false));

  return (
    <Form submit={() => attempt(token.trim())} label={t("login.submit")}>
      <Field label={t("login.username")}>
        <input
          name="username"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          required
          value={username}
          onInput={(event) => setUsername(event.currentTarget.value)}
        />
      </Field>
      <Field label={t("login.password")}>
        <input
          name="password"
          type="password"
          autocomplete="current-password"
          required
          value={password}
          onInput={(event) => setPassword(event.currentTarget.value)}
        />
      </Field>
      {asksCode && (
        <fieldset class="second-factor">
          <legend>{t("login.second_factor")}</legend>
          <Field label={t("login.code")} hint={t("login.code_hint")}>
            <input
              ref={code}
              name="token"
              inputMode="numeric"
              autocomplete="one-time-code"
              required
              value={token}
              onInput={(event) => setToken(event.currentTarget.value)}
            />
          </Field>
          {methods.map((method) => {
            const [how, label] = METHODS.get(method) ?? [];
            return how && label && (
              <button key={method} type="button" onClick={() => send(how)}>{t(label)}</button>
            );
          })}
          {sent && <p role="status">{t("login.sent")}</p>}
        </fieldset>
      )}
      <Check label={t("login.keep")} hint={t("login.keep_hint")} checked={keep} change={setKeep} />
    </Form>
  );
}
