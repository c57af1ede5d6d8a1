import { stem } from '../../base/stem.ts'

/** A word of a question, and where it stands in the text. */
export interface Word {
  readonly text: string
  readonly lower: string
  readonly root: string
  readonly start: number
  readonly end: number
}

/** As questions are read: one kind of apostrophe and hyphen, no look-alike letters; as long as it was read, at most 2,000 characters. */
export const plainQuestion = (text: string): string =>
  text
    .slice(0, 2_000)
    .normalize('NFKC')
    .replace(/[’ʼ`´]/g, "'")
    .replace(/[‐‑–—]/g, '-')
    .replace(/[“”]/g, '"')
    .replace(/\s+/g, ' ')
    .trim()

export const readWords = (text: string): Word[] =>
  [...text.matchAll(word)].map(({ 0: found, index }) => {
    const lower = found.toLowerCase().replace(/'s$/, '')
    return { text: found, lower, root: rootOf(lower), start: index, end: index + found.length }
  })

const word = /[\p{L}\p{N}\p{M}]+(?:['.](?=[\p{L}\p{N}])[\p{L}\p{N}\p{M}]+)*/gu

/**
 * What words of one family share: `shipped`, `shipping`, `shipment` → `ship`. Coarser than a stem, as a question says "when was it paid" of a
 * field that is named `payment_date`.
 */
export const rootOf = (lower: string): string => {
  const known = irregular.get(lower)
  if (known) return known
  const stemmed = stem(lower, 'en')
  const bare = stemmed.length > 6 ? stemmed.replace(/(?:ment|eri)$/, '') : stemmed
  return irregular.get(bare) ?? bare
}

const irregular = new Map(
  Object.entries({
    pay: 'paid payment payments paying payed',
    buy: 'bought buying purchase purchased purchases purchasing',
    send: 'sent sending dispatch dispatched dispatches',
    spend: 'spent spending spendings',
    ship: 'shipment shipments shipped shipping ships',
    deliv: 'deliver delivered delivery deliveries delivering deliveri',
    get: 'got gotten getting',
    color: 'colour colours colors coloured colored',
    cancel: 'cancelled canceled cancelling canceling cancellation cancellations',
    email: 'e-mail mail emails mails',
    phone: 'telephone telephones phones mobile cell',
    zip: 'zipcode postcode postal postalcode',
    due: 'dues',
    addres: 'address addresses adress',
    person: 'people persons',
    child: 'children',
    categori: 'category categories',
    borrow: 'loan loans loaned lend lent borrowed borrowing borrows',
    bill: 'invoice invoices invoiced billed billing bills',
    name: 'named names',
    box: 'boxes',
  }).flatMap(([root, words]) => words.split(' ').map((each): [string, string] => [each, root])),
)

/** `shipped_date`, `ShippedDate`, `shipped date` → its words, lower case. */
export const wordsOfName = (name: string): string[] =>
  name
    .replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)

/** As choices are compared: without plural and doubled letters, so `canceled` is `cancelled`, and `pay` is not `paid`. */
export const foldOf = (lower: string): string => (lower.length > 3 ? lower.replace(/(?<=[^s])s$/, '') : lower).replace(/(\p{L})\1/gu, '$1')

/** `bottles` → `bottle`: as values are looked for beside the word itself. */
export const singularOf = (lower: string): string =>
  /(?:ss|us|is)$/.test(lower) || lower.length < 4
    ? lower
    : lower
        .replace(/ies$/, 'y')
        .replace(/(?<=sh|ch|x|ss)es$/, '')
        .replace(/(?<=[^s])s$/, '')
