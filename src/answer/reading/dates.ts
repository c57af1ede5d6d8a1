/** A day, a month or a year that a text names; what it leaves open is null. */
export interface DateMention {
  readonly year: number | null
  readonly month: number | null
  readonly day: number | null
  readonly text: string
  readonly start: number
  readonly end: number
}

const months = 'january february march april may june july august september october november december'.split(' ')
const month =
  '(?<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?'
const day = '(?<day>[0-3]?\\d)(?:st|nd|rd|th)?'
const year = '(?<year>[12]\\d{3})'

const forms = [
  new RegExp(`\\b${year}-(?<number>[01]\\d)-${day}\\b`, 'gi'),
  new RegExp(`\\b${day}(?:\\s+of)?\\s+${month}(?:,?\\s+${year})?\\b`, 'gi'),
  new RegExp(`\\b${month}\\s+${day}(?!\\d)(?:\\s?,?\\s+${year})?\\b`, 'gi'),
  new RegExp(`\\b${month},?\\s+(?:of\\s+)?${year}\\b`, 'gi'),
]

/** Dates in words or ISO form. `03/04/2020` is left to the numbers: nobody can know which is the month. */
export const datesOf = (plain: string): DateMention[] => {
  const found: DateMention[] = []
  for (const form of forms) {
    for (const match of plain.matchAll(form)) {
      const mention = toMention(match)
      if (isDay(mention) && !isVerb(match) && !found.some((one) => one.start < mention.end && mention.start < one.end)) found.push(mention)
    }
  }
  return found.sort((one, other) => one.start - other.start)
}

/** True when one of the others says the same and leaves nothing open that this one says. */
export const isDated = (wanted: DateMention, stated: readonly DateMention[]): boolean =>
  stated.some((one) => (['year', 'month', 'day'] as const).every((part) => wanted[part] === null || wanted[part] === one[part]))

const toMention = (match: RegExpExecArray | RegExpMatchArray): DateMention => {
  const { year: y, month: name, number, day: d } = match.groups!
  const start = match.index!
  const monthNumber = number ? Number(number) : name ? months.findIndex((one) => one.startsWith(name.slice(0, 3).toLowerCase())) + 1 : null
  return { year: y ? Number(y) : null, month: monthNumber, day: d ? Number(d) : null, text: match[0], start, end: start + match[0].length }
}

/** "you may 2 times", "they march 5 miles". */
const isVerb = ({ groups }: RegExpMatchArray): boolean => !groups!.year && /^(?:may|march|mar)$/.test(groups!.month ?? '')

const isDay = ({ day: d, month: m }: DateMention): boolean => (d === null || (d >= 1 && d <= 31)) && (m === null || (m >= 1 && m <= 12))
