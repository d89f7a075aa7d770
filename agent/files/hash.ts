/** Web Crypto hashes no streams: a larger file counts as different, and is sent. */
const MAX_HASHED = 512 * 2 ** 20;

/** SHA-384 as upper-case hex, which MeshCentral compares by `===`; null for a huge file. */
export async function fileHash(content: Blob): Promise<string | null> {
  if (content.size > MAX_HASHED) return null;
  const digest = await crypto.subtle.digest("SHA-384", await content.arrayBuffer());
  return [...new Uint8Array(digest)].map((octet) => octet.toString(16).padStart(2, "0")).join("")
    .toUpperCase();
}
