import assert from "node:assert/strict";
import { PacedOutput } from "./paced_output.ts";

/** A connection that takes what it is given when the test says so. */
function connection() {
  const life = new AbortController();
  const tunnel = {
    bufferedAmount: 0,
    signal: life.signal,
    text: "",
    send(frame: string | Uint8Array) {
      if (typeof frame === "string") throw new Error("terminal data are binary");
      tunnel.bufferedAmount += frame.length;
      tunnel.text += new TextDecoder().decode(frame);
    },
  };
  return { tunnel, life, output: new PacedOutput(tunnel) };
}

const later = () => new Promise((resolve) => setTimeout(resolve, 120));

Deno.test("PacedOutput says how much a slow connection has missed, and brings the end and the prompt", async () => {
  const { tunnel, output } = connection();
  const lines = Array.from({ length: 200_000 }, (_, line) => `line ${line} 漢字 😀\r\n`);
  for (const line of lines) output.write(line);
  output.write("/> ");
  const sent = tunnel.text.length;
  assert.ok(sent < lines.join("").length);
  await later();
  assert.equal(tunnel.text.length, sent);
  tunnel.bufferedAmount = 0;
  await later();
  const all = `${lines.join("")}/> `;
  const [before = "", count = "", after = ""] = tunnel.text.split(
    /\r\n\[([\d,]+) characters are missing here: [^\]]*\]\r\n/,
  );
  assert.equal(before, all.slice(0, before.length));
  assert.equal(after, all.slice(-after.length));
  assert.match(after, /^line \d+ /);
  assert.equal(before.length + Number(count.replaceAll(",", "")) + after.length, all.length);
  output.write("typed");
  assert.ok(tunnel.text.endsWith("/> typed"));
});

Deno.test("PacedOutput loses nothing of what a slow connection misses for a moment", async () => {
  const { tunnel, output } = connection();
  tunnel.bufferedAmount = 5 * 2 ** 20;
  for (const text of ["one\r\n", "two\r\n", "/> "]) output.write(text);
  assert.equal(tunnel.text, "");
  tunnel.bufferedAmount = 0;
  output.write("three");
  await later();
  assert.equal(tunnel.text, "one\r\ntwo\r\n/> three");
});

Deno.test("PacedOutput puts the halves of a character together, and ends with its tunnel", async () => {
  const { tunnel, life, output } = connection();
  output.write("a\ud83d");
  output.write("\ude00b");
  assert.equal(tunnel.text, "a😀b");
  tunnel.bufferedAmount = 5 * 2 ** 20;
  output.write("held");
  life.abort();
  tunnel.bufferedAmount = 0;
  await later();
  assert.equal(tunnel.text, "a😀b");
});
