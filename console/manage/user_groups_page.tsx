import { useState } from "preact/hooks";
import type { ApiRoutes } from "../../api/client/mod.ts";
import { useResource } from "../data/resource.ts";
import { t, tn } from "../i18n/translate.ts";
import { useDraft } from "../session/draft.ts";
import { request } from "../session/session.ts";
import { confirmLoss } from "../ui/confirm.tsx";
import { Icon } from "../ui/icon.tsx";
import { notifyProblem } from "../ui/notices.tsx";
import { plain } from "../ui/plain.ts";
import { Empty, isDenied, Loaded } from "../ui/states.tsx";

type UserGroup = ApiRoutes["GET /user-groups/:id"]["output"];

/** User groups and who is in them. */
export function UserGroupsPage() {
  const groups = useResource(
    "user-groups",
    (signal) => request("GET /user-groups", {}, { signal }),
    ["user-group.added", "user-group.changed", "user-group.removed"],
  );
  const [name, setName, drop] = useDraft("user-group.name");
  const add = (event: Event) => {
    event.preventDefault();
    request("POST /user-groups", { name }).then(() => {
      drop();
      groups.reload();
    }, notifyProblem);
  };
  return (
    <>
      <header class="page-head">
        <h1>{t("page.user_groups")}</h1>
      </header>
      {!isDenied(groups) && (
        <form class="inline" onSubmit={add}>
          <input
            required
            maxLength={64}
            aria-label={t("user_group.name")}
            placeholder={t("user_group.name")}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
          <button type="submit" class="primary">
            <Icon name="plus" /> {t("user_group.add")}
          </button>
        </form>
      )}
      <Loaded of={groups}>
        {(list) =>
          list.length === 0
            ? <Empty icon="people" title={t("user_group.none")} />
            : (
              <div class="cards">
                {list.map((group) => (
                  <UserGroupCard key={group.id} group={group} reload={groups.reload} />
                ))}
              </div>
            )}
      </Loaded>
    </>
  );
}

function UserGroupCard(
  { group, reload }: { readonly group: UserGroup; readonly reload: () => void },
) {
  const [user, setUser] = useState("");
  const { id } = group;
  const name = plain(group.name, 60);
  const add = (event: Event) => {
    event.preventDefault();
    request("POST /user-groups/:id/members", { id, memberId: user.trim() }).then(() => {
      setUser("");
      reload();
    }, notifyProblem);
  };
  const leave = (memberId: string) =>
    request("DELETE /user-groups/:id/members/:memberId", { id, memberId })
      .then(reload, notifyProblem);
  const remove = async () => {
    const yes = await confirmLoss({
      title: t("user_group.remove_title", { name }),
      loss: tn("user_group.remove_loss", group.users.length),
      action: t("action.delete"),
    });
    if (yes) await request("DELETE /user-groups/:id", { id }).then(reload, notifyProblem);
  };
  return (
    <section class="card">
      <header>
        <h2>
          <bdi>{name}</bdi>
        </h2>
        <button
          type="button"
          class="quiet"
          aria-label={t("user_group.remove_title", { name })}
          onClick={remove}
        >
          <Icon name="trash" />
        </button>
      </header>
      <p>{tn("user_group.rights", group.deviceGroups.length)}</p>
      <ul class="chips">
        {group.users.map((member) => (
          <li key={member}>
            <span>
              <bdi>{plain(member, 60)}</bdi>
            </span>
            <button
              type="button"
              class="quiet"
              aria-label={t("member.remove_title", { name: plain(member, 60) })}
              onClick={() => leave(member)}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
      <form class="inline" onSubmit={add}>
        <input
          required
          aria-label={t("user_group.member", { name })}
          placeholder={t("member.add_name")}
          autocapitalize="none"
          value={user}
          onInput={(event) => setUser(event.currentTarget.value)}
        />
        <button type="submit">{t("member.add")}</button>
      </form>
    </section>
  );
}
