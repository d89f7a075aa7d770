import { FilesError } from "./path.ts";

/** Every browser deflates and inflates by itself since 2023, and Node since 20.12. @throws {FilesError} */
export function refuseOldBrowser(): void {
  try {
    new DecompressionStream("deflate-raw");
  } catch (cause) {
    throw new FilesError("this browser is too old for archives: update it", { cause });
  }
}
