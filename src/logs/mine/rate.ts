/** How many buckets a rate is kept in. */
export const rateBuckets = 64

/**
 * Buckets of equal width that cover all positions seen so far (milliseconds, or line numbers). When one lies beyond, buckets move
 * or widths double: memory stays, and so does every count. Rates remember how many of these changes they followed, and catch up when used.
 */
export interface Scale {
  from: number
  width: number
  /** The highest bucket used. */
  last: number
  /** 0 is a doubling, any other number a move to the right by so many buckets. */
  readonly changes: number[]
}

export interface Rate {
  readonly counts: Uint32Array
  followed: number
}

export const emptyScale = (width: number): Scale => ({ from: NaN, width, last: 0, changes: [] })

export const emptyRate = ({ changes }: Scale): Rate => ({ counts: new Uint32Array(rateBuckets), followed: changes.length })

/** The bucket of a position, after the scale was made to cover it. */
export const bucketOf = (scale: Scale, position: number): number => {
  if (Number.isNaN(scale.from)) scale.from = Math.floor(position / scale.width) * scale.width
  for (;;) {
    const bucket = Math.floor((position - scale.from) / scale.width)
    if (bucket >= 0 && bucket < rateBuckets) {
      if (bucket > scale.last) scale.last = bucket
      return bucket
    }
    if (bucket < 0 && scale.last - bucket < rateBuckets) {
      scale.from += bucket * scale.width
      scale.last -= bucket
      scale.changes.push(-bucket)
    } else {
      scale.width *= 2
      scale.last >>= 1
      scale.changes.push(0)
    }
  }
}

export const followScale = (rate: Rate, { changes }: Scale): void => {
  const { counts } = rate
  for (; rate.followed < changes.length; rate.followed++) {
    const by = changes[rate.followed]!
    if (by > 0) {
      counts.copyWithin(by, 0, rateBuckets - by)
      counts.fill(0, 0, by)
      continue
    }
    for (let i = 0; i < rateBuckets / 2; i++) counts[i] = counts[2 * i]! + counts[2 * i + 1]!
    counts.fill(0, rateBuckets / 2)
  }
}

export const addToRate = (rate: Rate, scale: Scale, bucket: number): void => {
  if (rate.followed !== scale.changes.length) followScale(rate, scale)
  rate.counts[bucket]!++
}
