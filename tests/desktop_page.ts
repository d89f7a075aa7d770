/**
 * What the pages of `desktop_input_test.ts` load: the parts of the agent that only a browser can test.
 *
 * @module
 */
export { DomInput } from "../agent/desktop/dom_input.ts";
export { createFrameEncoder } from "../agent/desktop/frame_encoder.ts";
export { screenSource } from "../agent/desktop/screen_source.ts";
export { workerEncoder } from "../agent/desktop/worker_encoder.ts";
export { frameSize } from "../agent/desktop/source.ts";
