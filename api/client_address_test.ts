import assert from "node:assert/strict";
import { addressKey, clientAddressReader, siteKey } from "./client_address.ts";
import { ApiConfigError } from "./config_error.ts";

function clientAddress(
  peer: string | undefined,
  forwardedFor: string | null,
  trusted: readonly string[],
): string | undefined {
  const headers = new Headers(forwardedFor === null ? {} : { "x-forwarded-for": forwardedFor });
  return clientAddressReader(trusted)(peer, headers);
}

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

Deno.test("ports, brackets and junk of a proxy are no part of the address", () => {
  const forms: Readonly<Record<string, string>> = {
    "9.9.9.4:51234": "9.9.9.4",
    "[2001:db8::1]:443": "2001:db8::1",
    "unknown, 9.9.9.4": "9.9.9.4",
    "9.9.9.4, unix:": "9.9.9.4",
    "9.9.9.4:1, 127.0.0.1:2": "9.9.9.4",
    "::ffff:9.9.9.4": "9.9.9.4",
    "_": "127.0.0.1",
  };
  for (const [header, address] of Object.entries(forms)) {
    assert.equal(clientAddress("127.0.0.1", header, ["127.0.0.1"]), address, header);
  }
});

Deno.test("several headers count as one, and Forwarded where there is no other", () => {
  const read = clientAddressReader(["127.0.0.1", "10.0.0.0/8", "2001:db8:1::/48"]);
  const several = new Headers([["x-forwarded-for", "203.0.113.66"]]);
  several.append("x-forwarded-for", "198.51.100.1");
  several.append("x-forwarded-for", "10.1.2.3");
  assert.equal(read("127.0.0.1", several), "198.51.100.1");
  const forwarded = (value: string) => read("10.9.9.9", new Headers({ forwarded: value }));
  assert.equal(forwarded("for=192.0.2.60;proto=http;by=203.0.113.43"), "192.0.2.60");
  assert.equal(forwarded('by=1.1.1.1; For="[2001:db8:cafe::17]:4711"'), "2001:db8:cafe::17");
  assert.equal(forwarded("for=192.0.2.43, for=198.51.100.17;by=10.0.0.1"), "198.51.100.17");
  assert.equal(forwarded('for=192.0.2.43:80,for="[2001:db8:1::5]", for=unknown'), "192.0.2.43");
  assert.equal(forwarded("proto=https, host=for=evil"), "10.9.9.9");
  const both = { forwarded: "for=192.0.2.1", "x-forwarded-for": "198.51.100.1" };
  assert.equal(read("127.0.0.1", new Headers(both)), "198.51.100.1");
  assert.equal(read("192.0.2.9", new Headers(both)), "192.0.2.9", "no trusted proxy");
});

Deno.test("a trusted proxy that is no address is refused at the start", () => {
  for (const proxy of ["proxy.example.com", "10.0.0.0/33", "", "10.0.0"]) {
    assert.throws(() => clientAddressReader([proxy]), ApiConfigError, proxy);
  }
});

Deno.test("IPv6 is counted by /64, which is what one network has, and by /48", () => {
  const [one, other, far] = ["2001:db8:1:2::3", "2001:db8:1:2:ffff::1", "2001:db8:1:3::3"];
  assert.equal(addressKey(one), addressKey(other));
  assert.notEqual(addressKey(one), addressKey(far));
  assert.equal(siteKey(one), siteKey(far));
  assert.notEqual(siteKey(one), siteKey("2001:db8:2:2::3"));
  assert.notEqual(siteKey(one), addressKey(one));
  assert.notEqual(addressKey("192.0.2.1"), addressKey("192.0.2.2"));
  assert.equal(addressKey("192.0.2.1"), siteKey("192.0.2.1"));
  assert.equal(addressKey(undefined), "unknown");
  assert.equal(addressKey("a socket"), "unknown");
});
