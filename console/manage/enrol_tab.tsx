import { useResource } from "../data/resource.ts";
import { t } from "../i18n/translate.ts";
import { request } from "../session/session.ts";
import { CopyButton } from "../ui/copy_button.tsx";
import { QrCode } from "../ui/qr_code.tsx";
import { Loaded } from "../ui/states.tsx";
import { enrolmentLink } from "./enrolment_link.ts";
import type { DeviceGroup } from "./group_page.tsx";

/** A link, and the same as a QR code, with which a browser tab becomes a device of the group. */
export function EnrolTab({ group }: { readonly group: DeviceGroup }) {
  const server = useResource("server", (signal) => request("GET /server", {}, { signal }));
  return (
    <section class="card" aria-labelledby="enrol">
      <h2 id="enrol">{t("enrol.title")}</h2>
      <Loaded of={server}>
        {(data) =>
          // Nobody joins a server whose identity they cannot check.
          data.serverId === undefined
            ? <p>{t("enrol.no_link")}</p>
            : <EnrolmentLink link={enrolmentLink(document.baseURI, data, group)} />}
      </Loaded>
    </section>
  );
}

function EnrolmentLink({ link }: { readonly link: string }) {
  return (
    <>
      <p>{t("enrol.text")}</p>
      <QrCode text={link} label={t("enrol.qr")} />
      <p class="result-link">
        <code>{link}</code> <CopyButton text={link} />
      </p>
      <p class="hint">{t("enrol.secret")}</p>
    </>
  );
}
