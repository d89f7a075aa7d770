import assert from "node:assert/strict";
import { parseEnrollment } from "../protocol/mod.ts";
import { enrollmentText } from "./enrollment.ts";

const group = { id: `mesh//${"A".repeat(64)}`, name: "Kiosks" };

function serverIn(format: "json" | "msh", url: string, address?: string): string {
  const server = {
    url,
    serverId: "ab".repeat(48),
    tlsHash: "CD".repeat(48),
    version: "",
    domain: "",
  };
  return parseEnrollment(enrollmentText({ format, server: address }, group, server)).server;
}

Deno.test("an enrolment file has the address for agents, also of a domain and behind a proxy", () => {
  for (const format of ["json", "msh"] as const) {
    assert.equal(serverIn(format, "wss://a.example"), "wss://a.example/agent.ashx");
    assert.equal(serverIn(format, "https://a.example:8443/"), "wss://a.example:8443/agent.ashx");
    assert.equal(
      serverIn(format, "wss://a.example/customer"),
      "wss://a.example/customer/agent.ashx",
    );
    assert.equal(
      serverIn(format, "wss://a.example/customer/control.ashx"),
      "wss://a.example/customer/agent.ashx",
    );
    assert.equal(
      serverIn(format, "wss://10.0.0.1", "wss://b.example"),
      "wss://b.example/agent.ashx",
    );
  }
});
