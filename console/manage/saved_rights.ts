import { useEffect, useRef, useState } from "preact/hooks";
import { notifyProblem } from "../ui/notices.tsx";
import type { DeviceGroup } from "./group_page.tsx";

type Member = DeviceGroup["users"][number];

/**
 * The rights of a member, and how they are changed: each change goes on from the one before it,
 * whether or not that is saved by now, and they are sent one after the other.
 */
export function useSavedRights(
  member: Member,
  save: (rights: number) => Promise<unknown>,
  reload: () => void,
): readonly [rights: number, change: (rights: number) => void] {
  const [wanted, setWanted] = useState<number>();
  const unsaved = useRef(0);
  const last = useRef(Promise.resolve());
  // What was read is newer than what was sent, once nothing is on its way.
  useEffect(() => {
    if (unsaved.current === 0) setWanted(undefined);
  }, [member]);
  const change = (rights: number) => {
    setWanted(rights);
    unsaved.current++;
    last.current = last.current.then(() => save(rights)).catch((problem) => {
      setWanted(undefined);
      notifyProblem(problem);
    }).then(() => {
      unsaved.current--;
      if (unsaved.current === 0) reload();
    });
  };
  return [wanted ?? member.rights, change];
}
