import { t } from "../i18n/translate.ts";
import { request } from "../session/session.ts";
import { confirmLoss } from "../ui/confirm.tsx";
import { Icon } from "../ui/icon.tsx";
import { notifyProblem } from "../ui/notices.tsx";
import { plain } from "../ui/plain.ts";
import { AddMember } from "./add_member.tsx";
import type { DeviceGroup } from "./group_page.tsx";
import { ALL, FIRST_RIGHTS, GROUP_RIGHTS, hasRight, withRight } from "./rights.ts";
import { useSavedRights } from "./saved_rights.ts";

/** Who may what on a device group: a line for each member, a column for each right. */
export function RightsMatrix(
  { group, reload }: { readonly group: DeviceGroup; readonly reload: () => void },
) {
  const remove = async (userid: string) => {
    const yes = await confirmLoss({
      title: t("member.remove_title", { name: plain(userid, 60) }),
      loss: t("member.remove_loss", { group: plain(group.name, 60) }),
      action: t("member.remove"),
    });
    if (!yes) return;
    await request("DELETE /device-groups/:groupId/users/:userid", { groupId: group.id, userid })
      .then(reload, notifyProblem);
  };
  return (
    <section class="card" aria-labelledby="members">
      <h2 id="members">{t("member.title")}</h2>
      <div class="matrix-scroll" tabIndex={0} role="group" aria-label={t("member.title")}>
        <table class="matrix">
          <thead>
            <tr>
              <th scope="col">{t("member.name")}</th>
              <th scope="col">
                <span>{t("right.all")}</span>
              </th>
              {GROUP_RIGHTS.map(({ label }) => (
                <th key={label} scope="col">
                  <span>{t(label)}</span>
                </th>
              ))}
              <th scope="col">
                <span>{t("member.remove")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {group.users.map((member) => (
              <MemberRow
                key={member.userid}
                groupId={group.id}
                member={member}
                reload={reload}
                remove={() => remove(member.userid)}
              />
            ))}
          </tbody>
        </table>
      </div>
      <AddMember group={group} reload={reload} />
    </section>
  );
}

function MemberRow(
  { groupId, member, reload, remove }: {
    readonly groupId: string;
    readonly member: DeviceGroup["users"][number];
    readonly reload: () => void;
    readonly remove: () => void;
  },
) {
  const { userid } = member;
  const [rights, change] = useSavedRights(
    member,
    (rights) => request("POST /device-groups/:groupId/users", { groupId, userid, rights }),
    reload,
  );
  const name = plain(userid, 60);
  const cell = (label: string, checked: boolean, toggle: (on: boolean) => void) => (
    <td key={label}>
      <input
        type="checkbox"
        aria-label={`${name}: ${label}`}
        title={label}
        checked={checked}
        onChange={(event) => toggle(event.currentTarget.checked)}
      />
    </td>
  );
  return (
    <tr>
      <th scope="row">
        <bdi>{name}</bdi>
      </th>
      {cell(t("right.all"), rights === ALL, (on) => change(on ? ALL : FIRST_RIGHTS))}
      {GROUP_RIGHTS.map((right) =>
        cell(
          t(right.label),
          hasRight(rights, right),
          (on) => change(withRight(rights, right, on, GROUP_RIGHTS)),
        )
      )}
      <td>
        <button
          type="button"
          class="quiet"
          aria-label={t("member.remove_title", { name })}
          onClick={remove}
        >
          <Icon name="trash" />
        </button>
      </td>
    </tr>
  );
}
