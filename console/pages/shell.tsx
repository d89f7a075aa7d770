import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import { openPalette } from "../palette/palette_state.ts";
import { href, path } from "../route.ts";
import { logOut, session } from "../session/session.ts";
import { Appearance } from "../ui/appearance.tsx";
import { Brand } from "../ui/brand.tsx";
import { Icon } from "../ui/icon.tsx";
import { LiveIndicator } from "./live_indicator.tsx";
import { MENU } from "./page_list.ts";
import { pageTitle } from "./page_title.ts";

/** What surrounds every page: menu, search, and how current everything is. */
export function Shell({ children }: { readonly children: ComponentChildren }) {
  const [open, setOpen] = useState(false);
  const first = path.value.split("/")[1] || "devices";
  useEffect(() => setOpen(false), [path.value]);
  const page = MENU.find(({ path }) => path === first);
  const title = [pageTitle.value, page && t(page.label), "Mesh Console"]
    .filter((part) => part !== undefined).join(" – ");
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <div class={open ? "shell menu-open" : "shell"}>
      <a class="skip" href="#main" onClick={skip}>{t("shell.skip")}</a>
      <header class="top">
        <button
          type="button"
          class="quiet menu-button"
          aria-label={t("shell.menu")}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <Icon name="menu" />
        </button>
        <Brand />
        <button type="button" class="palette-button" onClick={openPalette}>
          <Icon name="search" />
          <span>{t("palette.open")}</span>
          <kbd>{t("palette.key")}</kbd>
        </button>
        <LiveIndicator />
      </header>
      <nav class="side" aria-label={t("shell.menu")}>
        <ul class="plain-list">
          {MENU.map(({ path, label, icon }) => (
            <li key={path}>
              <a href={href(path)} aria-current={path === first ? "page" : undefined}>
                <Icon name={icon} />
                {t(label)}
              </a>
            </li>
          ))}
        </ul>
        <div class="who">
          <Appearance />
          <p>
            <strong>{session.value?.name}</strong>
            <small>{session.value && new URL(session.value.server).host}</small>
          </p>
          <button type="button" onClick={logOut}>{t("session.log_out")}</button>
        </div>
      </nav>
      <main id="main" tabIndex={-1}>{children}</main>
    </div>
  );
}

/** The fragment is the page's address, so the browser cannot jump by it. */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}
