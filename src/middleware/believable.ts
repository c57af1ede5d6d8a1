import type { Reservation, TokensByKind } from '../domain/ledger.ts'

/** Tokenizers differ, and gateways add words of their own; nothing honest is further off. */
const mostTimes = 4

/** What a server reports, cut to so many times the worst case, so that one absurd figure does not spend a budget for good; `doubt` says so. */
export const believable = (tokens: TokensByKind, { provider, model, worst }: Reservation): { readonly tokens: TokensByKind; readonly doubt: string | null } => {
  const [mostInput, mostOutput] = [worst.inputTokens * mostTimes, worst.outputTokens * mostTimes]
  if (tokens.input <= mostInput && tokens.output <= mostOutput) return { tokens, doubt: null }
  const [input, output] = [Math.min(tokens.input, mostInput), Math.min(tokens.output, mostOutput)]
  return {
    tokens: {
      input,
      output,
      cacheRead: atMost(tokens.cacheRead, input),
      cacheWrite: atMost(tokens.cacheWrite, input),
      reasoning: atMost(tokens.reasoning, output),
    },
    doubt: `The model server ${provider} reports ${tokens.input} tokens read and ${tokens.output} written for one call of ${model}, where ${worst.inputTokens} and ${worst.outputTokens} are the most that was expected. ${input} and ${output} are counted; look at that server's bill.`,
  }
}

const atMost = (tokens: number | null, most: number): number | null => (tokens === null ? null : Math.min(tokens, most))
