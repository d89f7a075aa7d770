/**
 * The operator console: a page that needs nothing but the REST API.
 *
 * @module
 */
import { render } from "preact";
import { App } from "./app.tsx";
import { keepCurrent } from "./data/keep_current.ts";
import { preferredLanguage, useLanguage } from "./i18n/translate.ts";
import { restoreSession } from "./session/session.ts";
import { applyTheme } from "./session/theme.ts";

applyTheme();
restoreSession();
// The devices are asked for before there is a page to show them.
keepCurrent();
// Without the texts of another language it is English.
await useLanguage(preferredLanguage()).catch(() => {});
render(<App />, document.body);
