import type { TraceRow } from '../api/types.ts'

/** How a question ended, in a few words. */
export const outcomeWords = ({ outcome, abstained, error_code }: Pick<TraceRow, 'outcome' | 'abstained' | 'error_code'>): string => {
  switch (outcome) {
    case 'answered':
      return 'answered'
    case 'abstained':
      return `declined: ${(abstained ?? 'no reason').replaceAll('_', ' ')}`
    case 'failed':
      return `failed: ${(error_code ?? 'no code').replaceAll('_', ' ')}`
    case 'cancelled':
      return 'given up by whoever asked'
  }
}

export const cacheWords = {
  miss: 'made anew',
  exact: 'the same question had been answered',
  semantic: 'a question that asks the same had been answered',
} as const
