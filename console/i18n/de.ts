import type { Language } from "./translate.ts";

/** German, part by part. */
export const DE: Language = {
  core: async () => (await import("./de_core.ts")).CORE_DE,
  more: async () => (await import("./de_more.ts")).MORE_DE,
};
