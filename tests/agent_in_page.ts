/**
 * What the page of `agent_in_page_test.ts` loads: the parts of the agent that a person sees, and a
 * server that is the test.
 *
 * @module
 */
export { MeshAgentElement } from "../agent/element/embed.ts";
export {
  clipboardFeature,
  filesFeature,
  memoryFileSystem,
  messagesFeature,
  openUrlFeature,
  terminalFeature,
} from "../agent/mod.ts";
export { personOf } from "../agent/person.ts";
export { TestOnline } from "../agent/test_relay.ts";
