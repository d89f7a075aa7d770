import assert from "node:assert/strict";
import { memoryFileSystem } from "../files/memory_file_system.ts";
import { TestOnline, type TestRelay } from "../test_relay.ts";
import { terminalFeature, type TerminalOptions } from "./terminal_feature.ts";
import { TestScreen } from "./test_screen.ts";

/** A terminal on an agent, as a program sees it. */
class Client {
  readonly #relay: TestRelay;
  #read = 0;

  constructor(relay: TestRelay) {
    this.#relay = relay;
  }

  static async open(options: TerminalOptions = {}): Promise<Client> {
    const online = new TestOnline([terminalFeature({ root: memoryFileSystem(), ...options })]);
    return new Client(await online.tunnel(1));
  }

  get text(): string {
    return this.#relay.sent.filter((frame) => typeof frame !== "string")
      .map((frame) => new TextDecoder().decode(frame)).join("");
  }

  /** Types, in frames of so many bytes. */
  type(text: string, size = Infinity): void {
    const bytes = new TextEncoder().encode(text);
    for (let at = 0; at < bytes.length; at += size) this.#relay.say(bytes.slice(at, at + size));
  }

  /** Everything new up to the end of the first match, for at most 5 s. */
  async expect(pattern: RegExp): Promise<string> {
    for (let turn = 0; turn < 500; turn++) {
      const text = this.text.slice(this.#read);
      const match = pattern.exec(text);
      if (match !== null) {
        this.#read += match.index + match[0].length;
        return text.slice(0, match.index);
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`not in ${JSON.stringify(this.text.slice(this.#read))}: ${pattern}`);
  }

  close(): void {
    this.#relay.close();
  }
}

Deno.test("the shell serves clients that wait for two prompts, and take one for a command's end", async () => {
  for (const prompt of [/\/.*> /, /\/> /, /\/[^\r\n]*> ?/]) {
    const client = await Client.open({ commands: [{ name: "quiet", help: "", run() {} }] });
    await client.expect(prompt);
    await client.expect(prompt);
    for (
      const [command, output] of [
        ["pwd", "/\r\n"],
        ["quiet", ""],
        [
          "echo a longer line than that, which the echo of a terminal has to wrap if it is narrow",
          undefined,
        ],
        ["pwd", "/\r\n"],
      ] as const
    ) {
      client.type(`${command}\n`);
      const text = await client.expect(prompt);
      assert.equal(text, `${command}\r\n${output ?? `${command.slice(5)}\r\n`}`);
    }
    // deno-lint-ignore no-control-regex
    assert.doesNotMatch(client.text, /\x1b/);
    client.close();
  }
});

Deno.test("the shell's greeting stands alone on the screen", async () => {
  const client = await Client.open();
  await client.expect(/> \rA shell/);
  await client.expect(/> /);
  const screen = new TestScreen({ cols: 80, rows: 25 });
  await screen.write(client.text);
  assert.deepEqual(screen.lines, ["A shell of this page, not of its computer. Type help.", "/>"]);
  client.close();
});

Deno.test("the shell runs 60 pasted commands in order, wherever frames cut them", async () => {
  const paste = Array.from({ length: 60 }, (_, line) => `echo ${"漢😀".repeat(10)}${line}\r`).join(
    "",
  );
  for (const size of [Infinity, 1_024, 61, 1]) {
    const client = await Client.open();
    client.type(paste, size);
    await client.expect(/\n漢[^\r\n]*59\r\n\/> /);
    const output = client.text.match(/^漢.*$/gm)?.map((line) => line.trim());
    assert.deepEqual(output, paste.trim().split("\r").map((line) => line.slice(5)));
    client.close();
  }
});

Deno.test("the shell refuses a pasted line that is too long, and runs none of it", async () => {
  const client = await Client.open();
  client.type(`echo ran ${"x".repeat(65_536)}`, 3_000);
  client.type(" the rest\recho next\r", 3);
  await client.expect(/longer than 65,536 characters/);
  await client.expect(/\nnext\r\n/);
  assert.doesNotMatch(client.text, /\nran|the rest/);
  client.close();
});

Deno.test("the shell keeps output that does not end its line, and prompts below it", async () => {
  const client = await Client.open({
    commands: [{ name: "bare", help: "", run: ({ write }) => write("\x1b[1m50\x1b[0m%") }],
  });
  client.type("bare\rclear\r");
  await client.expect(/50.\[0m%\r\n\/> /);
  await client.expect(/\[3J\/> $/);
  client.close();
});

Deno.test("the shell runs pasted JavaScript of several lines as one command", async () => {
  const client = await Client.open({ js: true });
  client.type("js [1, 2].map((n) => {\r  return n * 21;\r})[1]\rpwd\r");
  await client.expect(/\n\.\.\. [^]*\n42\r\n\/> pwd\r\n\/\r\n/);
  client.type("js (\r\x03pwd\r");
  await client.expect(/\.\.\. \^C\r\n\/> pwd\r\n\/\r\n/);
  client.type(`js \`\r${`${"x".repeat(1_000)}\r`.repeat(66)}`);
  await client.expect(/The command is longer than 65536 characters\. None of it runs/);
  client.close();
});

Deno.test("the shell shows hostile names of files as text", async () => {
  const root = memoryFileSystem();
  const evil = "\x1b]0;t\x07\x1b[2J\u202egpj";
  await root.makeFolder([evil]);
  await root.makeFolder(["\u202egpj"]);
  const client = await Client.open({ root });
  client.type("ls\rtree\rcd \u202eg\t\rpwd\rcat nothing\u202e\r");
  await client.expect(/ \^\[\]0;t\^G\^\[\[2J<202e>gpj\r\n/);
  await client.expect(/\n\^\[\]0;t\^G\^\[\[2J<202e>gpj\/\r\n/);
  await client.expect(/\n\/<202e>gpj> pwd\r\n\/<202e>gpj\r\n/);
  await client.expect(/cat: no file: [^\r\n]*\/nothing<202e>\r\n/);
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(client.text, /\x1b\]|\u202e|\x07/);
  client.close();
});

Deno.test("the shell shows a long file up to a whole character, and says that there is more", async () => {
  const root = memoryFileSystem();
  const file = await root.write(["long"]);
  await file.write(new TextEncoder().encode(`a${"漢".repeat(400_000)}`));
  await file.commit();
  const client = await Client.open({ root });
  client.type("cat long\r");
  await client.expect(/漢\r\n\(the first 1048576 bytes of 1200001; the rest is not shown\)/);
  assert.ok(!client.text.includes("\ufffd"));
  client.close();
});
