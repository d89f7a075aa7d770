/**
 * The entry of `dist/cs-mesh-worker.js`: every worker of the agent in one file, for pages whose content
 * policy allows no workers from blobs.
 *
 * @module
 */
import { createFrameEncoder } from "../desktop/frame_encoder.ts";
import { serveFrames } from "../desktop/worker_encoder.ts";
import { createCrc32 } from "../files/crc32.ts";
import { unpack } from "../files/unpack.ts";
import { BATCH, serveUnpacking, STEP } from "../files/unpacker.ts";
import type { WorkerRole } from "./start_worker.ts";
import { serveTicks } from "./ticker.ts";

const ROLES: Readonly<Record<WorkerRole, () => void>> = {
  "cs-mesh-ticker": serveTicks,
  "cs-mesh-encoder": () => serveFrames(createFrameEncoder()),
  "cs-mesh-unpacker": () => serveUnpacking(unpack, createCrc32, STEP.worker, BATCH),
};

ROLES[self.name as WorkerRole]?.();
