import type { Passage } from '../../domain/document.ts'
import { datesOf, isDated } from '../reading/dates.ts'
import { identifiersOf, isNamed } from '../reading/identifiers.ts'
import { factsOf } from '../reading/facts.ts'
import { labelledPairs } from '../reading/labelled-pairs.ts'
import { isSameValue, isStated, quantitiesOf } from '../reading/numbers.ts'
import { contradiction } from '../reading/polarity.ts'
import { tableHeaderOf } from '../reading/quoted-table.ts'
import { readPassage, type ReadPassage, type ReadSentence } from '../reading/reading.ts'
import { tokensOf } from '../reading/tokens.ts'
import { stemsOf, type Labels } from './value-labels.ts'
import { verifySentence, type Verification } from '../verify/verify.ts'

/** A sentence of the passages, with the words that stand for what it is about. */
interface Place {
  readonly passage: Passage
  readonly read: ReadSentence
  /** Of a row of named values the one that is named like what is looked for; else the whole sentence. */
  readonly said: ReadSentence
  /** The sentence before it in the passage. */
  readonly before: ReadSentence | undefined
  /** Stems of the sentence, of the columns of its table and of its headings. */
  readonly inside: ReadonlySet<string>
  /** The same, with its neighbours. */
  readonly near: ReadonlySet<string>
}

/**
 * Does one value of an object rest on the passages? A sentence must hold it: a number by its size and unit, a date by its day, a
 * short text word for word, a longer one as a sentence is verified, true and false by what the sentence says of the value's name.
 * Where several hold it, the one that speaks of the name wins; one that speaks neither of the name nor of the question proves little.
 */
export const verifyValue = (value: string | number | boolean, labels: Labels, passages: readonly Passage[], listed: ReadonlySet<string>): Verification => {
  const places = placesIn(passages).map((place) => narrowed(place, labels))
  if (typeof value === 'boolean') return verifyBoolean(value, labels, places)
  if (typeof value === 'number') return verifyNumber(value, labels, places)
  return /[\p{L}\p{N}]/u.test(value) ? verifyText(value, labels, places, passages, listed) : unsupported('it says nothing')
}

/** The sentence that says most of what a value is named after, for a value that none supports; null when none speaks of it. */
export const nearestTo = (labels: Labels, passages: readonly Passage[]): Verification['spans'][number] | null => {
  const near = ranked(labels, placesIn(passages))
  const best = near.find((place) => isOfItem(place, labels)) ?? near[0]
  return best && nearness(best, labels) > 0 ? spanOf(best) : null
}

const verifyNumber = (value: number, labels: Labels, places: readonly Place[]): Verification => {
  const wanted = { value, unit: labels.unit, text: String(value), start: 0, end: 0 }
  const holds = ({ said }: Place): boolean =>
    said.offered.some(
      (one) =>
        isSameValue(one, wanted) ||
        (one.unit === '%' && labels.unit === '' && value > 0 && value < 1 && isSameValue(one, { ...wanted, value: Number((value * 100).toPrecision(12)) })),
    )
  const found = ranked(labels, places.filter(holds))
  const best = found.find((place) => isOfItem(place, labels)) ?? found[0]
  if (!best) return unsupported(`number ${value}${labels.unit ? ` ${labels.unit}` : ''} is not in the source`)
  const ofItem = places.filter((place) => isOfItem(place, labels) && place.said.offered.length > 0)
  if (ofItem.length > 0 && !ofItem.includes(best)) return unsupported(`number ${value} is in the source, but not for ${labels.identity[0]}`)
  // 35 stands somewhere, but what speaks more plainly of the name says another number.
  const plainer = places.some(
    (place) => ownInside(place, labels) > ownInside(best, labels) && askedIn(place, labels) >= askedIn(best, labels) && place.said.offered.length > 0,
  )
  if (plainer) return unsupported(`number ${value} is in the source, but not for ${labels.words}`)
  const about = aboutness(best, labels)
  if (about === 'nothing') return unsupported(`number ${value} is in the source, but nothing says that it is ${labels.words}`)
  return about === 'name' ? supported([best]) : partly([best], `it answers the question, but is not called ${labels.words}`)
}

/** Does the sentence speak of the name, or at least of what is asked? Any number stands somewhere: one word of the question is no proof. */
const aboutness = ({ read, near }: Place, { own, around }: Labels): 'name' | 'question' | 'nothing' => {
  const asked = askedIn({ read }, { around })
  if ([...own].some((stem) => near.has(stem)) || asked >= 3) return 'name'
  if (own.size === 0 && asked >= 1) return 'name'
  return asked >= 2 ? 'question' : 'nothing'
}

/** How many words of the question, and of what stands beside the value, the sentence itself holds. */
const askedIn = ({ read }: Pick<Place, 'read'>, { around }: Pick<Labels, 'around'>): number => {
  const stems = new Set(read.tokens.map(({ stem }) => stem))
  return [...around].filter((stem) => stems.has(stem)).length
}

const verifyBoolean = (value: boolean, labels: Labels, places: readonly Place[]): Verification => {
  const claim = tokensOf(labels.words.replace(/^(?:is|are|has|have|can|does|do|should|was|supports?|allows?)\s/, ''))
  const best = ranked(labels, places).toSorted((one, other) => ownInside(other, labels) - ownInside(one, labels))[0]
  if (!best || ownInside(best, labels) <= 0.5) return unsupported(`no sentence says whether ${labels.words || 'it'} holds`)
  const against = best.said === best.read ? contradiction(claim, best.read.tokens) : deniedBy(best.said.plain)
  const says = against === null
  if (says !== value) return unsupported(against ?? `the source says so of ${labels.words}`)
  return ownInside(best, labels) === 1 ? supported([best]) : partly([best], 'only some words of its name stand in the source')
}

/** What a cell says of its column. */
const deniedBy = (cell: string): string | null =>
  /^["'`]?\s*(?:no|not|false|n|0|off|none|never|disabled|-|–|✗|✘|❌)\b|^\s*[-–✗✘❌]?\s*$/iu.test(cell.trim()) ? `the source says "${cell.trim()}"` : null

const verifyText = (value: string, labels: Labels, places: readonly Place[], passages: readonly Passage[], listed: ReadonlySet<string>): Verification => {
  const dated = /^\d{4}-\d\d-\d\d(?:T.*)?$/.test(value.trim()) ? verifyDate(value.trim(), labels, places) : null
  if (dated) return dated
  const holding = places.filter(({ said }) => holdsText(said, value))
  const ofItem = holding.filter((place) => isOfItem(place, labels))
  const found = ranked(labels, ofItem.length > 0 ? ofItem : holding)[0]
  if (found) {
    const checked = sharesAny(found, labels) ? supported([found]) : partly([found], `nothing beside it speaks of ${labels.words || 'the question'}`)
    return besideItem(checked, labels, places)
  }
  const language = passages[0]?.language ?? 'en'
  if (tokensOf(value, language).filter(({ content }) => content).length >= 3) return besideItem(verifyProse(value, passages), labels, places)
  if (!listed.has(value)) return unsupported(`"${value.slice(0, 80)}" is not in the source`)
  const nearest = ranked(labels, places)[0]
  if (!nearest || !speaksOf(nearest, labels)) return unsupported('no sentence speaks of it')
  const other = [...listed].find((one) => one !== value && [one, `${one}s`].some((word) => hasAtEdges(squeeze(nearest.said.plain), squeeze(word))))
  if (other) return unsupported(`the source says ${other}`)
  return partly([nearest], 'a choice from a list: the source does not use its word')
}

const verifyDate = (value: string, labels: Labels, places: readonly Place[]): Verification => {
  const day = value.slice(0, 10)
  const [mention] = datesOf(day)
  const found = mention
    ? ranked(
        labels,
        places.filter(({ said }) => isDated(mention, said.dates) || said.plain.includes(value)),
      )[0]
    : undefined
  if (!found) return unsupported(`date ${day} is not in the source`)
  const time = /T(?<time>\d\d:\d\d)/.exec(value)?.groups?.time
  if (time && time !== '00:00' && !found.read.plain.includes(time.replace(/^0/, ''))) return partly([found], `time ${time} is not in the source`)
  return sharesAny(found, labels) ? supported([found]) : partly([found], `nothing beside it speaks of ${labels.words || 'the question'}`)
}

/** What is said of one item of a list is not said of another. */
const besideItem = (checked: Verification, labels: Labels, places: readonly Place[]): Verification => {
  const ofItem = places.filter((place) => isOfItem(place, labels))
  const isBeside = checked.spans.some((span) =>
    ofItem.some(({ passage, read }) => passage === span.passage && read.sentence.bodyStart < span.end && span.start < read.sentence.end),
  )
  if (checked.verdict !== 'supported' || ofItem.length === 0 || isBeside) return checked
  return { ...checked, verdict: 'partly', score: Math.min(checked.score, 0.5), reasons: [`it stands in the source, but not beside ${labels.identity[0]}`] }
}

/** Several sentences are as good as the worst of them. */
const verifyProse = (value: string, passages: readonly Passage[]): Verification => {
  const checks = value
    .split(/(?<=[.!?。！？])\s*(?=\S)|\n+/u)
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence))
    .map((sentence) => verifySentence(sentence, passages))
  const worst = checks.toSorted((one, other) => one.score - other.score)[0]!
  const verdict = checks.some((one) => one.verdict === 'unsupported') ? 'unsupported' : checks.some((one) => one.verdict === 'partly') ? 'partly' : 'supported'
  return {
    verdict,
    score: worst.score,
    reasons: checks.flatMap(({ reasons }) => reasons),
    spans: verdict === 'unsupported' ? [] : checks.flatMap(({ spans }) => spans),
  }
}

/** Letter by letter; or its words in a row; or, where it is a quantity, its numbers and every other word. */
const holdsText = (read: ReadSentence, value: string): boolean => {
  const squeezed = squeeze(value)
  if (squeezed === '') return false
  if (hasAtEdges(squeeze(read.raw), squeezed) || hasAtEdges(squeeze(read.plain), squeezed)) return true
  if (identifiersOf(value, value).some((one) => !isNamed(one, read.plain))) return false
  const wanted = tokensOf(value).map(({ stem }) => stem)
  const given = read.tokens.map(({ stem }) => stem)
  if (wanted.length > 0 && given.some((_, at) => wanted.every((stem, index) => given[at + index] === stem))) return true
  const quantities = quantitiesOf(value)
  if (quantities.length === 0 || !quantities.every((one) => isStated(one, read.offered))) return false
  const others = tokensOf(value).filter(({ content, start, end }) => content && !quantities.some((one) => one.start < end && start < one.end))
  return others.every(({ stem }) => given.includes(stem))
}

const squeeze = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ').trim()

const hasAtEdges = (text: string, wanted: string): boolean => {
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    if (isEdge(text.charAt(at - 1), wanted.charAt(0)) && isEdge(text.charAt(at + wanted.length), wanted.at(-1)!)) return true
  }
  return false
}
// Scripts without spaces have no edges.
const isEdge = (one: string, beside: string): boolean =>
  !(/[\p{L}\p{N}_]/u.test(one) && /[\p{L}\p{N}_]/u.test(beside)) || /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u.test(one + beside)

const known = new WeakMap<ReadPassage, readonly Place[]>()

const placesIn = (passages: readonly Passage[]): Place[] =>
  passages.map(readPassage).flatMap((reading) => {
    let places = known.get(reading)
    if (!places) known.set(reading, (places = reading.sentences.map((read, index) => placeOf(reading, read, index))))
    return places
  })

const placeOf = (reading: ReadPassage, read: ReadSentence, index: number): Place => {
  const { passage, sentences, context } = reading
  const header = read.sentence.kind === 'row' ? tableHeaderOf(passage, read.sentence.start) : null
  const columns = header ? tokensOf(passage.text.slice(header.start, header.end), passage.language) : []
  const beside = read.sentence.kind === 'row' ? [] : [sentences[index - 1], sentences[index + 1]].flatMap((one) => one?.tokens ?? [])
  const inside = new Set([...context, ...[...read.tokens, ...columns].map(({ stem }) => stem)])
  return { passage, read, said: read, before: sentences[index - 1], inside, near: new Set([...inside, ...beside.map(({ stem }) => stem)]) }
}

/** In a row of named values only the one counts that is named most like what is looked for; where none is, the row as a whole. */
const narrowed = (place: Place, { own }: Labels): Place => {
  const pairs = own.size === 0 ? [] : labelledPairs(place.passage, place.read)
  const shares = pairs.map(({ label }) => stemsOf(label.replaceAll('_', ' '), place.passage.language).filter((stem) => own.has(stem)).length)
  const most = Math.max(0, ...shares)
  if (most === 0) return place
  const text = pairs.flatMap((pair, index) => (shares[index] === most ? [pair.text] : [])).join('; ')
  return { ...place, said: { ...factsOf(text, text, place.passage.language), sentence: place.read.sentence, raw: text } }
}

/** Share of the value's own words that the sentence and what heads it hold. */
const ownInside = ({ inside }: Place, { own }: Labels): number => (own.size === 0 ? 0 : [...own].filter((stem) => inside.has(stem)).length / own.size)
const sharesAny = ({ near }: Place, { own, around }: Labels): boolean => [...own, ...around].some((stem) => near.has(stem))

/** Its own words count most in the sentence itself, then beside it; words of the question and of what stands beside the value follow. */
const nearness = ({ read, near }: Place, { own, around }: Labels): number => {
  const stems = new Set(read.tokens.map(({ stem }) => stem))
  const count = (wanted: ReadonlySet<string>, given: ReadonlySet<string>): number => [...wanted].filter((stem) => given.has(stem)).length
  return 4 * count(own, stems) + 2 * count(own, near) + 1.5 * count(around, stems) + 0.5 * count(around, near)
}

/** In the sentence itself: its name, or two words of the question. */
const speaksOf = ({ read }: Place, { own, around }: Labels): boolean => {
  const stems = new Set(read.tokens.map(({ stem }) => stem))
  return [...own].some((stem) => stems.has(stem)) || [...around].filter((stem) => stems.has(stem)).length >= 2
}

/** Does the sentence, or the one it goes on from, name the item of the list that the value belongs to? */
const isOfItem = ({ read, before }: Place, { identity }: Labels): boolean =>
  identity.some(
    (text) =>
      holdsText(read, text) || (read.sentence.kind === 'prose' && before?.sentence.kind === 'prose' && holdsText(before, text) && goesOn.test(read.plain)),
  )
const goesOn = /^\W*(?:it|its|they|their|this|these|he|she|that)\b/i

const ranked = (labels: Labels, places: readonly Place[]): Place[] => places.toSorted((one, other) => nearness(other, labels) - nearness(one, labels))

const spanOf = ({ passage, read }: Place): Verification['spans'][number] => ({ passage, start: read.sentence.bodyStart, end: read.sentence.end })
const supported = (places: readonly Place[]): Verification => ({ verdict: 'supported', score: 1, reasons: [], spans: places.map(spanOf) })
const partly = (places: readonly Place[], reason: string): Verification => ({ verdict: 'partly', score: 0.5, reasons: [reason], spans: places.map(spanOf) })
const unsupported = (reason: string): Verification => ({ verdict: 'unsupported', score: 0, reasons: [reason], spans: [] })
