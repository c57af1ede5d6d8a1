/** Places in an order: `my last order`, `the two latest`, `second to last`, `the most expensive item`. */

export interface PlaceMark {
  readonly by: 'newest' | 'coming' | 'dear' | 'size'
  readonly descending: boolean
  readonly offset: number
  /** Null: one, or as many as fit where it names several (`latest orders`). */
  readonly limit: number | null
  readonly words: string
  readonly start: number
  readonly end: number
}

export const readPlaces = (text: string): PlaceMark[] => {
  const marks: PlaceMark[] = []
  for (const { form, read } of forms)
    for (const match of text.matchAll(form)) {
      const [start, end] = [match.index, match.index + match[0].length]
      if (marks.some((mark) => start < mark.end && mark.start < end)) continue
      marks.push({ ...read(match.groups ?? {}), words: match[0], start, end })
    }
  return marks.sort((one, other) => one.start - other.start)
}

type Read = Pick<PlaceMark, 'by' | 'descending' | 'offset' | 'limit'>
const counts = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']
const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth']
const count = `(?<count>\\d{1,2}|${counts.join('|')}|couple of|few)`
const latest = '(?:most recently|most recent|very last|very latest|latest|last|newest|recentest|lastest|most recently placed)'
const oldest = '(?:very first|earliest|first ever|first|oldest)'
const countOf = (word: string | undefined): number | null =>
  word === undefined
    ? null
    : word === 'couple of'
      ? 2
      : word === 'few'
        ? 3
        : counts.includes(word.toLowerCase())
          ? counts.indexOf(word.toLowerCase()) + 1
          : Number(word)
const ordinalOf = (word: string): number => (/^\d/.test(word) ? Number.parseInt(word, 10) : ordinals.indexOf(word.toLowerCase()) + 1)
const ordinal = `(?<ordinal>${ordinals.join('|')}|\\d{1,2}(?:st|nd|rd|th))`
const newest = (offset: number, limit: number | null = null): Read => ({ by: 'newest', descending: true, offset, limit })

const forms: readonly { form: RegExp; read: (groups: Record<string, string>) => Read }[] = [
  {
    form: /\b(?:second|2nd|next)[ -]to[ -](?:the[ -])?last\b|\bpenultimate\b|\blast but one\b|\bsecond[ -](?:most recent|latest|newest|last)\b|\b2nd (?:most recent|latest|last)\b/giu,
    read: () => newest(1),
  },
  {
    form: /\bbefore (?:my |the |our )(?:(?:current|present) (?:one|\p{L}+)|(?:one|\p{L}+) (?:that )?(?:i|we) have (?:now|today|at the moment|right now))\b/giu,
    read: () => newest(1),
  },
  {
    form: /\b(?:before|prior to|preceding) (?:my |the |our )?(?:very )?(?:last|latest|most recent|newest)(?: one| order| purchase)?\b/giu,
    read: () => newest(1),
  },
  {
    form: /\bcosts? (?:me |us )?(?:the )?most\b|\b(?:with|for|at|has|had) the (?:highest|biggest|largest|most) (?:price|total|cost|value|amount)\b/giu,
    read: () => ({ by: 'dear', descending: true, offset: 0, limit: null }),
  },
  {
    form: /\bcosts? (?:me |us )?(?:the )?least\b|\b(?:with|for|at|has|had) the (?:lowest|smallest|least) (?:price|total|cost|value|amount)\b/giu,
    read: () => ({ by: 'dear', descending: false, offset: 0, limit: null }),
  },
  {
    form: new RegExp(`\\b${ordinal}[ -](?:to[ -](?:the[ -])?last|most recent|latest|newest|last)\\b`, 'giu'),
    read: ({ ordinal }) => newest(ordinalOf(ordinal!) - 1),
  },
  {
    form: new RegExp(`\\b(?:${latest}|previous|past) ${count}(?= |$)(?! (?:days?|weeks?|months?|years?|digits?))`, 'giu'),
    read: ({ count }) => newest(0, countOf(count)),
  },
  { form: new RegExp(`\\b${count} ${latest}\\b`, 'giu'), read: ({ count }) => newest(0, countOf(count)) },
  { form: new RegExp(`\\b${oldest} ${count}(?= |$)`, 'giu'), read: ({ count }) => ({ by: 'newest', descending: false, offset: 0, limit: countOf(count) }) },
  {
    form: /\b(?:most expensive|priciest|dearest|costliest|most costly|highest[- ]priced|highest[- ]value|highest[- ]cost)\b/giu,
    read: () => ({ by: 'dear', descending: true, offset: 0, limit: null }),
  },
  {
    form: /\b(?:cheapest|least expensive|lowest[- ]priced|lowest[- ]cost|least costly)\b/giu,
    read: () => ({ by: 'dear', descending: false, offset: 0, limit: null }),
  },
  {
    form: /\b(?:biggest|largest|highest|greatest)\b|\b(?:with|has|had|have|got) the most\b/giu,
    read: () => ({ by: 'size', descending: true, offset: 0, limit: null }),
  },
  { form: /\b(?:smallest|lowest)\b/giu, read: () => ({ by: 'size', descending: false, offset: 0, limit: null }) },
  {
    form: new RegExp(`\\b${latest}\\b(?! (?:name|four|4|digits?|week|month|year|quarter|night|time|spring|summer|autumn|fall|winter))`, 'giu'),
    read: () => newest(0),
  },
  {
    form: /\b(?:upcoming|next|coming up|coming(?= \p{L}))\b(?! (?:week|month|quarter|year|\d|day|to|time|steps?))/giu,
    read: () => ({ by: 'coming', descending: false, offset: 0, limit: null }),
  },
  { form: /\b(?:previous|preceding|prior)\b(?! (?:to|week|month|year))/giu, read: () => newest(1) },
  { form: new RegExp(`\\b(?:${oldest})\\b(?! (?:name|class))`, 'giu'), read: () => ({ by: 'newest', descending: false, offset: 0, limit: null }) },
  {
    form: new RegExp(`\\b${ordinal}\\b(?! (?:quarter|half|of|floor|street|avenue|thoughts?|time|opinion|try|attempt|chance))`, 'giu'),
    read: ({ ordinal }) => ({ by: 'newest', descending: false, offset: ordinalOf(ordinal!) - 1, limit: null }),
  },
]
