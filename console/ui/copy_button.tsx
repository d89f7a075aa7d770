import { useState } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import { Icon } from "./icon.tsx";
import { notifyProblem } from "./notices.tsx";

/** Copies a text. */
export function CopyButton({ text }: { readonly text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text); // over plain http there is no clipboard
    } catch {
      return notifyProblem(new Error(t("copy.failed")));
    }
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  return (
    <button type="button" class="small" onClick={copy}>
      <Icon name={copied ? "check" : "copy"} />
      {copied ? t("action.copied") : t("action.copy")}
    </button>
  );
}
