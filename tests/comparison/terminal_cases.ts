import type { Conversation } from "./device.ts";

/** Something that both agents are told in a terminal, and what is looked at then. */
export interface TerminalCase {
  readonly name: string;
  /** Says it, and tells what came of it: one fact a line, without the shells' own words. */
  readonly run: (to: Conversation) => Promise<readonly string[]>;
}

const bytes = (text: string) => new TextEncoder().encode(text);

/** All that came so far, as text. */
function output(to: Conversation): string {
  return to.frames.map((frame) => typeof frame === "string" ? "" : new TextDecoder().decode(frame))
    .join("");
}

function count(text: string, word: string): number {
  return text.split(word).length - 1;
}

function started(to: Conversation): string {
  return `open: ${to.open}, says something: ${output(to) !== ""}`;
}

/** Starts a shell and waits for its prompt, which both agents show twice. */
async function begin(to: Conversation, start: string | Uint8Array = "1"): Promise<void> {
  await to.send(start);
  await to.quiet(() => count(output(to), to.device.prompt) >= 2);
}

/** Types, and waits until the shell has written `word` so many times, and for whatever follows. */
async function type(
  to: Conversation,
  line: string | Uint8Array,
  word = "",
  times = 2, // its echo, and its output
): Promise<void> {
  await to.send(line);
  await to.quiet(() => count(output(to), word) >= times);
}

function start(name: string, frame: string | Uint8Array): TerminalCase {
  return {
    name,
    async run(to) {
      await begin(to, frame);
      return [started(to)];
    },
  };
}

/** The terminal protocol, and every form in which clients speak it. */
export const TERMINAL_CASES: readonly TerminalCase[] = [
  start("the number 1 as text", "1"),
  start("the number 1 as bytes, as pylibmeshctrl sends it", bytes("1")),
  start("the number 8: the user's own shell", "8"),
  start("the number 6: PowerShell", "6"),
  {
    name: "options, then the number",
    async run(to) {
      await to.send('{"ctrlChannel":"102938","type":"options","cols":90,"rows":30}');
      await begin(to);
      return [started(to)];
    },
  },
  {
    name: "options whose fields are null",
    async run(to) {
      await to.send('{"ctrlChannel":"102938","type":"options","cols":null,"rows":null}');
      await begin(to);
      return [started(to)];
    },
  },
  {
    name: "the prompts before anything is typed",
    async run(to) {
      await begin(to);
      return [`prompts: ${count(output(to), to.device.prompt)}`];
    },
  },
  {
    name: "a line that ends with a carriage return",
    async run(to) {
      await begin(to);
      await type(to, bytes("echo one-two\r"), "one-two");
      return [`written: ${count(output(to), "one-two")} times (echo and output)`];
    },
  },
  {
    name: "a line that ends with a line feed, as scripts send it",
    async run(to) {
      await begin(to);
      await type(to, bytes("echo one-two\n"), "one-two");
      return [`written: ${count(output(to), "one-two")} times (echo and output)`];
    },
  },
  {
    name: "three lines in one frame",
    async run(to) {
      await begin(to);
      await type(to, bytes("echo l1-x\recho l2-x\recho l3-x\r"), "l3-x");
      const text = output(to);
      // The last place of each is its output.
      const places = ["l1-x", "l2-x", "l3-x"].map((word) => text.lastIndexOf(word));
      return [`all run in order: ${places.every((at, i) => at > (places[i - 1] ?? -1))}`];
    },
  },
  {
    name: "a line of 2,000 characters",
    async run(to) {
      await begin(to);
      await type(to, bytes(`echo ${"y".repeat(1990)}END\r`), "END");
      return [`its output is whole: ${output(to).lastIndexOf("END") > output(to).indexOf("END")}`];
    },
  },
  {
    name: "text frames after the start",
    async run(to) {
      await begin(to);
      await type(to, "echo one-two\r", "one-two");
      return [`taken as typed: ${output(to).includes("one-two")}`];
    },
  },
  {
    name: "a character of UTF-8 in two frames",
    async run(to) {
      await begin(to);
      const line = bytes("echo [é]\r");
      await to.send(line.slice(0, 7));
      await type(to, line.slice(7), "[é]", 1);
      return [`written: ${count(output(to), "[é]") > 0}`];
    },
  },
  {
    name: "Ctrl+C on a line that was begun",
    async run(to) {
      await begin(to);
      await type(to, bytes("echo one-two\x03"), "one-two", 1);
      await type(to, bytes("echo three\r"), "three");
      const text = output(to);
      return [`the line did not run: ${count(text, "one-two") <= 1 && count(text, "three") >= 2}`];
    },
  },
  {
    name: "termsize, rtt and ping",
    async run(to) {
      await begin(to);
      await to.send(
        '{"ctrlChannel":"102938","type":"termsize","cols":100,"rows":40}',
        '{"ctrlChannel":"102938","type":"rtt","time":17}',
        '{"ctrlChannel":"102938","type":"ping"}',
      );
      await to.quiet();
      const texts = to.frames.filter((frame) => typeof frame === "string").map((frame) =>
        JSON.parse(frame)
      );
      return [`open: ${to.open}`, ...texts.map(({ type, time }) => `${type} ${time ?? ""}`)];
    },
  },
  {
    name: "a control message of an unknown type",
    async run(to) {
      await begin(to);
      await to.send('{"ctrlChannel":"102938","type":"nosuch"}');
      await type(to, bytes("echo one-two\r"), "one-two");
      return [`open: ${to.open}, goes on: ${count(output(to), "one-two") > 1}`];
    },
  },
  {
    name: "the control message close",
    async run(to) {
      await begin(to);
      await to.send('{"ctrlChannel":"102938","type":"close"}');
      await to.quiet();
      return [`open: ${to.open}`];
    },
  },
  {
    name: "the command exit",
    async run(to) {
      await begin(to);
      await type(to, bytes("exit\r"));
      return [`open: ${to.open}`];
    },
  },
  {
    name: "a number that is no protocol",
    async run(to) {
      await to.send("99");
      await to.quiet();
      return [`answers: ${to.frames.length}`];
    },
  },
  {
    name: "a text that is not a number",
    async run(to) {
      await to.send("terminal");
      await to.quiet();
      return [`answers: ${to.frames.length}`];
    },
  },
];
