/**
 * One thread or all of them, whichever is faster now. The engine's threads wait for each other by spinning, so when something else needs the
 * cores (an ingestion, say) all of them together are many times slower than one: on two busy cores 450 tokens were read in 3 to 6 s by one
 * thread and not within 25 s by two; on idle ones two are nearly twice as fast.
 */
export interface ThreadPacer {
  /** How many to use for the next step. */
  threads(): number
  /** How fast that step was, in tokens a second. */
  tell(tokensPerSecond: number): void
}

// A look at the other choice costs one step, which may be slow; it is taken less often each time it was in vain.
const firstLookSteps = 8
const rarestLookSteps = 128

export const threadPacer = (all: number): ThreadPacer => {
  let chosen = 1
  let other = all
  let current = 1
  let speed: number | null = null
  let stepsToLook = 1
  let lookEvery = firstLookSteps
  return {
    threads: () => current,
    tell: (tokensPerSecond) => {
      if (all <= 1) return
      if (current === chosen) {
        speed = tokensPerSecond
        stepsToLook -= 1
        if (stepsToLook <= 0) current = other
        return
      }
      const better = tokensPerSecond > (speed ?? 0)
      if (better) [chosen, other, speed] = [other, chosen, tokensPerSecond]
      lookEvery = better ? firstLookSteps : Math.min(lookEvery * 2, rarestLookSteps)
      stepsToLook = lookEvery
      current = chosen
    },
  }
}
