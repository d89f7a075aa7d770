/** A published hole in MeshCentral. */
export interface Advisory {
  /** As it is published. */
  readonly id: string;
  /** The first version without it. */
  readonly fixedIn: string;
  /** What somebody can do with it. */
  readonly summary: string;
}

/** The day on which the table was last compared with what is published. */
export const advisoriesDate = "2026-11-25";

/** Published holes, the newest first. */
export const advisories: readonly Advisory[] = [
  {
    id: "MeshCentral 1.3.1 release",
    fixedIn: "1.3.1",
    summary: "takeover of servers, used by attackers; details are not published",
  },
  {
    id: "GHSA-c7hr-448w-65px",
    fixedIn: "1.1.60",
    summary: "a device can run script in an operator's browser, and so commands on other devices",
  },
  {
    id: "CVE-2024-26135 (GHSA-cp68-qrhr-g9h8)",
    fixedIn: "1.1.21",
    summary: "a web page can use the session of an operator who visits it",
  },
  {
    id: "GHSA-wpxw-5xfm-x22v",
    fixedIn: "1.1.17",
    summary: "weak encryption can be forced",
  },
];

/** The published holes of a version, as sentences; none when it is not known. */
export function advisoriesFor(version: string | undefined): readonly string[] {
  if (version === undefined) return [];
  return advisories.filter(({ fixedIn }) => isOlder(version, fixedIn)).map((
    { id, fixedIn, summary },
  ) =>
    `MeshCentral ${version} has a published hole, ${id}: ${summary}. Update to ${fixedIn} or ` +
    `later (as of ${advisoriesDate}).`
  );
}

function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split(".").map(Number));
  for (let index = 0; index < 3; index++) {
    const difference = (a?.[index] ?? 0) - (b?.[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
