import { askPerson } from "../person.ts";
import type { OpenTunnel } from "../tunnel/open_tunnel.ts";
import type { SharedSource } from "./shared_source.ts";
import type { DesktopCapture } from "./source.ts";

/**
 * Opens a source for a tunnel; undefined when the person or the browser refuses. A browser shows its
 * picker only after a click: where there was none, as without consent, the person is asked for one.
 */
export async function openAsking(
  source: SharedSource,
  tunnel: OpenTunnel,
): Promise<DesktopCapture | undefined> {
  try {
    return await source.open();
  } catch (error) {
    if ((error as Error).name !== "InvalidStateError") return undefined;
  }
  const question = {
    title: "Share your screen?",
    sentence: "Your browser will ask what you want to share.",
    facts: [{ label: "Operator", value: tunnel.operator }],
  };
  const answer = await askPerson(tunnel.access, question, tunnel.signal);
  return answer === "allowed" ? await source.open().catch(() => undefined) : undefined;
}
