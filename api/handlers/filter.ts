/** Whether one of the texts contains what is looked for, in whatever case. */
export function contains(wanted: string, texts: readonly (string | undefined)[]): boolean {
  const lower = wanted.toLowerCase();
  return texts.some((text) => text?.toLowerCase().includes(lower));
}
