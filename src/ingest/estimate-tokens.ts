/**
 * Tokens of a text when no tokenizer is at hand: about what WordPiece makes of it, rather a few too many.
 * A word is one token for each five letters begun; marks and ideographs are one each. Against bge-small on the
 * Prometheus docs see estimate-tokens.test.ts.
 */
export const estimateTokens = (text: string): number => {
  let tokens = 0
  for (const [word] of text.matchAll(/[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{M}\p{N}]/gu)) tokens += tokensOfWord(word)
  return tokens
}

const tokensOfWord = (word: string): number => {
  if (/[^\p{Script=Latin}\p{N}\p{P}\p{S}]/u.test(word)) return word.length
  return word.length <= 7 ? 1 : Math.ceil(word.length / 5)
}
