import assert from "node:assert/strict";
import { isAllowedOrigin } from "./origin.ts";

function request(origin?: string): Request {
  const headers = { host: "mesh.example.com", ...(origin === undefined ? {} : { origin }) };
  return new Request("https://mesh.example.com/api/devices/x/tunnel", { headers });
}

Deno.test("tunnels are opened by programs, by the API's own pages, and by pages that are listed", () => {
  const allowed = ["https://console.example.com"];
  assert.ok(isAllowedOrigin(request(), allowed));
  assert.ok(isAllowedOrigin(request("https://mesh.example.com"), allowed));
  assert.ok(isAllowedOrigin(request("https://console.example.com"), allowed));
  for (
    const origin of [
      "null",
      "https://evil.example",
      "https://mesh.example.com.evil.example",
      "https://sub.mesh.example.com",
      "http://console.example.com",
      "file://",
      "nonsense",
    ]
  ) {
    assert.ok(!isAllowedOrigin(request(origin), allowed), origin);
  }
});
