/** 1-based place of the first item without a rating behind `after`, else before it: what was skipped comes again. Null when all are rated. */
export const findNext = (order: readonly { readonly id: string }[], rated: ReadonlySet<string>, after = 0): number | null => {
  // Answers may have gone since the place was named.
  const from = Math.min(after, order.length)
  const places = [...order.keys()].slice(from).concat([...order.keys()].slice(0, from))
  const index = places.find((it) => !rated.has(order[it]!.id))
  return index === undefined ? null : index + 1
}
