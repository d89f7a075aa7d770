import { useEffect } from "preact/hooks";
import { Palette } from "./palette/palette.tsx";
import { CurrentPage } from "./pages/pages.tsx";
import { Shell } from "./pages/shell.tsx";
import { keepSessionAlive } from "./session/keep_alive.ts";
import { ConfirmDialog } from "./ui/confirm.tsx";
import { forgetNotices, Notices } from "./ui/notices.tsx";

/** What somebody who is logged in works with. */
export function Workplace() {
  useEffect(keepSessionAlive, []);
  useEffect(() => forgetNotices, []);
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
