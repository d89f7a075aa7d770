/** What becomes of a difference between the native agent and ours. */
export interface Difference {
  /** `better`: ours does what people expect, the native agent does not. */
  readonly verdict: "better" | "deliberate";
  readonly reason: string;
}

const better = (reason: string): Difference => ({ verdict: "better", reason });
const deliberate = (reason: string): Difference => ({ verdict: "deliberate", reason });

const NO_DATES = deliberate(
  "A browser keeps no dates of folders. All else is the same; the order of entries is free.",
);
const SAYS_WHY = better(
  "The reason stands over the operator's list and in the event log. The native agent logs it as " +
    "done, or says nothing.",
);
const REFUSED = better(
  "Refused, and the reason is shown: the native agent destroys the other file without a word.",
);

/** Every difference that is known, by the name of its case. */
export const DIFFERENCES: Readonly<Record<string, Difference>> = {
  "ls: a folder": NO_DATES,
  "ls: a path that ends with /": NO_DATES,
  "ls: a path without the first /": NO_DATES,
  "ls: without a reqid, in a binary frame": NO_DATES,
  "control messages that are malformed or unknown": NO_DATES,
  "ls: a file": better("`dir` is null, as for all that is not a folder; natively an empty folder."),
  "mkdir: a folder that is there": better(
    "The reason is shown. The native agent writes the stack of an exception to the console.",
  ),
  "mkdir: below a folder that is not there": better(
    "The reason is shown. The native agent writes the stack of an exception to the console.",
  ),
  "rename: a file that is not there": SAYS_WHY,
  "rename: onto another file": REFUSED,
  "rm: two files, one of them not there": SAYS_WHY,
  "rm: a folder that is not empty, not recursively": SAYS_WHY,
  "rm: a folder, recursively": deliberate(
    "The event log does not count what was in the folder: a browser removes it in one step.",
  ),
  "copy: a file that is not there": SAYS_WHY,
  "move: a folder": SAYS_WHY,
  "move: onto another file": REFUSED,
  "upload: into a folder that is not there": better("The event log says why, too."),
  "uploadcancel: without an upload": better("Confirmed, so that nobody waits."),
  "uploadhash: a file that is not there": better("The same answer without a line on the console."),
  "download: a file that is not there": better(
    "The event log does not say that it was downloaded.",
  ),
  "download: a folder": better("Refused; the native agent starts a download that never ends."),
  "download: without a path": better(
    "Refused; the native agent throws an exception and answers nothing.",
  ),
  "findfile: two files": better("Finds them; the Linux agent of this version finds nothing."),
  "zip, then unzip": deliberate(
    "The progress names each file by its path in the archive; natively by its path on the disk.",
  ),
  "zip: of files that are not there": SAYS_WHY,
  "unzip: a file that is not an archive": better(
    "The error is shown; the native agent answers nothing, and takes no archive any more.",
  ),
  "the number 8: the user's own shell": better(
    "A tab has one shell, which is the user's own; the Linux agent ends without a login session.",
  ),
  "text frames after the start": better("Taken as typed; the native agent passes over them."),
  "the control message close": better("Closes at once; the native agent only ends its side."),
  "the start": deliberate(
    "A tab has no lock keys and no cursor of its own to report at the start; it names its displays " +
      "when it is asked.",
  ),
  "pause, then refresh": better("No picture until the operator goes on."),
  "PNG": better("Sent as PNG; the Linux agent sends JPEG whatever is asked for."),
  "WebP": better("Sent as WebP; the Linux agent sends JPEG whatever is asked for."),
  "the places of the displays": better("Answered, so that a viewer can arrange them."),
  "touch": better("Confirmed, so that a viewer sends touch."),
  "whether the input is locked": better("Answered; the Linux agent is silent."),
  "two messages in one frame": better("Both are handled; the Linux agent passes over the frame."),
  "Ctrl+Alt+Del": better("“Not possible” is shown, since a page cannot press it."),
  "a number that is no protocol": better("“Not available” is shown; natively nothing happens."),
};
