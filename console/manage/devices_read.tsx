import type { ComponentChildren } from "preact";
import { devicesLoaded, devicesProblem, readDevices } from "../data/devices.ts";
import { Failure, Loading } from "../ui/states.tsx";

/** What is said of the list of devices, once that was read; until then, how it stands with it. */
export function DevicesRead({ children }: { readonly children?: ComponentChildren }) {
  if (devicesLoaded.value) return <>{children}</>;
  return devicesProblem.value === undefined
    ? <Loading />
    : <Failure problem={devicesProblem.value} retry={readDevices} />;
}
