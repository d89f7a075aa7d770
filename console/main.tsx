/**
 * The operator console: a page that needs nothing but the REST API.
 *
 * @module
 */
import { render } from "preact";
import { App } from "./app.tsx";
import { preferredLanguage, useLanguage } from "./i18n/translate.ts";
import { restoreSession } from "./session/session.ts";
import { applyTheme } from "./session/theme.ts";

applyTheme();
restoreSession();
await useLanguage(preferredLanguage());
render(<App />, document.body);
