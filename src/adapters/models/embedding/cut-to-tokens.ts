/** The beginning of a text, at most so many tokens of OpenAI's models: near enough for other servers. */
export const cutToTokens = async (text: string, maxTokens: number): Promise<string> => {
  // A token stands for one byte or more, a UTF-16 unit for three at most.
  if (text.length * 3 <= maxTokens) return text
  const { decode, encode } = await import('gpt-tokenizer/encoding/o200k_base')
  const tokens = encode(text.slice(0, maxTokens * charactersPerToken), { disallowedSpecial: new Set() })
  return tokens.length <= maxTokens && text.length <= maxTokens * charactersPerToken ? text : decode(tokens.slice(0, maxTokens)).replace(/\uFFFD$/, '')
}

// Padded tables come near it; what lies beyond cannot fit in any language and would only be slow to count.
const charactersPerToken = 16
