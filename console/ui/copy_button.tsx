import { useState } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import { Icon } from "./icon.tsx";

/** Copies a text. */
export function CopyButton({ text }: { readonly text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard.writeText(text).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), 2_000);
    }, () => {});
  return (
    <button type="button" class="small" onClick={copy}>
      <Icon name={copied ? "check" : "copy"} />
      {copied ? t("action.copied") : t("action.copy")}
    </button>
  );
}
