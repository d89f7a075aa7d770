/**
 * The operator console: a page that needs nothing but the REST API.
 *
 * @module
 */
import { render } from "preact";
import { App } from "./app.tsx";
import { devicesRead } from "./data/devices.ts";
import { keepCurrent } from "./data/keep_current.ts";
import { preferredLanguage, useLanguage } from "./i18n/translate.ts";
import { restoreSession, session } from "./session/session.ts";
import { applyTheme } from "./session/theme.ts";

/** Milliseconds that the page waits for devices which are about to come. */
const SOON = 150;

applyTheme();
restoreSession();
keepCurrent();
await Promise.all([
  // Without the texts of another language it is English.
  useLanguage(preferredLanguage()).catch(() => {}),
  // Devices that are here already are drawn with the page, not after it.
  session.value && Promise.race([devicesRead(), sleep(SOON)]),
]);
document.body.replaceChildren();
render(<App />, document.body);

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
