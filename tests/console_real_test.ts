/**
 * The console against the real API, the real MeshCentral and its own agent, from another origin:
 * one story, whose servers are started once.
 *
 * @module
 */
import { awaySteps } from "./console_real/away_steps.ts";
import { bulkSteps } from "./console_real/bulk_steps.ts";
import { desktopSteps } from "./console_real/desktop_steps.ts";
import { deviceSteps } from "./console_real/device_steps.ts";
import { manageSteps } from "./console_real/manage_steps.ts";
import { pageSteps, SHORT_LOOKS } from "./console_real/page_steps.ts";
import { rightsSteps } from "./console_real/rights_steps.ts";
import { sessionSteps } from "./console_real/session_steps.ts";
import { consoleStory } from "./console_real/stack.ts";
import { tabSteps } from "./console_real/tab_steps.ts";

const stack = consoleStory();

deviceSteps(stack);
manageSteps(stack);
tabSteps(stack);
desktopSteps(stack);
bulkSteps(stack);
sessionSteps(stack);
pageSteps(stack, SHORT_LOOKS);
rightsSteps(stack);
awaySteps(stack);
