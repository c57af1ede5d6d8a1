/** Values of one variable of one kind of line: which are frequent, and how many there are. */
export interface Values {
  /** One for each value kept; `texts` may hold words before the value, from `offsets` on it is the value. */
  hashes: number[]
  counts: number[]
  texts: string[]
  offsets: number[]
  seen: number
  /** At most so often was a value seen without being counted: its true count is at most its count and this. */
  lost: number
  /** More values than could be kept: counts are lower bounds from here on. */
  isCapped: boolean
  /** How often all kept values had to go. */
  wiped: number
  /** HyperLogLog, once `isCapped`. */
  registers: Uint8Array | null
}

const kept = 64
const registerCount = 256
// One standard error of HyperLogLog is 1.04 / √m; three of them below the estimate is a bound that holds in 99.8 of 100.
const belowEstimate = 1 - (3 * 1.04) / Math.sqrt(registerCount)
const alpha = 0.7213 / (1 + 1.079 / registerCount)

export const emptyValues = (): Values => ({ hashes: [], counts: [], texts: [], offsets: [], seen: 0, lost: 0, isCapped: false, wiped: 0, registers: null })

/** True where the value is not kept and would be with `insert`. Misra and Gries: what is more than one of `kept` + 1 of all stays, with a count that is never too high. */
export const observe = (values: Values, hash: number): boolean => {
  const { hashes } = values
  values.seen++
  if (values.isCapped) {
    mark(values.registers!, hash)
    // Where nothing ever repeats, every 16th is enough to see when that changes.
    if (values.wiped > 8 && values.seen & 15) {
      values.lost++
      return false
    }
  }
  for (let i = 0; i < hashes.length; i++) {
    if (hashes[i] === hash) {
      values.counts[i]!++
      return false
    }
  }
  if (hashes.length < kept) return true
  if (!values.isCapped) {
    values.isCapped = true
    values.registers = new Uint8Array(registerCount)
    for (const known of hashes) mark(values.registers, known)
    mark(values.registers, hash)
  }
  lower(values, 1)
  return false
}

export const insert = (values: Values, hash: number, text: string, offset: number, weight = 1): void => {
  values.hashes.push(hash)
  values.counts.push(weight)
  values.texts.push(text)
  values.offsets.push(offset)
}

const lower = (values: Values, by: number): void => {
  values.lost += by
  let place = 0
  for (let i = 0; i < values.hashes.length; i++) {
    const count = values.counts[i]! - by
    if (count <= 0) continue
    values.hashes[place] = values.hashes[i]!
    values.counts[place] = count
    values.texts[place] = values.texts[i]!
    values.offsets[place] = values.offsets[i]!
    place++
  }
  if (place === 0) values.wiped++
  else if (place > 4) values.wiped = 0
  values.hashes.length = values.counts.length = values.texts.length = values.offsets.length = place
}

const mark = (registers: Uint8Array, hash: number): void => {
  // The finaliser of MurmurHash3 spreads what a simple hash leaves together.
  let mixed = hash ^ (hash >>> 16)
  mixed = Math.imul(mixed, 0x85ebca6b)
  mixed ^= mixed >>> 13
  mixed = Math.imul(mixed, 0xc2b2ae35)
  mixed ^= mixed >>> 16
  const register = mixed & (registerCount - 1)
  const rank = Math.clz32((mixed >>> 8) | 0) - 7
  if (rank > registers[register]!) registers[register] = rank
}

/** Different values seen; where `isCapped`, a number that is not too high. */
export const distinctOf = ({ registers, hashes }: Values): number => {
  if (!registers) return hashes.length
  let sum = 0
  let empty = 0
  for (const rank of registers) {
    sum += 2 ** -rank
    if (!rank) empty++
  }
  const raw = (alpha * registerCount * registerCount) / sum
  const estimate = raw < 2.5 * registerCount && empty ? registerCount * Math.log(registerCount / empty) : raw
  return Math.max(kept + 1, Math.floor(estimate * belowEstimate))
}

/** Adds what `other` has seen to `values`; counts stay lower bounds (Agarwal et al., Mergeable Summaries, 2012). */
export const unite = (values: Values, other: Values): void => {
  values.seen += other.seen
  values.lost += other.lost
  if (other.registers || values.registers) values.registers = bothRegisters(values, other)
  values.isCapped ||= other.isCapped
  other.hashes.forEach((hash, index) => {
    const place = values.hashes.indexOf(hash)
    if (place >= 0) values.counts[place]! += other.counts[index]!
    else insert(values, hash, other.texts[index]!, other.offsets[index]!, other.counts[index])
  })
  if (values.hashes.length <= kept) return
  values.registers ??= bothRegisters(values, values)
  values.isCapped = true
  lower(values, values.counts.toSorted((a, b) => b - a)[kept]!)
}

const bothRegisters = (values: Values, other: Values): Uint8Array => {
  const registers = values.registers ?? new Uint8Array(registerCount)
  if (!values.registers) for (const hash of values.hashes) mark(registers, hash)
  if (!other.registers) for (const hash of other.hashes) mark(registers, hash)
  other.registers?.forEach((rank, index) => {
    if (rank > registers[index]!) registers[index] = rank
  })
  return registers
}
