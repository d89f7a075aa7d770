import * as v from "valibot";
import type { Schema } from "./common.ts";

/** A command to be run on a device. */
export interface RunCommandBody {
  /** At most 65,535 characters. */
  readonly command: string;
  /** What runs it. @default {"auto"} by the operating system */
  readonly shell?: "auto" | "cmd" | "powershell" | "sh" | undefined;
  /** As whom. @default {"agent"} */
  readonly runAs?: "agent" | "user-if-possible" | "user" | undefined;
  /** Whether the answer waits for the output. @default {false} */
  readonly wait?: boolean | undefined;
  /** Milliseconds to wait for the output. @default {25_000} */
  readonly timeoutMs?: number | undefined;
}

/** See {@linkcode RunCommandBody}. */
export const runCommandBody: Schema<RunCommandBody> = v.strictObject({
  command: v.pipe(v.string(), v.minLength(1), v.maxLength(65_535)),
  shell: v.optional(v.picklist(["auto", "cmd", "powershell", "sh"])),
  runAs: v.optional(v.picklist(["agent", "user-if-possible", "user"])),
  wait: v.optional(v.boolean()),
  timeoutMs: v.optional(v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(25_000))),
});

/** What came of a command. */
export interface ApiCommandResult {
  /** Whether the agent was handed it. */
  readonly accepted: boolean;
  /** What it wrote, when that was waited for; at most 1,000,000 characters. */
  readonly output?: string | undefined;
  /** Whether there was more. */
  readonly truncated?: boolean | undefined;
}

/** See {@linkcode ApiCommandResult}. */
export const apiCommandResult: Schema<ApiCommandResult> = v.object({
  accepted: v.boolean(),
  output: v.optional(v.string()),
  truncated: v.optional(v.boolean()),
});

/** A line for the console of an agent. */
export interface ConsoleBody {
  /** For example `info`. */
  readonly command: string;
  /** Milliseconds without another line after which it counts as answered. @default {1_000} */
  readonly quietMs?: number | undefined;
}

/** See {@linkcode ConsoleBody}. */
export const consoleBody: Schema<ConsoleBody> = v.strictObject({
  command: v.pipe(v.string(), v.minLength(1), v.maxLength(4096)),
  quietMs: v.optional(v.pipe(v.number(), v.integer(), v.minValue(50), v.maxValue(10_000))),
});

/** What the console wrote. */
export interface ApiConsoleAnswer {
  /** Line by line. */
  readonly lines: readonly string[];
}

/** See {@linkcode ApiConsoleAnswer}. */
export const apiConsoleAnswer: Schema<ApiConsoleAnswer> = v.object({ lines: v.array(v.string()) });

/** What to do with a device's power. */
export type PowerOperation =
  | "wake"
  | "sleep"
  | "reset"
  | "off"
  | "amt-on"
  | "amt-off"
  | "amt-reset";

/** See {@linkcode PowerOperation}. */
export interface PowerBody {
  /** What to do. */
  readonly operation: PowerOperation;
}

/** See {@linkcode PowerBody}. */
export const powerBody: Schema<PowerBody> = v.strictObject({
  operation: v.picklist(["wake", "sleep", "reset", "off", "amt-on", "amt-off", "amt-reset"]),
});

/** A text for the person at a device. */
export interface MessageBody {
  /** Above it. @default {"MeshCentral"} */
  readonly title?: string | undefined;
  /** The text. */
  readonly message: string;
  /** Milliseconds that a message box stays. @default {120_000} */
  readonly timeoutMs?: number | undefined;
}

/** See {@linkcode MessageBody}. */
export const messageBody: Schema<MessageBody> = v.strictObject({
  title: v.optional(v.pipe(v.string(), v.maxLength(512))),
  message: v.pipe(v.string(), v.minLength(1), v.maxLength(4096)),
  timeoutMs: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1000), v.maxValue(3_600_000))),
});

/** A short notice for the person at a device. */
export type ToastBody = Omit<MessageBody, "timeoutMs">;

/** See {@linkcode ToastBody}. */
export const toastBody: Schema<ToastBody> = v.strictObject({
  title: v.optional(v.pipe(v.string(), v.maxLength(512))),
  message: v.pipe(v.string(), v.minLength(1), v.maxLength(4096)),
});

/** A page to be opened at a device. */
export interface OpenUrlBody {
  /** `https:` or `http:`. */
  readonly url: string;
}

/** See {@linkcode OpenUrlBody}. */
export const openUrlBody: Schema<OpenUrlBody> = v.strictObject({
  url: v.pipe(
    v.string(),
    v.url(),
    v.regex(/^https?:/i, "must be http: or https:"),
    v.maxLength(2048),
  ),
});

/** A text: a clipboard, or notes. */
export interface TextBody {
  /** The text. */
  readonly text: string;
}

/** See {@linkcode TextBody}. */
export const textBody: Schema<TextBody> = v.strictObject({
  text: v.pipe(v.string(), v.maxLength(65_535)),
});

/** A port of a device to be reached by the browser. */
export interface WebRelayBody {
  /** What is spoken there. */
  readonly type: "http" | "https";
  /** Where. */
  readonly port: number;
}

/** See {@linkcode WebRelayBody}. */
export const webRelayBody: Schema<WebRelayBody> = v.strictObject({
  type: v.picklist(["http", "https"]),
  port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
});

/** An address. */
export interface ApiLink {
  /** The address. */
  readonly url: string;
}

/** See {@linkcode ApiLink}. */
export const apiLink: Schema<ApiLink> = v.object({ url: v.string() });
