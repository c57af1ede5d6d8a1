import { slipsBetween } from './near-terms.ts'

/** The known word that was probably meant; null when none is near. */
export const nearest = (word: string, known: readonly string[]): string | null => {
  const ranked = known.map((it) => ({ it, slips: slipsBetween(word.toLowerCase(), it, 1) })).sort((a, b) => a.slips - b.slips)
  const [best] = ranked
  return best && best.slips <= Math.max(1, Math.floor(word.length / 3)) ? best.it : null
}

/** ` Did you mean "question"?`, or nothing. */
export const didYouMean = (word: string, known: readonly string[]): string => {
  const best = nearest(word, known)
  return best === null ? '' : ` Did you mean "${best}"?`
}
