/**
 * Reads until there is a value, for at most 10 s: MeshCentral stores what an agent reports after it
 * has answered, so that the next request may still find nothing.
 */
export async function until<T>(read: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 10_000;
  while (true) {
    const value = await read();
    if (value !== undefined) return value;
    if (Date.now() > deadline) throw new Error("it did not come to it within 10 s");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
