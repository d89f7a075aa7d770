import { useEffect } from "preact/hooks";
import { applyEvent, forgetDevices, readDevices } from "./data/devices.ts";
import { followEvents, onEvent, resets } from "./data/live.ts";
import { Palette } from "./palette/palette.tsx";
import { CurrentPage } from "./pages/pages.tsx";
import { Shell } from "./pages/shell.tsx";
import { ExpiredDialog } from "./session/expired_dialog.tsx";
import { keepSessionAlive } from "./session/keep_alive.ts";
import { LoginPage } from "./session/login_page.tsx";
import { proposedServer } from "./session/servers.ts";
import { expired, logins, session } from "./session/session.ts";
import { ConfirmDialog } from "./ui/confirm.tsx";
import { Notices } from "./ui/notices.tsx";

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

/** What somebody who is logged in works with. */
function Workplace() {
  const round = `${logins.value} ${expired.value}`;
  useEffect(() => {
    if (expired.value) return;
    const controller = new AbortController();
    followEvents(controller.signal);
    return () => controller.abort();
  }, [round]);

  const moment = `${logins.value} ${resets.value}`;
  useEffect(() => {
    const controller = new AbortController();
    readDevices(controller.signal);
    return () => controller.abort();
  }, [moment]);

  useEffect(() => {
    const stops = [onEvent(applyEvent), keepSessionAlive(), forgetDevices];
    return () => stops.forEach((stop) => stop());
  }, []);

  return (
    <>
      <Shell>
        <CurrentPage />
      </Shell>
      <Palette />
      <ConfirmDialog />
      <Notices />
    </>
  );
}
