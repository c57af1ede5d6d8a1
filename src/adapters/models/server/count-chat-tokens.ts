import type { Message } from '../../../domain/model.ts'

// Loaded when first needed: its table of ranks costs 2 MB and some tenths of a second.
const tokenizer = () => import('gpt-tokenizer/encoding/o200k_base')

// Without the empty set a document that holds "<|endoftext|>" would throw.
const asPlainText = { disallowedSpecial: new Set<string>() }

/** Tokens as OpenAI's present models count them: near enough (±10 %) for other servers' budgets. */
export const countGptTokens = async (text: string): Promise<number> => (await tokenizer()).countTokens(text, asPlainText)

/** Four tokens around each message and three that open the answer. */
export const countChatTokens = async (messages: readonly Message[]): Promise<number> => {
  const { countTokens } = await tokenizer()
  return messages.reduce((sum, { content }) => sum + 4 + countTokens(content, asPlainText), 3)
}
