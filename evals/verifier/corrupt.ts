/** Small lies, made by script from a true sentence: what a verifier must never call supported. */
import { isFunctionWord } from '../../src/answer/reading/tokens.ts'
import { seededRandom } from '../../src/base/random.ts'

export type CorruptionKind = 'number' | 'name' | 'negation inserted' | 'negation removed' | 'opposite' | 'clause added' | 'word replaced'

export interface Corruption {
  readonly kind: CorruptionKind
  readonly text: string
  /** What was put in place of what. */
  readonly change: string
}

/** At most one lie of each kind; what is added comes from `foreign`, a text about something near. Numbers and names are taken from the same passage where it has others: the hardest kind to see. */
export const corruptionsOf = (sentence: string, passage: string, foreign: string, seed: number): Corruption[] => {
  const random = seededRandom(seed)
  return [changedNumber, swappedName, insertedNegation, removedNegation, opposite, addedClause, replacedWord].flatMap(
    (corrupt) => corrupt(sentence, passage, random, foreign) ?? [],
  )
}

type Corrupt = (sentence: string, passage: string, random: () => number, foreign: string) => Corruption | null

const pick = <Item>(items: readonly Item[], random: () => number): Item | undefined => items[Math.floor(random() * items.length)]

const replaceAt = (text: string, at: number, old: string, replacement: string): string => text.slice(0, at) + replacement + text.slice(at + old.length)

const number = /(?<![\p{L}\d.,-])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\p{L}\d]|[.,]\d)/gu

const changedNumber: Corrupt = (sentence, passage, random) => {
  const found = pick([...sentence.matchAll(number)], random)
  if (!found) return null
  const [old] = found
  const others = [...new Set([...passage.matchAll(number)].map(([other]) => other))].filter((other) => !sentence.includes(other) && other.length === old.length)
  const replacement = random() < 0.5 && others.length > 0 ? pick(others, random)! : nudged(old, random)
  return { kind: 'number', text: replaceAt(sentence, found.index, old, replacement), change: `${old} → ${replacement}` }
}

/** Another digit in the last or last but one place. */
const nudged = (old: string, random: () => number): string => {
  const places = [...old].flatMap((unit, index) => (/\d/.test(unit) && (index > 0 || old.length === 1) ? [index] : []))
  const place = places.at(places.length > 1 && random() < 0.5 ? -2 : -1)!
  const digit = (Number(old[place]) + 1 + Math.floor(random() * 8)) % 10
  return replaceAt(old, place, old[place]!, String(digit))
}

const name = /(?<=[\p{L}\d,;'’)] )\p{Lu}\p{Ll}{2,}(?: \p{Lu}\p{Ll}{2,})*(?![\p{L}-])/gu

const swappedName: Corrupt = (sentence, passage, random) => {
  const found = pick([...sentence.matchAll(name)], random)
  if (!found) return null
  const [old] = found
  const others = [...new Set([...passage.matchAll(name)].map(([other]) => other))].filter((other) => !sentence.includes(other) && !old.includes(other))
  const replacement =
    (random() < 0.7 && pick(others, random)) ||
    pick(
      strangers.filter((stranger) => !passage.includes(stranger)),
      random,
    )!
  return { kind: 'name', text: replaceAt(sentence, found.index, old, replacement), change: `${old} → ${replacement}` }
}

const strangers = 'Marcus Webb|Elena Petrova|Portugal|Minnesota|Hamburg|Nakamura|Whitfield|Kenya|Siemens|Toledo'.split('|')

const auxiliary = /\b(?:is|are|was|were|has|have|had|can|could|will|would|should|must|may|does|did|do)\b(?! (?:not|never|no)\b)/g

const insertedNegation: Corrupt = (sentence, _, random) => {
  const found = pick([...sentence.matchAll(auxiliary)], random)
  if (!found) return null
  const word = random() < 0.8 ? 'not' : 'never'
  return { kind: 'negation inserted', text: replaceAt(sentence, found.index, found[0], `${found[0]} ${word}`), change: `${found[0]} → ${found[0]} ${word}` }
}

const removedNegation: Corrupt = (sentence, _, random) => {
  const found = pick([...sentence.matchAll(/ (?:not|never)(?= )|(?<=\w)n't\b|\bno (?=\p{Ll})/gu)], random)
  if (!found) return null
  return { kind: 'negation removed', text: replaceAt(sentence, found.index, found[0], ''), change: `${found[0].trim()} removed` }
}

const pairs =
  `first last|before after|more less|most least|largest smallest|higher lower|increased decreased|increase decrease|won lost|north south|east west|northern southern|eastern western|early late|allowed forbidden
always never|best worst|older younger|above below|beginning end|began ended|same different|majority minority|major minor|all none|public private|upper lower|rich poor|maximum minimum|left right|supported opposed`
    .split(/[|\n]/)
    .flatMap((pair) => [pair.split(' '), pair.split(' ').toReversed()] as [string, string][])

const opposite: Corrupt = (sentence, _, random) => {
  const found = pick(
    pairs.flatMap(([from, to]) => [...sentence.matchAll(new RegExp(`\\b${from}\\b`, 'g'))].map((match) => ({ at: match.index, from, to }))),
    random,
  )
  if (!found) return null
  return { kind: 'opposite', text: replaceAt(sentence, found.at, found.from, found.to), change: `${found.from} → ${found.to}` }
}

/** Five to nine words of another text, tied on with "and". */
const addedClause: Corrupt = (sentence, passage, random, foreign) => {
  const words = foreign.split(/\s+/)
  const from = Math.floor(random() * Math.max(1, words.length - 10))
  const added = words
    .slice(from, from + 5 + Math.floor(random() * 5))
    .join(' ')
    .replace(/[.,;:]+$/, '')
  // "them as well so it" says nothing.
  if (passage.includes(added) || added.split(' ').filter((word) => /^\p{L}{3,}$/u.test(word) && !isFunctionWord(word.toLowerCase())).length < 3) return null
  return { kind: 'clause added', text: sentence.replace(/\s*[.!]?\s*$/, `, and ${added}.`), change: `+ ${added}` }
}

/** A small-letter word of some length gives way to one of another text that this passage does not have. */
const replacedWord: Corrupt = (sentence, passage, random, foreign) => {
  const word = /(?<= )\p{Ll}{5,}(?= )/gu
  const found = pick(
    [...sentence.matchAll(word)].filter(([old]) => !isFunctionWord(old)),
    random,
  )
  const strange = (other: string): boolean => !isFunctionWord(other) && !passage.toLowerCase().includes(other.slice(0, 5))
  const replacement = pick([...foreign.matchAll(word)].map(([other]) => other).filter(strange), random)
  if (!found || !replacement) return null
  return { kind: 'word replaced', text: replaceAt(sentence, found.index, found[0], replacement), change: `${found[0]} → ${replacement}` }
}
