/** Times as questions say them: `last month`, `since March`, `between May 1 and May 9 1997`. Half open, in days of the zone. */
import { addDays, addMonths, day, monthOf, monthStart, quarterStart, weekdayOf, weekStart, yearOf, yearStart, type Day } from './calendar.ts'

/** `from`: from that day on; `before`: earlier than that day; null: open. */
export interface TimeMark {
  readonly from: Day | null
  readonly before: Day | null
  /** What else it may be, of what lies ahead: `in January` is also the next one. */
  readonly ahead: Ends | null
  readonly words: string
  readonly start: number
  readonly end: number
}

export interface Ends {
  readonly from: Day | null
  readonly before: Day | null
}

/** `today` in the zone of the records. In the order in which they stand. */
export const readTimes = (text: string, today: Day): TimeMark[] => {
  const lower = text.toLowerCase()
  return joined(spansIn(lower, text, today), lower, text)
}

interface Span {
  readonly from: Day
  readonly before: Day
  readonly ahead: readonly [Day, Day] | null
  readonly start: number
  readonly end: number
}

const spansIn = (lower: string, text: string, today: Day): Span[] => {
  const found: Span[] = []
  const impossible: { start: number; end: number }[] = []
  for (const { form, read, ahead } of forms)
    for (const match of lower.matchAll(form)) {
      const [start, end] = [match.index, match.index + match[0].length]
      if ([...found, ...impossible].some((other) => start < other.end && other.start < end)) continue
      const span = read(match, today, text.slice(start, end))
      if (span) found.push({ from: span[0], before: span[1], ahead: ahead?.(match, today, text.slice(start, end)) ?? null, start, end })
      // There is no 31 February, and it is not taken for the month.
      else if (/\d{4}/.test(match[0])) impossible.push({ start, end })
    }
  return found.sort((one, other) => one.start - other.start)
}

/** The words before a time say which end of it is open; two joined by `and` or `to` are one. */
const joined = (spans: readonly Span[], lower: string, text: string): TimeMark[] => {
  const marks: TimeMark[] = []
  for (let index = 0; index < spans.length; index++) {
    const span = spans[index]!
    const ahead = lower.slice(0, span.start)
    const next = spans[index + 1]
    const range = /\b(?:between|from)(?: the)? $/.exec(ahead)
    if (range && next && /^ (?:and|to|until|till|through|-)(?: the)? $/.test(lower.slice(span.end, next.start))) {
      const ahead = span.ahead || next.ahead ? { from: span.ahead?.[0] ?? span.from, before: next.ahead?.[1] ?? next.before } : null
      marks.push(mark(text, range.index, next.end, span.from, next.before, ahead))
      index++
      continue
    }
    const onwards = /^ (?:on(?:wards?)?|forwards?|until now|till now|until today)\b/.exec(lower.slice(span.end))
    if (onwards) {
      marks.push(
        mark(
          text,
          /\bfrom(?: the)? $/.exec(ahead)?.index ?? span.start,
          span.end + onwards[0].length,
          span.from,
          null,
          span.ahead && { from: span.ahead[0], before: null },
        ),
      )
      continue
    }
    const [opening] = openings.flatMap(({ form, read }) => {
      const match = form.exec(ahead)
      return match ? [{ start: match.index, read }] : []
    })
    const start = opening ? opening.start : (/\b(?:in|on|during|within|at|for|of|from)(?: the)? $/.exec(ahead)?.index ?? span.start)
    const ends = (of: Pick<Span, 'from' | 'before'>): Ends => (opening ? opening.read(of) : of)
    const { from, before } = ends(span)
    marks.push(mark(text, start, span.end, from, before, span.ahead && ends({ from: span.ahead[0], before: span.ahead[1] })))
  }
  return marks
}

const mark = (text: string, start: number, end: number, from: Day | null, before: Day | null, ahead: Ends | null): TimeMark => ({
  from,
  before,
  ahead: ahead && { from: ahead.from, before: ahead.before },
  words: text.slice(start, end),
  start,
  end,
})

const openings: readonly { form: RegExp; read: (span: Pick<Span, 'from' | 'before'>) => Ends }[] = [
  { form: /\b(?:since|starting(?: in| on| from)?)(?: the)? $/, read: ({ from }) => ({ from, before: null }) },
  { form: /\b(?:after|later than)(?: the)? $/, read: ({ before }) => ({ from: before, before: null }) },
  { form: /\b(?:before|prior to|earlier than)(?: the)? $/, read: ({ from }) => ({ from: null, before: from }) },
  { form: /\b(?:until|till|up to|by)(?: the)?(?: end of)?(?: the)? $/, read: ({ before }) => ({ from: null, before }) },
]

const monthNames = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december']
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const counted: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
  couple: 2,
  few: 3,
}
const month = `(?:${monthNames.map((name) => (name.length > 4 ? `${name.slice(0, 3)}(?:${name.slice(3)}|t)?\\.?` : name)).join('|')})`
const count = `(\\d{1,4}|${Object.keys(counted).join('|')})`
const date = `(\\d{1,2})(?:st|nd|rd|th)?`
const year = `((?:19|20)\\d\\d)`

const numberOf = (word: string): number => counted[word] ?? Number(word)
const monthOfName = (name: string): number => monthNames.findIndex((known) => known.slice(0, 3) === name.slice(0, 3)) + 1
const oneDay = (at: Day | null): readonly [Day, Day] | null => (at === null ? null : [at, addDays(at, 1)])
const wholeMonth = (at: Day | null): readonly [Day, Day] | null => (at === null ? null : [at, addMonths(at, 1)])
const wholeYear = (of: number): readonly [Day, Day] => [day(of, 1, 1)!, day(of + 1, 1, 1)!]
/** Without a year it is the last one that has begun. */
const lastMonthOf = (number: number, today: Day): Day => day(yearOf(today) - (number > monthOf(today) ? 1 : 0), number, 1)!
const lastDayOf = (number: number, of: number, today: Day): Day | null => {
  const thisYear = day(yearOf(today), number, of)
  return thisYear && thisYear > today ? day(yearOf(today) - 1, number, of) : thisYear
}

/** The next one, where the last that has begun is over. */
const nextMonthOf = (number: number, today: Day): Day | null => (number === monthOf(today) ? null : addMonths(lastMonthOf(number, today), 12))
const nextDayOf = (number: number, of: number, today: Day): Day | null => {
  const last = lastDayOf(number, of, today)
  return last === null || last === today ? null : day(yearOf(last) + 1, number, of)
}
const lastWeekday = (name: string, today: Day): Day => addDays(today, -((weekdayOf(today) - weekdays.indexOf(name) + 7) % 7 || 7))
const nextWeekday = (name: string, today: Day): Day => addDays(today, (weekdays.indexOf(name) - weekdayOf(today) + 7) % 7)

const startOf = { day: (at: Day): Day => at, week: weekStart, month: monthStart, quarter: quarterStart, year: yearStart } as const
type Unit = keyof typeof startOf
const stepped = (at: Day, unit: Unit, steps: number): Day =>
  unit === 'day' ? addDays(at, steps) : unit === 'week' ? addDays(at, steps * 7) : addMonths(at, steps * (unit === 'month' ? 1 : unit === 'quarter' ? 3 : 12))
const period = (today: Day, unit: Unit, steps: number): readonly [Day, Day] => {
  const start = stepped(startOf[unit](today), unit, steps)
  return [start, stepped(start, unit, 1)]
}

/** `may` is a month only where its place says so. */
const isMonthHere = (words: string, at: string): boolean => !/^(?:may|march|mar)$/i.test(words) || /^[A-Z]/.test(at)

interface Form {
  readonly form: RegExp
  readonly read: (match: RegExpMatchArray, today: Day, asWritten: string) => readonly [Day, Day] | null
  readonly ahead?: (match: RegExpMatchArray, today: Day, asWritten: string) => readonly [Day, Day] | null
}

/** Of the northern half; without a year the last that has begun. */
const seasonOf = (name: string, of: string | undefined, today: Day): readonly [Day, Day] => {
  const first = ({ spring: 3, summer: 6, autumn: 9, fall: 9, winter: 12 } as const)[name as 'spring']
  const began = of ? day(Number(of), first, 1)! : lastMonthOf(first, today)
  return [began, addMonths(began, 3)]
}

const forms: readonly Form[] = [
  {
    form: /(?<=\b(?:in|over|during|since|last|this|before|after|of|through)(?: the)? )(spring|summer|autumn|winter)(?: (?:of )?((?:19|20)\d\d))?\b|(?<=\b(?:in the|last|this|over the|during the|since) )(fall)(?: (?:of )?((?:19|20)\d\d))?\b/g,
    read: ([, name, of, fall, ofFall], today) => seasonOf(name ?? fall!, of ?? ofFall, today),
  },
  { form: /\b(\d{4})-(\d\d)-(\d\d)\b/g, read: ([, of, month, date]) => oneDay(day(Number(of), Number(month), Number(date))) },
  { form: /\b(\d{4})-(\d\d)\b(?!-)/g, read: ([, of, month]) => wholeMonth(day(Number(of), Number(month), 1)) },
  {
    form: /\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b/g,
    // American order where it can be, as the questions are in English; 31/12/1997 can only be the other.
    read: ([, one, two, of]) => oneDay(day(Number(of), Number(one), Number(two)) ?? day(Number(of), Number(two), Number(one))),
  },
  {
    form: new RegExp(`\\b${date}(?: of)? (${month}),? ${year}\\b`, 'g'),
    read: ([, of, name, in_]) => oneDay(day(Number(in_), monthOfName(name!), Number(of))),
  },
  { form: new RegExp(`\\b(${month}) ${date},? ${year}\\b`, 'g'), read: ([, name, of, in_]) => oneDay(day(Number(in_), monthOfName(name!), Number(of))) },
  { form: new RegExp(`\\b(${month}),?(?: of)? ${year}\\b`, 'g'), read: ([, name, in_]) => wholeMonth(day(Number(in_), monthOfName(name!), 1)) },
  {
    form: new RegExp(`\\b(${month}) ${date}\\b(?! ?(?:orders|items))`, 'g'),
    read: ([, name, of], today, at) => (isMonthHere(at.split(' ')[0]!, at) ? oneDay(lastDayOf(monthOfName(name!), Number(of), today)) : null),
    ahead: ([, name, of], today) => oneDay(nextDayOf(monthOfName(name!), Number(of), today)),
  },
  {
    form: new RegExp(`\\b${date}(?: of)? (${month})(?![\\p{L}])`, 'gu'),
    read: ([, of, name], today) => oneDay(lastDayOf(monthOfName(name!), Number(of), today)),
    ahead: ([, of, name], today) => oneDay(nextDayOf(monthOfName(name!), Number(of), today)),
  },
  {
    form: new RegExp(`\\b(?:q([1-4])|(first|second|third|fourth|last) quarter),?(?: of| in)? ${year}\\b`, 'g'),
    read: ([, number, word, in_]) => {
      const quarter = number ? Number(number) : { first: 1, second: 2, third: 3, fourth: 4, last: 4 }[word as 'first']
      const start = day(Number(in_), quarter * 3 - 2, 1)
      return start === null ? null : [start, addMonths(start, 3)]
    },
  },
  {
    form: new RegExp(`\\b(?:the )?(first|second) half of ${year}\\b`, 'g'),
    read: ([, word, in_]) => (word === 'first' ? [day(Number(in_), 1, 1)!, day(Number(in_), 7, 1)!] : [day(Number(in_), 7, 1)!, day(Number(in_) + 1, 1, 1)!]),
  },
  {
    form: new RegExp(`\\b(?:the )?(beginning|start|end) of ${year}\\b`, 'g'),
    read: ([, word, in_]) => (word === 'end' ? [day(Number(in_), 10, 1)!, day(Number(in_) + 1, 1, 1)!] : [day(Number(in_), 1, 1)!, day(Number(in_), 4, 1)!]),
  },
  { form: new RegExp(`(?<![$€£.,\\d#-]|\\bnumber |\\border )\\b${year}\\b(?![.,]\\d|[-\\d])`, 'g'), read: ([, of]) => wholeYear(Number(of)) },
  { form: /\bthe day before yesterday\b/g, read: (_, today) => oneDay(addDays(today, -2)) },
  { form: /\byesterday\b/g, read: (_, today) => oneDay(addDays(today, -1)) },
  { form: /\b(?:today|tonight|this (?:morning|afternoon|evening))\b/g, read: (_, today) => oneDay(today) },
  { form: /\btomorrow\b/g, read: (_, today) => oneDay(addDays(today, 1)) },
  {
    form: new RegExp(`\\b(?:the )?(?:last|past|previous|recent) ${count}(?: of)? (day|week|month|quarter|year)s?\\b`, 'g'),
    read: ([, number, unit], today) => (Number.isNaN(numberOf(number!)) ? null : [stepped(today, unit as Unit, -numberOf(number!)), addDays(today, 1)]),
  },
  { form: /\b(?:the )?(?:last|past) (24|48|72) hours\b/g, read: ([, hours], today) => [addDays(today, -Number(hours) / 24), addDays(today, 1)] },
  {
    form: new RegExp(`\\b${count}(?: of)? (day|week|month|quarter|year)s? ago\\b`, 'g'),
    read: ([, number, unit], today) => period(today, unit as Unit, -numberOf(number!)),
  },
  {
    form: new RegExp(`\\b(?:the )?next ${count} (day|week|month|quarter|year)s?\\b`, 'g'),
    read: ([, number, unit], today) => [today, addDays(stepped(today, unit as Unit, numberOf(number!)), 1)],
  },
  {
    form: /\b(?:the )?(last|past|previous|this|current|next|coming) (week|month|quarter|year)\b/g,
    read: ([, which, unit], today) => period(today, unit as Unit, steps(which!)),
  },
  {
    form: new RegExp(`\\b(?:last|this past) (${month})(?![\\p{L}])`, 'gu'),
    read: ([, name], today) => {
      const start = lastMonthOf(monthOfName(name!), today)
      return wholeMonth(monthStart(today) === start ? addMonths(start, -12) : start)
    },
  },
  {
    form: new RegExp(`\\b(?:next|coming) (${weekdays.join('|')})\\b`, 'g'),
    read: ([, name], today) => oneDay(nextWeekday(name!, addDays(today, 1))),
  },
  { form: new RegExp(`\\b(?:last|since|after)(?: last)? (${weekdays.join('|')})\\b`, 'g'), read: ([, name], today) => oneDay(lastWeekday(name!, today)) },
  {
    form: new RegExp(`\\b(?:on|this|until|before|by|for) (${weekdays.join('|')})\\b`, 'g'),
    read: ([, name], today) => oneDay(lastWeekday(name!, today)),
    ahead: ([, name], today) => oneDay(nextWeekday(name!, today)),
  },
  {
    form: new RegExp(`\\b(?:next|coming) (${month})(?![\\p{L}])`, 'gu'),
    read: ([, name], today) => wholeMonth(addMonths(lastMonthOf(monthOfName(name!), today), 12)),
  },
  {
    form: new RegExp(`(?<=\\b(?:in|since|during|until|till|before|after|from|to|and|of|by|between|for|this) )(${month})(?![\\p{L}.'])`, 'gu'),
    read: ([, name], today, at) => (isMonthHere(name!, at) || name !== 'may' ? wholeMonth(lastMonthOf(monthOfName(name!), today)) : null),
    ahead: ([, name], today) => wholeMonth(nextMonthOf(monthOfName(name!), today)),
  },
]

const steps = (which: string): number => (which === 'this' || which === 'current' ? 0 : which === 'next' || which === 'coming' ? 1 : -1)
