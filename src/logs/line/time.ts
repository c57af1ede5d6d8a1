import { digitsAt } from './read-bytes.ts'

/** A time stamp found in a line. Reused from call to call. */
export interface Stamp {
  /** Milliseconds since 1970 UTC, or NaN where the stamp does not tell both day and time, or tells a day that does not exist. */
  at: number
  /** Where it ends. */
  end: number
  /** It says its offset from UTC; without one it is read as UTC. */
  hasZone: boolean
  hasYear: boolean
}

/** False where no time stamp stands at `at`; `stamp.end` may lie beyond `end`, and then none does. */
export type ReadStamp = (bytes: Uint8Array, at: number, end: number, stamp: Stamp) => boolean

const day = 86_400_000
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const packed = (name: string): number => (name.charCodeAt(0) << 16) | (name.charCodeAt(1) << 8) | name.charCodeAt(2)
const monthOf = new Map(months.map((name, index) => [packed(name), index + 1]))
const isWeekday = new Set(weekdays.map(packed))
const monthLengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const maxWidth = 48

/**
 * Reads a time stamp at a place of a line: ISO 8601 and its relatives with `/`, `.`, `,` or `-` between the parts, syslog
 * (RFC 3164), java.util.logging, Apache's two, `yymmdd hhmmss`, Android's and Windows' month and day, klog, epoch seconds and milliseconds.
 * A year that is missing is the latest that does not lead beyond a day from now.
 */
export const stampReader = (now: Date): ReadStamp => {
  const latest = now.getTime() + day
  const thisYear = new Date(latest).getUTCFullYear()
  // Days since 1970 of the date that was asked for last: logs seldom change theirs.
  let cachedDate = -1
  let cachedDays = NaN

  const daysOf = (year: number, month: number, date: number): number => {
    const key = (year * 16 + month) * 32 + date
    if (key === cachedDate) return cachedDays
    cachedDate = key
    if (month < 1 || month > 12 || date < 1 || date > monthLengths[month - 1]!) return (cachedDays = NaN)
    const time = Date.UTC(year, month - 1, date)
    cachedDays = new Date(time).getUTCDate() === date ? time / day : NaN
    return cachedDays
  }
  const withoutYear = (month: number, date: number, timeOfDay: number): number => {
    for (let year = thisYear; year > thisYear - 9; year--) {
      const at = daysOf(year, month, date) * day + timeOfDay
      if (at <= latest) return at
    }
    return NaN
  }

  // Milliseconds into the day of `hh:mm:ss`, `hh.mm.ss` or `hhmmss` at `at`, with a fraction; `clockEnd` is where it ends.
  let clockEnd = 0
  const clock = (bytes: Uint8Array, at: number, end: number): number => {
    const hour = digitsAt(bytes, at, 2)
    const colon = bytes[at + 2]
    if (hour < 0 || hour > 24 || (colon !== 58 && colon !== 46)) return -1
    const minute = digitsAt(bytes, at + 3, 2)
    if (minute < 0 || minute > 59 || bytes[at + 5] !== colon || at + 8 > end) return -1
    const second = digitsAt(bytes, at + 6, 2)
    if (second < 0 || second > 60) return -1
    clockEnd = at + 8
    let fraction = 0
    const mark = bytes[clockEnd]
    if ((mark === 46 || mark === 44 || mark === 58) && digitsAt(bytes, clockEnd + 1, 1) >= 0) {
      let unit = 100
      let i = clockEnd + 1
      for (; i < end && i < clockEnd + 10; i++) {
        const figure = bytes[i]! - 48
        if (figure < 0 || figure > 9) break
        fraction += figure * unit
        unit /= 10
      }
      clockEnd = i
    }
    return ((hour * 60 + minute) * 60 + second) * 1_000 + Math.floor(fraction + 1e-6)
  }
  // Minutes east of UTC at `clockEnd`, after at most one space; NaN where no zone is said.
  const zone = (bytes: Uint8Array, end: number): number => {
    let at = clockEnd
    if (bytes[at] === 90) return ((clockEnd = at + 1), 0)
    if (bytes[at] === 32) at++
    const sign = bytes[at]
    if (sign === 43 || sign === 45) {
      const hours = digitsAt(bytes, at + 1, 2)
      const minutesAt = bytes[at + 3] === 58 ? at + 4 : at + 3
      const minutes = digitsAt(bytes, minutesAt, 2)
      if (hours < 0 || hours > 14 || (minutes < 0 && at > clockEnd) || minutesAt + (minutes < 0 ? 0 : 2) > end) return NaN
      clockEnd = minutes < 0 ? at + 3 : minutesAt + 2
      return (hours * 60 + Math.max(0, minutes)) * (sign === 43 ? 1 : -1)
    }
    const isUtc = (bytes[at] === 85 && bytes[at + 1] === 84 && bytes[at + 2] === 67) || (bytes[at] === 71 && bytes[at + 1] === 77 && bytes[at + 2] === 84)
    return isUtc && at + 3 <= end ? ((clockEnd = at + 3), 0) : NaN
  }
  const set = (stamp: Stamp, at: number, end: number, hasZone: boolean, hasYear = true): boolean => {
    stamp.at = at
    stamp.end = end
    stamp.hasZone = hasZone
    stamp.hasYear = hasYear
    return true
  }
  const dated = (bytes: Uint8Array, end: number, days: number, timeOfDay: number, stamp: Stamp): boolean => {
    const offset = zone(bytes, end)
    const hasZone = !Number.isNaN(offset)
    return set(stamp, days * day + timeOfDay - (hasZone ? offset * 60_000 : 0), clockEnd, hasZone)
  }

  const named = (bytes: Uint8Array, at: number): number => monthOf.get(((bytes[at]! | 32) << 16) | ((bytes[at + 1]! | 32) << 8) | (bytes[at + 2]! | 32)) ?? 0

  /** `Dec  4 04:47:44`, with a year before or after; `Sun Dec 04 04:47:44.123 2005`. */
  const wordy = (bytes: Uint8Array, at: number, end: number, stamp: Stamp): boolean => {
    if (isWeekday.has(((bytes[at]! | 32) << 16) | ((bytes[at + 1]! | 32) << 8) | (bytes[at + 2]! | 32))) {
      at += bytes[at + 3] === 44 ? 4 : 3
      if (bytes[at] !== 32) return false
      at++
    }
    const month = named(bytes, at)
    if (!month || bytes[at + 3] !== 32) return false
    at += bytes[at + 4] === 32 ? 5 : 4
    const two = digitsAt(bytes, at, 2)
    const date = two >= 0 ? two : digitsAt(bytes, at, 1)
    if (date < 1) return false
    at += two >= 0 ? 2 : 1
    if (bytes[at] === 44) return ofTwelveHours(bytes, at + 1, end, month, date, stamp)
    if (bytes[at] !== 32) return false
    at++
    const yearBefore = bytes[at + 4] === 32 ? digitsAt(bytes, at, 4) : -1
    if (yearBefore > 1900) at += 5
    const timeOfDay = clock(bytes, at, end)
    if (timeOfDay < 0) return false
    let after = clockEnd
    if (yearBefore > 1900) return dated(bytes, end, daysOf(yearBefore, month, date), timeOfDay, stamp)
    // A zone's name may stand before the year, as `date` writes it.
    let i = after
    if (bytes[i] === 32 && bytes[i + 4] === 32 && bytes[i + 1]! >= 65 && bytes[i + 1]! <= 90 && bytes[i + 3]! >= 65 && bytes[i + 3]! <= 90) i += 4
    const year = bytes[i] === 32 && i + 5 <= end && !(bytes[i + 5]! > 47 && bytes[i + 5]! < 59) ? digitsAt(bytes, i + 1, 4) : -1
    if (year >= 1970 && year <= 2100) return set(stamp, daysOf(year, month, date) * day + timeOfDay, i + 5, false)
    return set(stamp, withoutYear(month, date, timeOfDay), after, false, false)
  }

  /** ` 2024 3:04:05 PM` behind `Jan 02,`, as java.util.logging writes it; since Java 20 with a narrow space (U+202F) before PM. */
  const ofTwelveHours = (bytes: Uint8Array, at: number, end: number, month: number, date: number, stamp: Stamp): boolean => {
    const year = bytes[at] === 32 ? digitsAt(bytes, at + 1, 4) : -1
    at += bytes[at + 5] === 44 ? 6 : 5
    if (year < 1900 || bytes[at] !== 32) return false
    const two = digitsAt(bytes, at + 1, 2)
    const hour = two < 0 ? digitsAt(bytes, at + 1, 1) : two
    at += two < 0 ? 2 : 3
    const [minute, second] = [digitsAt(bytes, at + 1, 2), digitsAt(bytes, at + 4, 2)]
    if (hour < 0 || hour > 23 || bytes[at] !== 58 || minute < 0 || minute > 59 || bytes[at + 3] !== 58 || second < 0 || second > 60) return false
    at += 6
    const half = at + (bytes[at] === 32 ? 1 : bytes[at] === 0xe2 && bytes[at + 1] === 0x80 && bytes[at + 2] === 0xaf ? 3 : 0)
    const letter = bytes[half + 1]! === 77 && half > at ? bytes[half] : 0
    const isHalved = (letter === 65 || letter === 80) && hour > 0 && hour < 13
    const hours = isHalved ? (hour % 12) + (letter === 80 ? 12 : 0) : hour
    return set(stamp, daysOf(year, month, date) * day + ((hours * 60 + minute) * 60 + second) * 1_000, isHalved ? half + 2 : at, false)
  }

  /** Stamps that begin with a figure. */
  const numeric = (bytes: Uint8Array, at: number, end: number, stamp: Stamp): boolean => {
    let length = 1
    while (length < 14 && at + length < end && bytes[at + length]! >= 48 && bytes[at + length]! <= 57) length++
    const mark = bytes[at + length]
    const isBetween = mark === 45 || mark === 47 || mark === 46
    if (length === 4 && isBetween && bytes[at + 7] === mark) {
      const month = digitsAt(bytes, at + 5, 2)
      const date = digitsAt(bytes, at + 8, 2)
      if (month < 1 || date < 1 || at + 10 > end) return false
      const days = daysOf(digitsAt(bytes, at, 4), month, date)
      const then = bytes[at + 10]
      const timeOfDay = then === 84 || then === 32 || then === 45 || then === 95 || then === 58 ? clock(bytes, at + 11, end) : -1
      if (timeOfDay >= 0) return dated(bytes, end, days, timeOfDay, stamp)
      return at + 10 === end || then! <= 32 || then === 93 || then === 44 ? set(stamp, NaN, at + 10, false) : false
    }
    if (length === 2 && isBetween && bytes[at + 5] === mark && bytes[at + 8] === 32) {
      const timeOfDay = clock(bytes, at + 9, end)
      const [first, month, last] = [digitsAt(bytes, at, 2), digitsAt(bytes, at + 3, 2), digitsAt(bytes, at + 6, 2)]
      return timeOfDay >= 0 && dated(bytes, end, daysOf(2000 + first, month, last), timeOfDay, stamp)
    }
    if (length === 2 && isBetween && bytes[at + 5] === 32) {
      const timeOfDay = clock(bytes, at + 6, end)
      if (timeOfDay >= 0) return set(stamp, withoutYear(digitsAt(bytes, at, 2), digitsAt(bytes, at + 3, 2), timeOfDay), clockEnd, false, false)
    }
    if (length <= 2 && (isBetween || mark === 32)) {
      // `10/Oct/2000:13:55:36 -0700`, `10-Oct-2000 13:55:36`, `10 Oct 2000 13:55:36`
      const month = named(bytes, at + length + 1)
      const year = month && bytes[at + length + 4] === mark ? digitsAt(bytes, at + length + 5, 4) : -1
      const timeOfDay = year > 1900 ? clock(bytes, at + length + 10, end) : -1
      return timeOfDay >= 0 && dated(bytes, end, daysOf(year, month, digitsAt(bytes, at, length)), timeOfDay, stamp)
    }
    if (length === 2 && mark === 58) {
      const timeOfDay = clock(bytes, at, end)
      return timeOfDay >= 0 && set(stamp, NaN, clockEnd, false, false)
    }
    if (length === 6 && mark === 32 && digitsAt(bytes, at + 7, 6) >= 0 && bytes[at + 13] === 32) {
      const [hour, minute, second] = [digitsAt(bytes, at + 7, 2), digitsAt(bytes, at + 9, 2), digitsAt(bytes, at + 11, 2)]
      const days = daysOf(2000 + digitsAt(bytes, at, 2), digitsAt(bytes, at + 2, 2), digitsAt(bytes, at + 4, 2))
      if (hour > 23 || minute > 59 || second > 60 || Number.isNaN(days)) return false
      return set(stamp, days * day + ((hour * 60 + minute) * 60 + second) * 1_000, at + 13, false)
    }
    if (length === 8 && (mark === 45 || mark === 32 || mark === 84)) {
      const timeOfDay = clock(bytes, at + 9, end)
      const days = daysOf(digitsAt(bytes, at, 4), digitsAt(bytes, at + 4, 2), digitsAt(bytes, at + 6, 2))
      return timeOfDay >= 0 && dated(bytes, end, days, timeOfDay, stamp)
    }
    if (length === 10 || length === 13) return epoch(bytes, at, end, length, stamp)
    return false
  }
  const epoch = (bytes: Uint8Array, at: number, end: number, length: number, stamp: Stamp): boolean => {
    const seconds = digitsAt(bytes, at, 10)
    let after = at + length
    let fraction = length === 13 ? digitsAt(bytes, at + 10, 3) : 0
    if (length === 10 && bytes[after] === 46 && digitsAt(bytes, after + 1, 3) >= 0) {
      fraction = digitsAt(bytes, after + 1, 3)
      after++
      while (after < end && bytes[after]! >= 48 && bytes[after]! <= 57) after++
    }
    // 2001 to 2065: other numbers of ten figures are no times.
    const isTime = seconds >= 1_000_000_000 && seconds < 3_000_000_000 && (after === end || bytes[after]! <= 32 || bytes[after] === 93 || bytes[after] === 58)
    return isTime && set(stamp, seconds * 1_000 + fraction, after, true)
  }

  /** `I0102 15:04:05.678901` */
  const klog = (bytes: Uint8Array, at: number, end: number, stamp: Stamp): boolean => {
    const month = digitsAt(bytes, at + 1, 2)
    const date = digitsAt(bytes, at + 3, 2)
    const timeOfDay = month > 0 && date > 0 && bytes[at + 5] === 32 ? clock(bytes, at + 6, end) : -1
    return timeOfDay >= 0 && set(stamp, withoutYear(month, date, timeOfDay), clockEnd, false, false)
  }

  return (bytes, at, end, stamp) => {
    const first = bytes[at]!
    const stop = Math.min(end, at + maxWidth)
    if (first >= 48 && first <= 57) return numeric(bytes, at, stop, stamp)
    if (first < 65 || first > 122 || end - at < 14) return false
    const second = bytes[at + 1]!
    return second >= 48 && second <= 57 ? klog(bytes, at, stop, stamp) : wordy(bytes, at, stop, stamp)
  }
}
