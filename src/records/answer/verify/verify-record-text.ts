/**
 * The last gate before words about records are shown, whoever wrote them: each number, amount, day, name and status must be in what the database
 * gave. It knows nothing of how the sentence was made.
 */
import { sentencesOf } from '../../../base/sentences.ts'
import type { RecordsDescription } from '../../../domain/record-description.ts'
import type { FoundRecords } from '../../../domain/record-store.ts'
import { dayPhrase } from '../field-phrase.ts'
import { claimsOf, decimal, type Claim } from './claims.ts'
import { evidenceOf, otherChoices, type Evidence, type Source, type WordsOf } from './evidence.ts'

export interface CheckedSentence {
  readonly text: string
  /** UTF-16 code units into the whole text. */
  readonly start: number
  readonly end: number
  /** What is in no result, in words; empty: it may be shown. */
  readonly faults: readonly string[]
  /** What it rests on, with the place of the words within the whole text. */
  readonly rests: readonly { readonly start: number; readonly end: number; readonly source: NonNullable<Source> }[]
}

/** `cited`: spans whose words were compared with their records already. */
export const verifyRecordText = (
  text: string,
  found: readonly FoundRecords[],
  description: RecordsDescription,
  cited: readonly { readonly start: number; readonly end: number }[] = [],
): CheckedSentence[] => {
  const evidence = evidenceOf(description, found)
  const choices = [...otherChoices(description, found).keys()]
  const names = longNames(description)
  const known = knownWords(description)
  // Before it is cut into sentences: a stop within a name ends none.
  const { rest: all, marks: allMarks } = withoutWords(
    cited.reduce((left, { start, end }) => blanked(left, start, end), text),
    evidence.words,
  )
  return sentencesOf(all).map(({ start, end }) => {
    const rest = all.slice(start, end)
    const marks = allMarks.filter((mark) => mark.start >= start && mark.end <= end)
    const claims = claimsOf(rest).map((claim) => ({ claim, start: start + claim.start, end: start + claim.end, sources: sourcesOf(claim, evidence) }))
    const named = new Set(marks.flatMap(({ sources }) => sources.filter(isOwnKey).map(rowOf)))
    const said = [...marks, ...claims.flatMap(({ sources, ...place }) => (sources ? [{ ...place, sources }] : []))]
    const faults = [
      ...claims
        .filter(({ sources }) => sources === null)
        .map(({ claim, ...place }) => `${claim.kind} ${text.slice(place.start, place.end).trim()} is in no record that was found`),
      ...idsIn(rest, known).map((id) => `${id} is in no record that was found`),
      ...choices
        .filter((choice) => !/^\s*no date is recorded on which\b/i.test(rest) && indexOfWord(withoutNames(rest.toLowerCase(), names), choice, 0) >= 0)
        .map((choice) => `"${choice}" is the value of no record that was found`),
      ...namesIn(rest, known).map((name) => `the name ${name} is in no record that was found`),
      ...(said.some(({ sources }) => isOfAnother(sources, named)) ? ['it says a value of one record of another'] : []),
    ]
    const rests = said
      .flatMap((it) => {
        const source = nearest(it.sources, named)
        return source ? [{ start: it.start, end: it.end, source }] : []
      })
      .sort((one, other) => one.start - other.start)
    return { text: text.slice(start, end), start, end, faults, rests }
  })
}

interface Mark {
  readonly start: number
  readonly end: number
  /** All that say these words. */
  readonly sources: readonly Source[]
}

/** Takes the place of words that are accounted for; no letter, no digit, no end of a sentence. */
const blank = '\uFFFC'
const blanked = (text: string, start: number, end: number): string => text.slice(0, start) + blank.repeat(end - start) + text.slice(end)

/** The longest first, so that no part of a name is taken for another. */
const withoutWords = (text: string, words: readonly WordsOf[]): { rest: string; marks: Mark[] } => {
  let rest = text
  let lower = rest.toLowerCase()
  const marks: Mark[] = []
  const whole = claimsOf(text)
  // A letter whose small form is longer would shift all that follows: then nothing is taken for a name.
  if (lower.length !== rest.length) return { rest, marks }
  const saying = Map.groupBy(words, ({ text: said }) => said.toLowerCase())
  for (const [said, them] of [...saying].filter(([said]) => said.trim().length > 1).sort(([one], [other]) => other.length - one.length)) {
    for (let at = indexOfWord(lower, said, 0); at >= 0; at = indexOfWord(lower, said, at + said.length)) {
      if (isPartOf(whole, at, at + said.length)) continue
      marks.push({ start: at, end: at + said.length, sources: them.map(({ source }) => source) })
      rest = blanked(rest, at, at + said.length)
      lower = blanked(lower, at, at + said.length)
    }
  }
  return { rest, marks }
}

/** The 12 of an order is not that of $12.50, and the year that was asked for not the end of a day: what is left of those would be nobody's number. */
const isPartOf = (claims: readonly Claim[], start: number, end: number): boolean =>
  claims.some((it) => it.kind !== 'number' && it.start <= start && it.end >= end && it.end - it.start > end - start)

/** Of a whole word; both in small letters. */
const indexOfWord = (text: string, word: string, from: number): number => {
  for (let at = text.indexOf(word, from); at >= 0; at = text.indexOf(word, at + 1))
    if (!isWithinWord(text[at - 1], word[0]) && !isWithinWord(text[at + word.length], word.at(-1))) return at
  return -1
}

const isWithinWord = (one: string | undefined, other: string | undefined): boolean => letter.test(one ?? '') && letter.test(other ?? '')
const letter = /[\p{L}\p{N}]/u

/** Null: nothing says it. */
const sourcesOf = ({ kind, value, currency }: Claim, { amounts, days }: Evidence): readonly Source[] | null => {
  const sources =
    kind === 'day'
      ? days.filter(({ day }) => day.startsWith(value)).map(({ source }) => source)
      : amounts
          .filter(
            ({ decimals, money }) => (kind === 'money') === (money !== null) && isSameMoney(money, currency) && decimals.some((it) => decimal(it) === value),
          )
          .map(({ source }) => source)
  // A number without a sign may be an amount of money, or a year of a day.
  const also =
    kind === 'number'
      ? [...amounts.filter(({ decimals }) => decimals.some((it) => decimal(it) === value)), ...days.filter(({ day }) => day.slice(0, 4) === value)].map(
          ({ source }) => source,
        )
      : []
  return sources.length + also.length > 0 ? [...sources, ...also] : null
}

const isSameMoney = (money: string | null, said: string | null): boolean => !money || !said || money === said

const idsIn = (rest: string, known: string): string[] =>
  (rest.match(/[#\p{L}\d_-]*\d[#\p{L}\d_-]*/gu) ?? []).filter(
    (it) => /[\p{L}#_]/u.test(it) && !/^\d+(?:st|nd|rd|th)$/i.test(it) && !known.includes(` ${it.toLowerCase()} `),
  )

/** Capital letters within a sentence, of words that the description does not use. */
const namesIn = (rest: string, known: string): string[] =>
  [...rest.matchAll(/(?<=[\p{L}\p{N},;)\uFFFC]\s+)\p{Lu}[\p{L}'’-]+/gu)]
    .map(([name]) => name)
    .filter((name) => !known.includes(` ${name.toLowerCase()} `) && !alwaysCapital.test(name))

/** Names of fields in several words, and days by their verbs: the "sent" of "sent at" and of "sent on 14 May" says no status. */
const longNames = ({ entities }: RecordsDescription): readonly string[] =>
  entities
    .flatMap(({ fields }) =>
      fields.flatMap((field) => {
        const days = [field.name, ...field.called].flatMap((word) => dayPhrase({ ...field, name: word, called: [] })?.words ?? [])
        const dated = days.flatMap((words) => [
          `not ${words}`,
          ...['on', 'not on', 'in', 'from', 'before', 'after', 'up to', 'date'].map((place) => `${words} ${place}`),
        ])
        return [field.name.replaceAll('_', ' '), ...field.called, ...dated]
      }),
    )
    .filter((name) => name.includes(' '))
    .map((name) => name.toLowerCase())

const withoutNames = (text: string, names: readonly string[]): string => names.reduce((left, name) => left.replaceAll(name, ' '.repeat(name.length)), text)

/** The description's own words, each between blanks. */
const knownWords = ({ title, entities }: RecordsDescription): string => {
  const words = entities.flatMap(({ name, plural, called, fields }) => [
    name,
    plural,
    ...called,
    ...fields.flatMap((it) => [it.name, it.meaning, it.unit ?? '', ...it.called]),
  ])
  return ` ${[title, ...words]
    .join(' ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}-]+/u)
    .join('  ')} `
}

const alwaysCapital =
  /^(?:I|I'm|I’m|You|Your|The|Yes|No|It|English|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December)$/

/** `entity`, line end, id. */
const rowOf = (source: Source): string | null => (source && 'cell' in source ? `${source.cell.field.entity}\n${source.cell.id}` : null)
const isOwnKey = (source: Source): boolean => source !== null && 'cell' in source && source.cell.value === source.cell.id

/** Of several that say it, the one of a record that the sentence names. */
const nearest = (sources: readonly Source[], named: ReadonlySet<string | null>): Source =>
  sources.find((source) => source !== null && named.has(rowOf(source))) ?? sources.find((source) => source !== null) ?? null

/** The sentence names records, and this is a value that only others of their kind have. */
const isOfAnother = (sources: readonly Source[], named: ReadonlySet<string | null>): boolean => {
  const kinds = new Set([...named].map((row) => row?.split('\n')[0]))
  return (
    kinds.size > 0 &&
    sources.length > 0 &&
    sources.every((source) => rowOf(source) !== null && kinds.has(rowOf(source)!.split('\n')[0]) && !named.has(rowOf(source)))
  )
}
