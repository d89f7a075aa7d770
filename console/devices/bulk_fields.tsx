import { useState } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import { useResource } from "../data/resource.ts";
import { useDraft } from "../session/draft.ts";
import { request } from "../session/session.ts";
import { Field } from "../ui/form.tsx";
import { plain } from "../ui/plain.ts";
import type { BulkAction, BulkKind } from "./bulk_run.ts";
import type { PowerOperation } from "./bulk_types.ts";

const POWER: readonly PowerOperation[] = ["wake", "sleep", "reset", "off", "amt-on", "amt-off"];

/** What is typed in the dialog. */
export interface BulkInput {
  readonly title: string;
  readonly text: string;
  readonly choice: string;
  readonly setTitle: (text: string) => void;
  readonly setText: (text: string) => void;
  readonly setChoice: (choice: string) => void;
  /** What it comes to. */
  readonly action: () => BulkAction;
  /** It was used: the draft is not needed any more. */
  readonly done: () => void;
}

/** What is typed for an action of this kind. */
export function useBulkAction(kind: BulkKind): BulkInput {
  const [title, setTitle, dropTitle] = useDraft(`bulk.${kind}.title`);
  const [text, setText, dropText] = useDraft(`bulk.${kind}.text`);
  const [choice, setChoice] = useState(kind === "power" ? "wake" : "");
  const action = (): BulkAction => {
    switch (kind) {
      case "command":
        return { kind, command: text };
      case "move":
        return { kind, groupId: choice };
      case "power":
        return { kind, operation: choice as PowerOperation };
      default:
        return { kind, title, message: text };
    }
  };
  const done = () => {
    dropTitle();
    dropText();
  };
  return { title, text, choice, setTitle, setText, setChoice, action, done };
}

/** The fields for an action of this kind. */
export function BulkFields(
  { kind, fields }: { readonly kind: BulkKind; readonly fields: BulkInput },
) {
  if (kind === "move") return <GroupChoice fields={fields} />;
  if (kind === "power") {
    return (
      <Field label={t("bulk.power")}>
        <select
          value={fields.choice}
          onChange={(event) => fields.setChoice(event.currentTarget.value)}
        >
          {POWER.map((value) => (
            <option key={value} value={value}>{t(`power.do.${value}`)}</option>
          ))}
        </select>
      </Field>
    );
  }
  return (
    <>
      {kind !== "command" && (
        <Field label={t("message.title")}>
          <input
            maxLength={512}
            value={fields.title}
            onInput={(event) => fields.setTitle(event.currentTarget.value)}
          />
        </Field>
      )}
      <Field label={t(kind === "command" ? "command.text" : "message.text")}>
        <textarea
          required
          autofocus
          rows={4}
          class={kind === "command" ? "code" : ""}
          maxLength={kind === "command" ? 65_535 : 4_096}
          value={fields.text}
          onInput={(event) => fields.setText(event.currentTarget.value)}
        />
      </Field>
    </>
  );
}

function GroupChoice({ fields }: { readonly fields: BulkInput }) {
  const { data = [] } = useResource(
    "groups",
    (signal) => request("GET /device-groups", {}, { signal }),
  );
  return (
    <Field label={t("bulk.target")}>
      <select
        required
        value={fields.choice}
        onChange={(event) => fields.setChoice(event.currentTarget.value)}
      >
        <option value="">{t("bulk.choose_group")}</option>
        {data.map(({ id, name }) => <option key={id} value={id}>{plain(name, 80)}</option>)}
      </select>
    </Field>
  );
}
