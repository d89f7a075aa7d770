import { spawn } from "node:child_process";

/**
 * Has a process group killed when this process ends without having done so, however it ends: a server
 * in a group of its own would run on.
 */
export function guardGroup(group: number): Disposable {
  const guard = spawn("sh", ["-c", `read -r line; kill -s KILL -- -${group}`], {
    stdio: ["pipe", "ignore", "ignore"], // its input ends with this process
    detached: true,
  });
  guard.stdin?.on("error", () => {});
  return { [Symbol.dispose]: () => void guard.kill("SIGKILL") };
}
