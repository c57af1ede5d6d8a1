/** Comparisons with numbers as questions say them: `over $50`, `between 10 and 20 dollars`, `at least 3 pieces`. */
import type { Comparison } from '../../domain/record-request.ts'

export interface AmountMark {
  readonly is: Comparison
  readonly values: readonly string[]
  readonly isMoney: boolean
  /** The word after it, lower case: `pieces`. */
  readonly unit: string
  readonly words: string
  readonly start: number
  readonly end: number
}

export const readAmounts = (text: string): AmountMark[] => {
  const marks: AmountMark[] = []
  for (const { form, is } of forms)
    for (const match of text.matchAll(form)) {
      const [start, end] = [match.index, match.index + match[0].length]
      if (marks.some((mark) => start < mark.end && mark.start < end)) continue
      const { one, two, unit = '' } = match.groups as { one: string; two?: string; unit?: string }
      const isMoney = /[$€£]|dollars?|usd|euros?|eur|bucks|pounds?|gbp|quid|yen|francs?|chf/i.test(match[0])
      marks.push({
        is,
        values: [one, ...(two === undefined ? [] : [two])].map(plain),
        isMoney,
        unit: isMoney ? '' : unit.trim().toLowerCase(),
        words: match[0].trim(),
        start,
        end,
      })
    }
  return marks.sort((one, other) => one.start - other.start)
}

const number = String.raw`(?:[$€£] ?)?(?<NAME>\d{1,9}(?:,\d{3})*(?:\.\d{1,4})?)(?![\p{L}\p{N}_]|[.,]\d|-\d)`
const one = number.replace('NAME', 'one')
const two = number.replace('NAME', 'two')
/** What a time or another condition begins with is no unit. */
const next = 'since|before|after|during|placed|ordered|made|last|this|between|and|or|in|from|on|with|for|that|which|what'
const unit = String.raw`(?<unit> ?(?:[$€£]|%|(?!(?:${next})(?!\p{L}))\p{L}+))?`
const form = (before: string, after = ''): RegExp => new RegExp(`(?<![\\p{L}\\p{N}])${before} ?${one}${after}${unit}`, 'giu')

const forms: readonly { form: RegExp; is: Comparison }[] = [
  { form: form('(?:between|from)', ` ?(?:\\p{L}+ )?(?:and|to|-) ?${two}`), is: 'between' },
  { form: form('(?:at least|no less than|not less than|minimum of|a minimum of|starting at)'), is: 'at_least' },
  { form: form('(?:at most|no more than|not more than|up to|maximum of|a maximum of|max)'), is: 'at_most' },
  {
    form: form('(?:more than|over|above|greater than|higher than|larger than|bigger than|exceeding|exceeds?|costlier than|more expensive than|pricier than|>)'),
    is: 'more',
  },
  { form: form('(?:less than|under|below|fewer than|lower than|smaller than|cheaper than|<)'), is: 'less' },
  { form: new RegExp(`${one}(?: ?(?:dollars|usd))? (?:or more|or above|and up|or higher)(?<unit>)`, 'giu'), is: 'at_least' },
  { form: new RegExp(`${one}(?: ?(?:dollars|usd))? (?:or less|or below|or under|and below)(?<unit>)`, 'giu'), is: 'at_most' },
  { form: new RegExp(`(?<![\\p{L}\\p{N}])(?:exactly|costs?|costing|for|of|was|is|totall?ing|worth) (?=[$€£])${one}${unit}`, 'giu'), is: 'equal' },
]

const plain = (number: string): string => number.replaceAll(',', '').replace(/^0+(?=\d)/, '')
