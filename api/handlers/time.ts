/** ISO 8601; undefined for what is none. */
export function isoTime(milliseconds: number | undefined): string | undefined {
  if (milliseconds === undefined || !Number.isFinite(milliseconds)) return undefined;
  return new Date(milliseconds).toISOString();
}
