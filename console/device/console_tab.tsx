import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import { useDraft } from "../session/draft.ts";
import { request } from "../session/session.ts";
import { Field, Form } from "../ui/form.tsx";
import { plainText } from "../ui/plain.ts";
import type { DeviceTabProps } from "./device_tab.ts";
import { OfflineNote } from "./offline_note.tsx";

interface Exchange {
  readonly command: string;
  readonly lines: readonly string[];
}

/** The agent's own console: for its commands, not for those of the operating system. */
export function ConsoleTab({ device }: DeviceTabProps) {
  const [command, setCommand, drop] = useDraft(`console.${device.id}`);
  const [exchanges, setExchanges] = useState<readonly Exchange[]>([]);
  const log = useRef<HTMLDivElement>(null);
  useEffect(() => log.current?.scrollTo(0, log.current.scrollHeight), [exchanges]);
  if (!device.online) return <OfflineNote />;
  const run = async () => {
    const { lines } = await request("POST /devices/:id/console", { id: device.id, command });
    setExchanges((old) => [...old, { command, lines }]);
    drop();
  };
  return (
    <>
      <div class="console-log" ref={log} role="log" tabIndex={0} aria-label={t("tab.console")}>
        {exchanges.length === 0 && <p>{t("console.hint")}</p>}
        {exchanges.map(({ command, lines }, index) => (
          <pre key={index}>
            <strong>&gt; {command}</strong>
            {`\n${plainText(lines.join("\n"), 50_000)}`}
          </pre>
        ))}
      </div>
      <Form submit={run} label={t("console.run")}>
        <Field label={t("console.command")}>
          <input
            class="code"
            required
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            maxLength={4096}
            value={command}
            onInput={(event) => setCommand(event.currentTarget.value)}
          />
        </Field>
      </Form>
    </>
  );
}
