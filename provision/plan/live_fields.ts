import { withMark } from "../marker.ts";
import type { Mark } from "../state.ts";
import type { CreateDeviceGroup, DeviceGroupFields } from "./step.ts";

/**
 * A description as it is on the server: with the mark that it carries, whosever. What is blank at
 * its end counts for nothing: a block in YAML ends in a newline that nobody means.
 */
export function markedDescription(
  { description, mark }: { readonly description: string; readonly mark: Mark | undefined },
): string {
  return mark === undefined ? description.trimEnd() : withMark(description, mark);
}

/** The fields of a device group that a step writes. */
export function splitFields(
  { name, description, flags, consent, invite }: CreateDeviceGroup | DeviceGroupFields,
): { [K in keyof DeviceGroupFields]: DeviceGroupFields[K] | undefined } {
  return { name, description, flags, consent, invite };
}
