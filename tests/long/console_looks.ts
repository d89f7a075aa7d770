/**
 * Every page of the console in every colour scheme, width and language, with the devices and accounts
 * that the short story makes.
 *
 * @module
 */
import { deviceSteps } from "../console_real/device_steps.ts";
import { manageSteps } from "../console_real/manage_steps.ts";
import { LONG_LOOKS, pageSteps, SHORT_LOOKS } from "../console_real/page_steps.ts";
import { consoleStory } from "../console_real/stack.ts";
import { tabSteps } from "../console_real/tab_steps.ts";

const stack = consoleStory();

deviceSteps(stack);
manageSteps(stack);
tabSteps(stack);
pageSteps(stack, [...SHORT_LOOKS, ...LONG_LOOKS]);
