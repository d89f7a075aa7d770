import assert from "node:assert/strict";
import { addressKey, clientAddress } from "./client_address.ts";

Deno.test("the address is the peer's, whatever it says of itself", () => {
  assert.equal(clientAddress("192.0.2.9", "198.51.100.1", []), "192.0.2.9");
  assert.equal(clientAddress("192.0.2.9", "198.51.100.1", ["127.0.0.1"]), "192.0.2.9");
  assert.equal(clientAddress("::ffff:192.0.2.9", null, []), "192.0.2.9");
  assert.equal(clientAddress(undefined, "198.51.100.1", []), undefined);
});

Deno.test("behind a trusted proxy it is the last one that no trusted proxy has", () => {
  const trusted = ["127.0.0.1", "10.0.0.1"];
  assert.equal(clientAddress("127.0.0.1", "198.51.100.1", trusted), "198.51.100.1");
  assert.equal(
    clientAddress("127.0.0.1", "203.0.113.66, 198.51.100.1, 10.0.0.1", trusted),
    "198.51.100.1",
    "what stands before it the client may have written itself",
  );
  assert.equal(clientAddress("::ffff:127.0.0.1", "2001:db8::1", trusted), "2001:db8::1");
  assert.equal(clientAddress("127.0.0.1", "nonsense, ", trusted), "127.0.0.1");
  assert.equal(clientAddress("127.0.0.1", null, trusted), "127.0.0.1");
});

Deno.test("IPv6 is counted by /64, which is what one customer has", () => {
  const [one, other, far] = ["2001:db8:1:2::3", "2001:db8:1:2:ffff::1", "2001:db8:1:3::3"];
  assert.equal(addressKey(one), addressKey(other));
  assert.notEqual(addressKey(one), addressKey(far));
  assert.notEqual(addressKey("192.0.2.1"), addressKey("192.0.2.2"));
  assert.equal(addressKey(undefined), "unknown");
});
