import type { FieldType } from '../../../domain/record-description.ts'
import type { CatalogueColumn, CatalogueTable } from '../../../domain/record-store.ts'
import { familyOf } from '../check/column-types.ts'
import { wordsOf } from './words.ts'

const money =
  /^(price|amount|total|cost|costs|balance|freight|fee|fees|salary|tax|commission|revenue|payment|subtotal|spend|income|charge|budget|msrp|invoice)$/
/** What is money where it has cents. */
const moneyOfCents =
  /^(?:share|instalment|installment|deposit|refund|premium|rent|surcharge|payout|bonus|wage|pay|paid|owed|due|value|sum|net|gross|copay|copayment|excess|deductible|allowance|penalty|fine|billed|charged|charges|shipping|postage|prepayment|advance)s?$/
const idWords = /^(id|ids|uuid|guid|code|key|number|no|nr|sku|isbn|ean|vin|iban|tracking)$/
const choiceWords = /^(status|state|type|kind|category|level|method|gender|sex|source|priority|stage|role|mode|side|reason|severity|brand|tier)$/
/** Most values that a person would go through. */
const mostValues = 12

/** From its SQL type, the field's name and what was seen in it. */
export const guessType = (name: string, column: CatalogueColumn, table: CatalogueTable, isKey: boolean): FieldType => {
  const words = wordsOf(name)
  const isId = isKey || (idWords.test(words.at(-1) ?? '') && !/\b(zip|post|postal|phone|mobile|fax)\b/.test(words.join(' ')))
  switch (familyOf(column.type)) {
    case 'boolean':
      return 'boolean'
    case 'date':
      return 'date'
    case 'moment':
      return 'time'
    case 'json':
      return 'properties'
    case 'uuid':
      return 'id'
    case 'whole':
      return isId ? 'id' : words.some((it) => /^(price|cost|balance)$/.test(it)) ? 'money' : 'count'
    case 'number':
      if (column.type === 'money' || words.some((it) => money.test(it))) return 'money'
      if (hasCents(column) && words.some((it) => moneyOfCents.test(it)) && !words.some((it) => /^(?:percent|percentage|pct|ratio|quantity)$/.test(it)))
        return 'money'
      return isKey ? 'id' : 'number'
    default:
      if (isKey || (isId && !choiceWords.test(words.at(-1)!))) return 'id'
      return isChoice(column, table, words) ? 'choice' : 'text'
  }
}

/** Declared so, or so in all that was seen. */
const hasCents = ({ type, samples }: CatalogueColumn): boolean =>
  /^numeric\(\d+,2\)$/.test(type) || (type === 'numeric' && samples.length > 0 && samples.every((it) => /^-?\d+\.\d\d$/.test(it)))

/** Few values, all of them seen, that come again and again. */
const isChoice = ({ samples, distinct, type }: CatalogueColumn, { rows, columns }: CatalogueTable, words: readonly string[]): boolean => {
  if (distinct === null || samples.length < 2 || samples.length < distinct || distinct > mostValues || samples.some((it) => it.length > 30)) return false
  if (words.at(-1) === 'state' && columns.some((it) => /city|country/i.test(it.name))) return false
  if (familyOf(type) === 'other' || words.some((it) => choiceWords.test(it))) return rows === null || rows < 0 || distinct * 2 <= rows
  return rows !== null && rows >= distinct * 25 && samples.every((it) => /^[\p{L}][\p{L} _-]*$/u.test(it))
}
