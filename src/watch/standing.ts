/** Hysteresis: wrong for a while before it counts, right for a while before it is over; what flaps in between is one thing. */

export interface Standing {
  readonly isStanding: boolean
  /** Since when every look found it so; null while the last one did not. */
  readonly wrongSinceMs: number | null
  readonly rightSinceMs: number | null
  /** Of the last look that found it wrong. */
  readonly sentence: string | null
}

export const noStanding: Standing = { isStanding: false, wrongSinceMs: null, rightSinceMs: null, sentence: null }

export interface Patience {
  readonly forSeconds: number
  readonly clearSeconds: number
}

/** `sentence`: what is wrong; null: nothing is. A clock that was set back begins the wait anew. */
export const afterLook = (before: Standing, sentence: string | null, nowMs: number, patience: Patience): Standing =>
  sentence === null ? afterRight(before, nowMs, patience) : afterWrong(before, sentence, nowMs, patience)

const afterWrong = (before: Standing, sentence: string, nowMs: number, { forSeconds }: Patience): Standing => {
  const wrongSinceMs = Math.min(before.wrongSinceMs ?? nowMs, nowMs)
  return { isStanding: before.isStanding || nowMs - wrongSinceMs >= forSeconds * 1000, wrongSinceMs, rightSinceMs: null, sentence }
}

const afterRight = (before: Standing, nowMs: number, { clearSeconds }: Patience): Standing => {
  if (!before.isStanding) return noStanding
  const rightSinceMs = Math.min(before.rightSinceMs ?? nowMs, nowMs)
  return nowMs - rightSinceMs >= clearSeconds * 1000 ? noStanding : { ...before, rightSinceMs }
}
