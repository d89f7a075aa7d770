import assert from "node:assert/strict";
import { BlockList, isIP, SocketAddress } from "node:net";
import fc from "fast-check";
import { isInRange, readIpAddress, readIpRange } from "./ip_address.ts";

const v4 = fc.ipV4();
const v6 = fc.ipV6();
const port = fc.integer({ min: 0, max: 65_535 });

/** As Node's own parser writes it; Node's BlockList tells whether two are the same. */
function same(one: string, other: string, family: "ipv4" | "ipv6"): boolean {
  const list = new BlockList();
  list.addAddress(one, family);
  return list.check(other, family);
}

Deno.test("every form in which proxies write an address is read", () => {
  const forms: Readonly<Record<string, string>> = {
    "9.9.9.4": "9.9.9.4",
    " 9.9.9.4:51234 ": "9.9.9.4",
    "[2001:db8::1]:443": "2001:db8::1",
    '"[2001:DB8:0:0::1]:443"': "2001:db8::1",
    "[2001:db8::1]": "2001:db8::1",
    "2001:0db8:0000::0001": "2001:db8::1",
    "fe80::1%eth0": "fe80::1",
    "[fe80::1%25en0]:80": "fe80::1",
    "::ffff:192.0.2.9": "192.0.2.9",
    "[::ffff:c000:209]:80": "192.0.2.9",
    "::": "::",
    "::1": "::1",
  };
  for (const [form, address] of Object.entries(forms)) {
    assert.equal(readIpAddress(form)?.text, address, form);
  }
});

Deno.test("what is no address is none", () => {
  const junk = [
    "",
    " ",
    "unknown",
    "_hidden",
    "unix:",
    "localhost",
    "1.2.3",
    "1.2.3.4.5",
    "256.1.1.1",
  ];
  junk.push(
    "01.2.3.4",
    "0x7f.0.0.1",
    "1.2.3.4:",
    "1.2.3.4:123456",
    "[1.2.3.4]",
    "[::1",
    "::1]",
    ":",
    ":::",
  );
  junk.push(
    "[]",
    "[]:80",
    "::g",
    "1::2::3",
    "::1/64",
    "http://[::1]",
    '"',
    "1.2.3.4:5:6",
    "\u0661.1.1.1",
  );
  for (const text of junk) assert.equal(readIpAddress(text), undefined, text);
});

Deno.test("addresses, with ports or without, are those that Node reads", () => {
  fc.assert(fc.property(v4, port, (address, port) => {
    assert.equal(readIpAddress(`${address}:${port}`)?.text, address);
    assert.equal(readIpAddress(`::ffff:${address}`)?.text, address);
  }));
  fc.assert(fc.property(v6, port, (address, port) => {
    for (const form of [address, `[${address}]`, `[${address}]:${port}`, address.toUpperCase()]) {
      const read = readIpAddress(form);
      assert.ok(read !== undefined, form);
      const back = read.version === 4 ? `::ffff:${read.text}` : read.text;
      assert.ok(same(back, address, "ipv6"), `${form} is not ${read.text}`);
    }
  }));
});

Deno.test("any text is read as Node reads it, and never throws", () => {
  const near = fc.stringMatching(/^[0-9a-f:.[\]%"]{0,24}$/);
  fc.assert(
    fc.property(fc.oneof(fc.string(), near), (text) => {
      const read = readIpAddress(text);
      if (read === undefined) assert.equal(isIP(text), 0, text);
      else assert.equal(isIP(read.text), read.version);
    }),
    { numRuns: 2_000 },
  );
});

Deno.test("ranges hold what Node's hold", () => {
  const cases = fc.oneof(
    fc.tuple(fc.constant("ipv4" as const), v4, v4, fc.integer({ min: 0, max: 32 })),
    fc.tuple(fc.constant("ipv6" as const), v6, v6, fc.integer({ min: 0, max: 128 })),
  );
  fc.assert(fc.property(cases, fc.boolean(), ([family, first, other, prefix], near) => {
    const address = near ? first : other;
    const [range, read] = [readIpRange(`${first}/${prefix}`), readIpAddress(address)];
    assert.ok(read !== undefined);
    // An IPv4 address that was mapped into IPv6 is IPv4 to us, which has other prefixes.
    if (range?.first.version !== (family === "ipv4" ? 4 : 6)) return;
    const list = new BlockList();
    list.addSubnet(new SocketAddress({ address: first, family }).address, prefix, family);
    if (read.version === range.first.version) {
      assert.equal(isInRange(read, range), list.check(address, family));
    } else assert.equal(isInRange(read, range), false);
  }));
  for (
    const junk of [
      "10.0.0.0/33",
      "::/129",
      "10.0.0.0/",
      "10.0.0.0/-1",
      "/8",
      "ten/8",
      "1.2.3.4/8/8",
    ]
  ) {
    assert.equal(readIpRange(junk), undefined, junk);
  }
});
