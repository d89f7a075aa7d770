import type { Enrollment } from "../../protocol/mod.ts";
import { parseEnrollment } from "../../protocol/enrollment.ts";
import { AgentError } from "../agent_error.ts";

/**
 * The enrolment that an attribute names: inline JSON or `.msh` text, or the URL of such a file,
 * relative to the page.
 *
 * @throws {AgentError} `bad-options` when there is none or it cannot be had, with what is wrong.
 */
export async function loadEnrollment(
  attribute: string | null,
  signal: AbortSignal,
): Promise<Enrollment> {
  if (attribute === null || attribute.trim() === "") {
    throw new AgentError("bad-options", "<mesh-agent> has no enrollment attribute");
  }
  const inline = /^\s*\{/.test(attribute) || /MeshID\s*=/i.test(attribute);
  const text = inline ? attribute : await fetchText(attribute, signal);
  try {
    return parseEnrollment(text);
  } catch (cause) {
    const where = inline ? "the enrollment attribute" : `the enrolment ${attribute}`;
    throw new AgentError("bad-options", `${where}: ${(cause as Error).message}`, { cause });
  }
}

async function fetchText(url: string, signal: AbortSignal): Promise<string> {
  // Renewed certificates change the file: a cached one would be refused by the server.
  const response = await fetch(new URL(url, document.baseURI), { signal, cache: "no-cache" })
    .catch((cause) => {
      throw new AgentError("bad-options", `the enrolment ${url} could not be loaded`, { cause });
    });
  if (response.ok) return await response.text();
  throw new AgentError(
    "bad-options",
    `the enrolment ${url} could not be loaded: HTTP ${response.status}`,
  );
}
