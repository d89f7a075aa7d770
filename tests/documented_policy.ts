import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

const DOCUMENT = new URL("../docs/content-policy.md", import.meta.url);

/**
 * The policy that the documentation tells embedding sites to send, on one line.
 *
 * @param server `ws://` or `wss://` and host, instead of the example's.
 */
export async function documentedPolicy(server: string): Promise<string> {
  const text = await readFile(DOCUMENT, "utf8");
  const [, policy] = /^Content-Security-Policy: ([^]*?)^```/m.exec(text) ?? [];
  assert.ok(policy, "docs/content-policy.md has a policy");
  return policy.replaceAll("wss://mesh.example.com", server).replaceAll(/\s+/g, " ").trim();
}
