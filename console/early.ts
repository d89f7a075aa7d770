/**
 * The first script of the page, and one of its own: asks for the devices of somebody who stays
 * logged in, while the console itself is still on its way.
 *
 * @module
 */
import { askEarly } from "./session/early_question.ts";
import { keptSession } from "./session/kept_session.ts";

const kept = keptSession();
if (kept !== undefined) askEarly(`${kept.server}/devices`, `Bearer ${kept.token}`);
