import type { LanguageModelV4FinishReason, LanguageModelV4Usage } from '@ai-sdk/provider'
import type { GeneratorPart, Message, Usage } from '../../../domain/model.ts'
import { countChatTokens, countGptTokens } from './count-chat-tokens.ts'

type FinishReason = Extract<GeneratorPart, { type: 'finish' }>['reason']

/** Null for ends that are no end: an empty reason (some servers send it with every part), a server that gave up, or a turn it would go on with. */
export const readFinishReason = ({ unified, raw = '' }: LanguageModelV4FinishReason): FinishReason | null => {
  if (raw === 'pause_turn') return null
  if (unified === 'stop' || unified === 'length') return unified
  if (unified === 'content-filter') return 'refused'
  if (unified === 'error' || unified === 'interrupted' || /^(|error|abort|aborted|cancelled|canceled)$/i.test(raw)) return null
  if (/safety|recitation|refus|block/i.test(raw)) return 'refused'
  return /length|max_tokens/i.test(raw) ? 'length' : 'stop'
}

/** Null when absent or impossible: no prompt has no tokens, and no text that was `written`; a zero is the SDK's word for a missing field. */
export const readUsage = ({ inputTokens: read, outputTokens: wrote }: LanguageModelV4Usage, written: string): Usage | null => {
  if (!isCount(read.total) || !isCount(wrote.total) || read.total === 0 || (wrote.total === 0 && written !== '')) return null
  return {
    inputTokens: read.total,
    outputTokens: wrote.total,
    cacheReadTokens: partOf(read.cacheRead, read.total),
    cacheWriteTokens: partOf(read.cacheWrite, read.total),
    reasoningTokens: partOf(wrote.reasoning, wrote.total),
    reported: true,
    costUsd: null,
  }
}

/** Null where it is not told, or cannot be. */
const partOf = (count: number | undefined, total: number): number | null => (isCount(count) && count <= total ? count : null)

const isCount = (value: number | undefined): value is number => Number.isSafeInteger(value) && value! >= 0

export const countUsage = async (messages: readonly Message[], written: string): Promise<Usage> => ({
  inputTokens: await countChatTokens(messages),
  outputTokens: await countGptTokens(written),
  reported: false,
  costUsd: null,
})
