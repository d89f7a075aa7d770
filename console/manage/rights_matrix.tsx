import { useState } from "preact/hooks";
import { useResource } from "../data/resource.ts";
import { t } from "../i18n/translate.ts";
import { request } from "../session/session.ts";
import { confirmLoss } from "../ui/confirm.tsx";
import { Icon } from "../ui/icon.tsx";
import { notifyProblem } from "../ui/notices.tsx";
import { plain } from "../ui/plain.ts";
import type { DeviceGroup } from "./group_page.tsx";
import { ALL, GROUP_RIGHTS, hasRight, type Right, withRight } from "./rights.ts";

/** Who may what on a device group: a line for each member, a column for each right. */
export function RightsMatrix(
  { group, reload }: { readonly group: DeviceGroup; readonly reload: () => void },
) {
  const [user, setUser] = useState("");
  const users = useResource("users", async (signal) => {
    // Only who manages users may see them all; others type the name.
    return await request("GET /users", {}, { signal }).catch(() => []);
  });
  const set = (userid: string, rights: number) =>
    request("POST /device-groups/:groupId/users", { groupId: group.id, userid, rights })
      .then(reload, notifyProblem);
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
            {group.users.map(({ userid, rights }) => (
              <MemberRow
                key={userid}
                userid={userid}
                rights={rights}
                set={set}
                remove={() => remove(userid)}
              />
            ))}
          </tbody>
        </table>
      </div>
      <form
        class="inline"
        onSubmit={(event) => {
          event.preventDefault();
          set(user.trim(), 8).then(() => setUser(""));
        }}
      >
        <input
          required
          list="known-users"
          aria-label={t("member.add_name")}
          placeholder={t("member.add_name")}
          autocapitalize="none"
          value={user}
          onInput={(event) => setUser(event.currentTarget.value)}
        />
        <datalist id="known-users">
          {users.data?.map(({ id }) => <option key={id} value={id} />)}
        </datalist>
        <button type="submit">
          <Icon name="plus" /> {t("member.add")}
        </button>
      </form>
    </section>
  );
}

function MemberRow(
  { userid, rights, set, remove }: {
    readonly userid: string;
    readonly rights: number;
    readonly set: (userid: string, rights: number) => void;
    readonly remove: () => void;
  },
) {
  const name = plain(userid, 60);
  const cell = (label: string, checked: boolean, change: (on: boolean) => void) => (
    <td key={label}>
      <input
        type="checkbox"
        aria-label={`${name}: ${label}`}
        title={label}
        checked={checked}
        onChange={(event) => change(event.currentTarget.checked)}
      />
    </td>
  );
  const change = (right: Right, on: boolean) =>
    set(userid, withRight(rights, right, on, GROUP_RIGHTS));
  return (
    <tr>
      <th scope="row">
        <bdi>{name}</bdi>
      </th>
      {cell(t("right.all"), rights === ALL, (on) => set(userid, on ? ALL : 8))}
      {GROUP_RIGHTS.map((right) =>
        cell(t(right.label), hasRight(rights, right), (on) => change(right, on))
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
