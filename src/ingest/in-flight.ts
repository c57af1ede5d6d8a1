/** Maps with at most `limit` calls under way and yields results as they come, in any order. Leaving the loop starts no more. */
export async function* inFlight<Item, Result>(items: Iterable<Item>, limit: number, map: (item: Item) => Promise<Result>): AsyncGenerator<Result, void> {
  const running = new Set<Promise<{ result: Result; self: Promise<unknown> }>>()
  const settleOne = async (): Promise<Result> => {
    const { result, self } = await Promise.race(running)
    running.delete(self as never)
    return result
  }
  try {
    for (const item of items) {
      const self: Promise<{ result: Result; self: Promise<unknown> }> = map(item).then((result) => ({ result, self }))
      running.add(self)
      if (running.size >= limit) yield await settleOne()
    }
    while (running.size > 0) yield await settleOne()
  } finally {
    await Promise.allSettled(running)
  }
}
