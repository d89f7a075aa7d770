import assert from "node:assert/strict";
import fc from "fast-check";
import { attachment } from "./content_disposition.ts";

/** By the grammars of RFC 9110 (quoted-string) and RFC 8187 (ext-value), which parsers are made of. */
function parse(header: string): { readonly ascii: string; readonly name: string } {
  const match = /^attachment; filename="((?:[^"\\]|\\.)*)"; filename\*=UTF-8''([\w!#$&+.^`|~%-]*)$/
    .exec(header);
  assert.ok(match !== null, header);
  const [, ascii = "", encoded = ""] = match;
  assert.doesNotMatch(encoded, /%(?![\dA-F]{2})/);
  return { ascii, name: decodeURIComponent(encoded) };
}

Deno.test("names with marks that parsers read otherwise come through", () => {
  const names: Readonly<Record<string, string>> = {
    "Report (1).pdf": "Report (1).pdf",
    "it's *all* here.txt": "it's *all* here.txt",
    'say "hi"\\now.txt': "say _hi__now.txt",
    "Grüße 🚀.txt": "Gr__e _.txt",
    "100%.txt": "100_.txt",
    "a;b=c,d.txt": "a;b=c,d.txt",
    "line\r\nX-Evil: 1.txt": "line__X-Evil: 1.txt",
  };
  for (const [name, ascii] of Object.entries(names)) {
    assert.deepEqual(parse(attachment(name)), { ascii, name });
  }
});

Deno.test("any name makes a header that can be sent, and comes back", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (name) => {
    const header = attachment(name);
    new Headers({ "content-disposition": header });
    assert.equal(parse(header).name, name.toWellFormed());
  }));
  new Headers({ "content-disposition": attachment("half \ud83d a pair") });
});
