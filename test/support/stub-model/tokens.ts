import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'

// Without the empty set a text that holds "<|endoftext|>" throws.
const plain = { disallowedSpecial: new Set<string>() }

export interface ChatMessage {
  role: string
  content: unknown
}

export const textOf = (content: unknown): string => {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content.map((part: { text?: string }) => part.text ?? '').join('')
}

export const tokensOf = (text: string): number => countTokens(text, plain)

/** As OpenAI counts a chat: four tokens around each message and three that open the answer. */
export const tokensOfChat = (messages: readonly ChatMessage[]): number => messages.reduce((sum, message) => sum + 4 + tokensOf(textOf(message.content)), 3)
