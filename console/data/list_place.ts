/** Where one was in the list of devices, for whoever comes back to it. */
interface ListPlace {
  /** Pixels that it was scrolled by. */
  top: number;
  /** The line that had the focus last. */
  line: string | undefined;
}

/** The place now. */
export const listPlace: ListPlace = { top: 0, line: undefined };

/** The next one begins at the top. */
export function forgetPlace(): void {
  Object.assign(listPlace, { top: 0, line: undefined });
}
