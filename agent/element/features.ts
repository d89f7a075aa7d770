import { AgentError } from "../agent_error.ts";
import { clipboardFeature } from "../clipboard_feature.ts";
import { consoleFeature } from "../console_feature.ts";
import { desktopFeature } from "../desktop/desktop_feature.ts";
import type { AgentFeature } from "../feature.ts";
import { filesFeature } from "../files/files_feature.ts";
import { guestShareFeature } from "../guest_share_feature.ts";
import { helpFeature } from "../help_feature.ts";
import { limitsFeature } from "../limits_feature.ts";
import { messagesFeature } from "../messages_feature.ts";
import { openUrlFeature } from "../open_url_feature.ts";
import { terminalFeature } from "../terminal/terminal_feature.ts";

/** The names that the attribute `features` takes. */
export const ELEMENT_FEATURES: readonly [string, (element: HTMLElement) => AgentFeature][] = [
  ["console", () => consoleFeature()],
  ["terminal", () => terminalFeature()],
  ["files", () => filesFeature()],
  ["desktop", (element) => desktopOf(element.getAttribute("source"))],
  ["messages", () => messagesFeature()],
  ["clipboard", () => clipboardFeature()],
  ["openurl", () => openUrlFeature()],
  ["limits", () => limitsFeature()],
  ["help", () => helpFeature()],
  ["share", () => guestShareFeature()],
];

function desktopOf(selector: string | null): AgentFeature {
  if (selector === null) return desktopFeature();
  const source = [...document.querySelectorAll(selector)].filter((found) =>
    found instanceof HTMLCanvasElement || found instanceof HTMLVideoElement
  );
  if (source.length > 0) return desktopFeature({ source });
  throw new AgentError("bad-options", `source="${selector}": no canvas or video`);
}
