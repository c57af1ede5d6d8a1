/** How much may be tried again, shared by all who ask one server: when everything fails, retries would be what keeps it down. */
export interface RetryBudget {
  /** Told of each call that is not a retry. */
  asked(): void
  /** True when a retry may go out; it is spent then. */
  spend(): boolean
}

export interface RetryBudgetOptions {
  /** Retries for each call, in the long run: a tenth ("Addressing Cascading Failures", Site Reliability Engineering, O'Reilly 2016). */
  readonly share?: number
  /** Most that can be saved up, and what there is at the start: a few failures by chance are always tried again. */
  readonly most?: number
}

export const retryBudget = ({ share = 0.1, most = 10 }: RetryBudgetOptions = {}): RetryBudget => {
  let saved = most
  return {
    asked: () => {
      saved = Math.min(most, saved + share)
    },
    spend: () => {
      if (saved < 1) return false
      saved -= 1
      return true
    },
  }
}
