/**
 * Loaded once the agent is online: what takes time, and must not be in the way before.
 *
 * @module
 */
export { answerSystemInfo, introduce, tellDevice } from "./device_messages.ts";
export { setWorkerFile } from "./worker/start_worker.ts";
export { workerTicker } from "./worker/ticker.ts";
