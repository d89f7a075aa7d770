/**
 * What an agent outside a browser needs in addition to `@cs/meshcentral/agent`: a folder of the
 * machine as its files. For Node, Deno and Bun.
 *
 * @module
 */
export { nodeFileSystem } from "./node_file_system.ts";
export type { FileInfo, FileSystem, FileWriter } from "../files/file_system.ts";
