/** Lets the browser save some bytes under a name. */
export function saveBlob(blob: Blob, name: string): void {
  // As bytes: what a device sends must not be opened as a page of ours.
  const url = URL.createObjectURL(new Blob([blob], { type: "application/octet-stream" }));
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
