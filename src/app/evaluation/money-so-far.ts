/** For the progress bar; null where nothing was spent. */
export const moneySoFar = (costUsd: number | null): string | null =>
  costUsd === null ? 'price not known' : costUsd === 0 ? null : `$${costUsd.toFixed(4)} so far`
