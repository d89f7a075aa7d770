/**
 * Runs `work` for each item with at most `limit` items in flight, and yields the results in the order
 * of the items. At the bound the next item is not fetched until the oldest result is there. When the
 * consumer stops early or `work` rejects, what is still in flight ends before the generator does.
 */
export async function* lookahead<Item, Result>(
  items: AsyncIterable<Item>,
  limit: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const running: Promise<Result>[] = [];
  try {
    for await (const item of items) {
      const result = work(item);
      result.catch(() => {}); // reported when its turn comes
      running.push(result);
      const oldest = running.length < limit ? undefined : running.shift();
      if (oldest !== undefined) yield await oldest;
    }
    while (running.length > 0) {
      const oldest = running.shift();
      if (oldest !== undefined) yield await oldest;
    }
  } finally {
    await Promise.allSettled(running);
  }
}
