/** 1-based number of the page that `offset` lies on, null for texts without pages. */
export const pageAt = (pageStarts: readonly number[], offset: number): number | null => {
  if (pageStarts.length === 0) return null
  let low = 0
  let high = pageStarts.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (pageStarts[middle]! <= offset) low = middle
    else high = middle
  }
  return low + 1
}
