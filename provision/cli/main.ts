#!/usr/bin/env node
/**
 * `cs-provision`.
 *
 * @module
 */
import process from "node:process";
import { confirm, isCancel, text } from "@clack/prompts";
import { run } from "./run.ts";

const interrupted = new AbortController();
process.once("SIGINT", () => interrupted.abort(new Error("interrupted")));
process.once("SIGTERM", () => interrupted.abort(new Error("interrupted")));

const isInteractive = process.stdin.isTTY === true && process.stdout.isTTY === true;
const noColor = process.argv.includes("--no-color") || Boolean(process.env["NO_COLOR"]);

process.exitCode = await run(process.argv.slice(2), {
  environment: process.env,
  signal: interrupted.signal,
  terminal: {
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => process.stderr.write(`${text}\n`),
    isInteractive,
    color: isInteractive && !noColor,
    confirm: async (message) => {
      if (!isInteractive) return false;
      const answer = await confirm({ message, initialValue: false });
      return !isCancel(answer) && answer;
    },
    ask: async (message, otherwise) => {
      if (!isInteractive) return otherwise;
      const answer = await text({ message, defaultValue: otherwise, placeholder: otherwise });
      if (isCancel(answer)) process.exit(1);
      return answer;
    },
  },
});
