/** A quantity of a text, in one form: `1,500`, `1500`, `1.5 thousand` and `fifteen hundred` are the same value. */
export interface Quantity {
  readonly value: number
  /** `%`, a currency, a unit of size or time, `th` for ordinals, `s` for decades; empty when bare or not of a kind that we compare. */
  readonly unit: string
  readonly text: string
  readonly start: number
  readonly end: number
}

export const quantitiesOf = (plain: string): Quantity[] => [...inDigits(plain), ...inWords(plain)].sort((one, other) => one.start - other.start)

/** Is this quantity stated among the others? A unit only counts against it when both have one. */
export const isStated = (wanted: Quantity, stated: readonly Quantity[]): boolean => stated.some((one) => isSameValue(one, wanted))

export const isSameValue = (one: Quantity, other: Quantity): boolean => {
  if (one.unit === '' || other.unit === '' || one.unit === other.unit) return one.value === other.value
  const [here, there] = [one.value * scaleOf(one.unit), other.value * scaleOf(other.unit)]
  return familyOf(one.unit) !== '' && familyOf(one.unit) === familyOf(other.unit) && Math.abs(here - there) <= 1e-9 * Math.max(Math.abs(here), Math.abs(there))
}

const digits =
  /(?<![\p{L}\p{N}_./:@-])(?<sign>[-−](?=\d))?(?<currency>[$€£]\s?)?(?<number>\d{1,3}(?:[,   ']\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?)(?<ordinal>st|nd|rd|th|['’]?s(?!\p{L}))?(?![\p{L}_]*\d)(?<rest>\s?(?:%|\p{L}+(?:\s(?:cent|dollars|euros|pounds))?))?/gu

const inDigits = (plain: string): Quantity[] =>
  [...plain.matchAll(digits)].map((match) => {
    const { number, ordinal, currency, sign, rest } = match.groups!
    const { factor, unit } = suffixOf((rest ?? '').trim(), plain.slice(match.index + match[0].length))
    const value = Number(number!.replace(/[,   ']/g, '')) * factor * (sign ? -1 : 1)
    const named = ordinal ? (ordinal.endsWith('s') ? 's' : 'th') : currency ? currency.trim() : unit
    const length = match[0].length - (unit || factor !== 1 ? 0 : (rest ?? '').length)
    return { value: round(value), unit: named, text: match[0].slice(0, length).trim(), start: match.index, end: match.index + length }
  })

// 1.1 * 1000 is 1100.0000000000002 in floating point.
const round = (value: number): number => Number(value.toPrecision(12))

const factors: Record<string, number> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  million: 1e6,
  millions: 1e6,
  bn: 1e9,
  billion: 1e9,
  billions: 1e9,
  trillion: 1e12,
  hundred: 100,
  dozen: 12,
}

const suffixOf = (rest: string, after: string): { factor: number; unit: string } => {
  const lower = rest.toLowerCase()
  const factor = Object.hasOwn(factors, lower) && rest !== 'M' ? factors[lower]! : 1
  if (factor === 1) return { factor, unit: unitOf(rest) }
  return { factor, unit: unitOf(/^\s?(%|\p{L}+)/u.exec(after)?.[1] ?? '') }
}

// Family, then size of one: only within a family is a different unit a different quantity.
const units: Record<string, readonly [family: string, scale: number]> = {
  '%': ['%', 1],
  ms: ['time', 1e-3],
  s: ['time', 1], // also decades: nobody says 1990 seconds
  min: ['time', 60],
  h: ['time', 3600],
  d: ['time', 86_400],
  week: ['time', 604_800],
  month: ['month', 1],
  year: ['month', 12],
  b: ['size', 1],
  kb: ['size', 1e3],
  mb: ['size', 1e6],
  gb: ['size', 1e9],
  tb: ['size', 1e12],
  kib: ['size', 1024],
  mib: ['size', 1024 ** 2],
  gib: ['size', 1024 ** 3],
  mm: ['length', 1e-3],
  cm: ['length', 1e-2],
  m: ['length', 1],
  km: ['length', 1e3],
  mile: ['length', 1609.344],
  foot: ['length', 0.3048],
  inch: ['length', 0.0254],
  kg: ['mass', 1],
  g: ['mass', 1e-3],
  lb: ['mass', 0.45359237],
  $: ['$', 1],
  '€': ['€', 1],
  '£': ['£', 1],
}

const spellings: Record<string, string> = {
  percent: '%',
  'per cent': '%',
  pct: '%',
  millisecond: 'ms',
  milliseconds: 'ms',
  second: 's',
  seconds: 's',
  sec: 's',
  secs: 's',
  minute: 'min',
  minutes: 'min',
  mins: 'min',
  hour: 'h',
  hours: 'h',
  hrs: 'h',
  day: 'd',
  days: 'd',
  weeks: 'week',
  months: 'month',
  years: 'year',
  bytes: 'b',
  byte: 'b',
  kilobytes: 'kb',
  megabytes: 'mb',
  gigabytes: 'gb',
  terabytes: 'tb',
  metre: 'm',
  metres: 'm',
  meter: 'm',
  meters: 'm',
  kilometres: 'km',
  kilometers: 'km',
  miles: 'mile',
  feet: 'foot',
  ft: 'foot',
  inches: 'inch',
  kilograms: 'kg',
  grams: 'g',
  pounds: 'lb',
  lbs: 'lb',
  dollars: '$',
  usd: '$',
  euros: '€',
  eur: '€',
  gbp: '£',
}

const unitOf = (word: string): string => {
  const lower = word.toLowerCase()
  const name = Object.hasOwn(spellings, lower) ? spellings[lower]! : lower
  return Object.hasOwn(units, name) ? name : ''
}

const scaleOf = (unit: string): number => units[unit]?.[1] ?? 1
const familyOf = (unit: string): string => units[unit]?.[0] ?? ''

const small = 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ')
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const ordinals = 'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'.split(' ')
const multiples: Record<string, number> = { once: 1, twice: 2, thrice: 3, half: 0.5, dozen: 12 }
const numberWord = `(?:${[...small, ...tens].join('|')}|hundred|thousand|million|billion)`
const phrase = new RegExp(`\\b${numberWord}(?:(?:[\\s-]|\\sand\\s)${numberWord})*\\b|\\b(?:${[...ordinals, ...Object.keys(multiples)].join('|')})\\b`, 'gi')

const inWords = (plain: string): Quantity[] =>
  [...plain.matchAll(phrase)].flatMap((match) => {
    const before = plain.slice(0, match.index)
    if (/[\d.]\s?$/.test(before)) return []
    const text = match[0].toLowerCase()
    const place = { text: match[0], start: match.index, end: match.index + match[0].length }
    if (ordinals.includes(text)) return isPlaceInOrder(text, before, plain.slice(place.end)) ? [{ value: ordinals.indexOf(text), unit: 'th', ...place }] : []
    // "one of the", "no one": a pronoun more often than a count.
    if (text === 'one' || text === 'half' || text === 'once' || text === 'zero') return []
    if (Object.hasOwn(multiples, text)) return [{ value: multiples[text]!, unit: '', ...place }]
    return [{ value: valueOf(text), unit: unitOf(/^\s?(\p{L}+)/u.exec(plain.slice(place.end))?.[1] ?? ''), ...place }]
  })

/** "First, open it" orders the telling, "30 seconds" is a unit; "the second World War" says a place in an order. */
const isPlaceInOrder = (text: string, before: string, after: string): boolean =>
  !(/(?:^|[.:;]\s*)$/.test(before) || after.startsWith(',')) && !(text === 'second' && /\b(?:per|a|each|every)\s$/.test(before))

const valueOf = (text: string): number => {
  let total = 0
  let group = 0
  for (const word of text.split(/[\s-]+|\band\b/).filter(Boolean)) {
    if (small.includes(word)) group += small.indexOf(word)
    else if (tens.includes(word)) group += (tens.indexOf(word) + 2) * 10
    else if (word === 'hundred') group = (group || 1) * 100
    else if (factors[word]) [total, group] = [total + (group || 1) * factors[word]!, 0]
  }
  return total + group
}
