/** What an archive may unpack to; one that announces or holds more is refused. */
export interface UnzipLimits {
  /** Bytes of all its files together. @default {67108864} 64 MiB */
  readonly totalSize: number;
  /** Unpacked bytes for each byte of the archive, once it unpacks to more than 4 MiB. @default {200} */
  readonly ratio: number;
  /** Files and folders. @default {10000} */
  readonly entries: number;
}

/** The limits, with the default of each that is not given. */
export function unzipLimits(
  { totalSize = 64 * 2 ** 20, ratio = 200, entries = 10_000 }: Partial<UnzipLimits>,
): UnzipLimits {
  return { totalSize, ratio, entries };
}
