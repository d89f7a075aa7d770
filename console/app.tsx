import { ExpiredDialog } from "./session/expired_dialog.tsx";
import { LoginPage } from "./session/login_page.tsx";
import { proposedServer } from "./session/servers.ts";
import { session } from "./session/session.ts";
import { Workplace } from "./workplace.tsx";

/** The whole console. */
export function App() {
  const { value } = session;
  if (value === undefined || proposedServer.value !== undefined) return <LoginPage />;
  return (
    <>
      <Workplace key={`${value.userId} ${value.server}`} />
      <ExpiredDialog />
    </>
  );
}
