/**
 * The versions of MeshCentral that this project starts for its demo, its tests and its bench. Each
 * has a folder beside this file with a `package.json` and a lock file without registry addresses.
 *
 * To add one: write `<version>/package.json` (with the modules that MeshCentral's `InstallModules`
 * asks for and does not depend on), then, in that folder,
 * `npm install --package-lock-only --omit-lockfile-registry-resolved`.
 *
 * @module
 */

/** A version that can be started. */
export type MeshCentralVersion = "1.1.55" | "1.1.51" | "0.7.99";

/** Every version that can be started, the newest first. */
export const meshCentralVersions: readonly MeshCentralVersion[] = ["1.1.55", "1.1.51", "0.7.99"];

/** What is started when nobody asks for a version. */
export const defaultMeshCentralVersion: MeshCentralVersion = "1.1.55";

/** Said to everybody who starts one of these versions. */
export const knownHoles: string =
  "These versions of MeshCentral have known holes: GHSA-c7hr-448w-65px (script injection through " +
  "what a device says about itself, up to 1.1.59) and the takeover that 1.3.1 closes. They listen " +
  "on the loopback interface only; never expose one to a network.";

/** Whether {@linkcode meshCentralVersions} has this version. */
export function isMeshCentralVersion(version: string): version is MeshCentralVersion {
  return (meshCentralVersions as readonly string[]).includes(version);
}
