/** Formats epoch milliseconds as ISO 8601; returns undefined for an invalid time. */
export function isoTime(milliseconds: number | undefined): string | undefined {
  const date = new Date(milliseconds ?? NaN);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
