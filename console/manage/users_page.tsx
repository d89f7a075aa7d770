import { useState } from "preact/hooks";
import type { ApiRoutes } from "../../api/client/mod.ts";
import { useResource } from "../data/resource.ts";
import { t } from "../i18n/translate.ts";
import { request } from "../session/session.ts";
import { Icon } from "../ui/icon.tsx";
import { plain } from "../ui/plain.ts";
import { SearchField } from "../ui/search_field.tsx";
import { Empty, isDenied, Loaded } from "../ui/states.tsx";
import { Time } from "../ui/time.tsx";
import { AddUser } from "./add_user.tsx";
import { EditUser } from "./edit_user.tsx";
import { ALL } from "./rights.ts";

/** An account as the API has it. */
export type User = ApiRoutes["GET /users/:userid"]["output"];

/** Accounts. */
export function UsersPage() {
  const [adding, setAdding] = useState(false);
  const [edited, setEdited] = useState<User>();
  const [search, setSearch] = useState("");
  const users = useResource(
    "users",
    (signal) => request("GET /users", {}, { signal }),
    ["user.added", "user.changed", "user.removed"],
  );
  const word = search.toLowerCase();
  const fits = ({ id, realName, email }: User) =>
    `${id} ${realName ?? ""} ${email ?? ""}`.toLowerCase().includes(word);
  return (
    <>
      <header class="page-head">
        <h1>{t("page.users")}</h1>
        {!isDenied(users) && (
          <button type="button" class="primary" onClick={() => setAdding(true)}>
            <Icon name="plus" /> {t("user.add")}
          </button>
        )}
      </header>
      {!isDenied(users) && (
        <div class="filter" role="search">
          <SearchField label={t("user.search")} value={search} onSearch={setSearch} />
        </div>
      )}
      <Loaded of={users}>
        {(list) =>
          list.filter(fits).length === 0
            ? <Empty icon="person" title={t("user.none")} />
            : (
              <ul class="rows">
                {list.filter(fits).map((user) => (
                  <UserRow
                    key={user.id}
                    user={user}
                    edit={() => setEdited(user)}
                  />
                ))}
              </ul>
            )}
      </Loaded>
      {adding && <AddUser saved={users.reload} close={() => setAdding(false)} />}
      {edited && <EditUser user={edited} saved={users.reload} close={() => setEdited(undefined)} />}
    </>
  );
}

function UserRow({ user, edit }: { readonly user: User; readonly edit: () => void }) {
  return (
    <li>
      <div>
        <strong>
          <bdi>{plain(user.name, 80)}</bdi>
        </strong>
        <small>
          <bdi>{plain(user.realName, 80)}</bdi> <bdi>{plain(user.email, 80)}</bdi>
        </small>
      </div>
      {user.rights === ALL && <span class="pill">{t("user.administrator")}</span>}
      {user.locked && <span class="pill bad">{t("user.locked")}</span>}
      {user.lastLoginAt && (
        <small class="when">
          {t("user.last_login")} <Time at={user.lastLoginAt} />
        </small>
      )}
      <button
        type="button"
        class="small"
        aria-label={t("user.edit", { name: plain(user.name, 60) })}
        onClick={edit}
      >
        {t("action.edit")}
      </button>
    </li>
  );
}
