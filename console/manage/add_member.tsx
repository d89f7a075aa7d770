import { useState } from "preact/hooks";
import { useResource } from "../data/resource.ts";
import { t } from "../i18n/translate.ts";
import { request } from "../session/session.ts";
import { Icon } from "../ui/icon.tsx";
import { notifyProblem } from "../ui/notices.tsx";
import { plain } from "../ui/plain.ts";
import type { DeviceGroup } from "./group_page.tsx";
import { FIRST_RIGHTS } from "./rights.ts";

/** Makes somebody a member of a device group. */
export function AddMember(
  { group, reload }: { readonly group: DeviceGroup; readonly reload: () => void },
) {
  const [user, setUser] = useState("");
  const users = useResource("users", async (signal) => {
    // Only who manages users may see them all; others type the name.
    return await request("GET /users", {}, { signal }).catch(() => []);
  });
  const isMember = (id: string) =>
    group.users.some(({ userid }) => userid.toLowerCase() === id.toLowerCase());
  const add = async (event: Event) => {
    event.preventDefault();
    const userid = user.trim();
    // Their rights would become those of a new member.
    if (isMember(userid)) {
      return notifyProblem(new Error(t("member.is_one", { name: plain(userid, 60) })));
    }
    try {
      await request("POST /device-groups/:groupId/users", {
        groupId: group.id,
        userid,
        rights: FIRST_RIGHTS,
      });
      setUser("");
      reload();
    } catch (problem) {
      notifyProblem(problem);
    }
  };
  return (
    <form class="inline" onSubmit={add}>
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
        {users.data?.filter(({ id }) => !isMember(id)).map(({ id }) => (
          <option key={id} value={id} />
        ))}
      </datalist>
      <button type="submit">
        <Icon name="plus" /> {t("member.add")}
      </button>
    </form>
  );
}
