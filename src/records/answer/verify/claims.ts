/** What a sentence claims: its amounts of money, days, and numbers, with their places. */
import { months } from '../show-value.ts'

export interface Claim {
  readonly kind: 'money' | 'day' | 'number'
  /** Money and numbers as decimals, days as `1997-05-12`, months as `1997-05`. */
  readonly value: string
  /** ISO 4217, of money; null where the sign names none. */
  readonly currency: string | null
  readonly start: number
  readonly end: number
}

export const claimsOf = (sentence: string): Claim[] => {
  const claims: Claim[] = []
  let left = sentence
  const take = (kind: Claim['kind'], pattern: RegExp, read: (match: RegExpExecArray) => string | null): void => {
    for (const match of left.matchAll(pattern)) {
      const value = read(match as RegExpExecArray)
      if (value === null) continue
      claims.push({ kind, value, currency: kind === 'money' ? currencyOf(match[0]) : null, start: match.index, end: match.index + match[0].length })
      left = left.slice(0, match.index) + ' '.repeat(match[0].length) + left.slice(match.index + match[0].length)
    }
  }
  take('day', dayFirst, ([, day, month, year]) => `${year}-${monthNumber(month!)}-${day!.padStart(2, '0')}`)
  take('day', monthFirst, ([, month, day, year]) => `${year}-${monthNumber(month!)}-${day!.padStart(2, '0')}`)
  take('day', /(?<![\d-])(\d{4}-\d\d-\d\d)(?![\d-])/g, ([, day]) => day!)
  take('day', monthOnly, ([, month, year]) => `${year}-${monthNumber(month!)}`)
  take('money', /(?:[$€£¥]|\b(?:USD|EUR|GBP|CHF|JPY)\s)\s?(-?\d[\d,]*(?:\.\d+)?)/g, ([, amount]) => decimal(amount!))
  take('money', /(-?\d[\d,]*(?:\.\d+)?)\s?(?:[€£¥]|(?:USD|EUR|GBP|CHF|JPY|dollars?|euros?|pounds?|cents?)\b)/g, ([, amount]) => decimal(amount!))
  take('number', /(?<![\p{L}\d])-?\d[\d,]*(?:\.\d+)?(?![\p{L}\d])/gu, ([amount]) => decimal(amount))
  take('number', numberWords, ([word]) => String(words.indexOf(word.toLowerCase())))
  return claims.sort((a, b) => a.start - b.start)
}

const currencyOf = (amount: string): string | null => signs.find(([sign]) => sign.test(amount))?.[1] ?? null
const signs: readonly (readonly [RegExp, string])[] = [
  [/\$|dollar|USD/, 'USD'],
  [/€|euro|EUR/, 'EUR'],
  [/£|pound|GBP/, 'GBP'],
  [/¥|JPY/, 'JPY'],
  [/CHF/, 'CHF'],
]

/** Without separators and without zeros at its end: `1,234.50` is `1234.5`. */
export const decimal = (amount: string): string => {
  const plain = amount.replaceAll(',', '').replace(/\.$/, '')
  return plain.includes('.') ? plain.replace(/0+$/, '').replace(/\.$/, '') : plain
}

const monthNames = months.map((month) => `${month.slice(0, 3)}(?:${month.slice(3)})?`).join('|')
const dayFirst = new RegExp(String.raw`\b(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(${monthNames})\.?,?\s+(\d{4})\b`, 'gi')
const monthFirst = new RegExp(String.raw`\b(${monthNames})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b`, 'gi')
const monthOnly = new RegExp(String.raw`\b(${monthNames})\s+(\d{4})\b`, 'gi')
const monthNumber = (name: string): string =>
  String(months.findIndex((month) => month.toLowerCase().startsWith(name.slice(0, 3).toLowerCase())) + 1).padStart(2, '0')

// "One" is too often no number.
const words = ['zero', '', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']
const numberWords = new RegExp(String.raw`\b(?:${words.filter(Boolean).join('|')})\b`, 'gi')
