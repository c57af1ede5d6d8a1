/** A silence between two lines that follow each other in time. */
interface Silence {
  readonly from: number
  readonly to: number
  readonly fromLine: number
  readonly toLine: number
}

/** The longest silences of a log, longest first, and what is odd about its times. */
export interface Silences {
  see(at: number, line: number): void
  longest(): readonly Silence[]
  /** How often a line was more than a minute older than the one before it. */
  readonly turnedBack: number
}

const kept = 5
const backwards = 60_000

export const silences = (): Silences => {
  let longest: Silence[] = []
  let least = 0
  let latest = NaN
  let latestLine = 0
  let turnedBack = 0
  let previous = NaN
  return {
    see(at, line) {
      const width = at - latest
      if (width > least) {
        longest = [...longest, { from: latest, to: at, fromLine: latestLine, toLine: line }].sort((a, b) => b.to - b.from - (a.to - a.from)).slice(0, kept)
        if (longest.length === kept) least = longest[kept - 1]!.to - longest[kept - 1]!.from
      }
      if (at - previous < -backwards) turnedBack++
      previous = at
      if (!(at < latest)) {
        latest = at
        latestLine = line
      }
    },
    longest: () => longest,
    get turnedBack() {
      return turnedBack
    },
  }
}
