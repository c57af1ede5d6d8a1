import type { EmbeddingPlan } from '../api/types.ts'
import { plural } from '../plural.ts'
import { bytesInWords, secondsInWords } from './amounts.ts'

/** What a change of embedding model would take: amount, time, cost, space. */
export const estimateSentence = ({ to_embed, tokens, seconds, cost_usd, disk_bytes }: EmbeddingPlan): string => {
  // Its vectors are still there from before.
  if (to_embed === 0) return 'All of its vectors are here already: the switch is made at once.'
  const amount = `${plural(to_embed, 'chunk')} to embed (${plural(tokens, 'token')})`
  const time = seconds === null ? 'time unknown until it runs' : `about ${secondsInWords(seconds)}`
  return `${[amount, time, costInWords(cost_usd), `${bytesInWords(disk_bytes)} of disk`].join(', ')}.`
}

const costInWords = (costUsd: number | null): string => {
  if (costUsd === null) return 'price unknown'
  return costUsd === 0 ? 'no cost' : `about $${costUsd.toFixed(costUsd < 1 ? 4 : 2)}`
}
