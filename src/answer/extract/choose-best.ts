import type { ScoredSentence } from './extractive.ts'
import { demandOf } from './demand.ts'
import { namesOf } from '../reading/names.ts'
import { readPassage, type ReadSentence } from '../reading/reading.ts'

/**
 * The sentence that answers, with the one before it when that says what its "It" is; empty when none does. A question for a quantity
 * or a person is answered by a sentence that holds one: the best, one beside it, or the next best. `scored` are sure enough, best first.
 */
export const chooseBest = (question: string, scored: readonly ScoredSentence[]): ScoredSentence[] => {
  const best = scored[0]
  if (!best) return []
  const demand = demandOf(question)
  const isFitting = (one: ScoredSentence): boolean => (demand ? demand(toldBy(one)) : !asksWho.test(question) || namesSomebody(one))
  if (isLead(best.read) ? !demand || leadsTo(best, demand) : isFitting(best)) return demand ? withSubject(best) : [best]
  const beside = demand ? fittingBeside(best, demand) : []
  if (beside.length > 0) return beside
  // Of a row it is not known which of its cells is meant.
  const other = scored.find((one) => one.read.sentence.kind !== 'row' && !isLead(one.read) && isFitting(one)) ?? scored.find(isFitting)
  return other ? [other] : []
}

// "Doctor Who" is a name.
const asksWho = /^\W*[Ww]ho(?:se|m)?\b|\bwho(?:se|m)?\b|\bquién(?:es)?\b|^\W*Quién/u

/** A sentence that leads to what follows. */
export const isLead = ({ plain }: ReadSentence): boolean => /[:：]$/.test(plain.trim())

const leadsTo = ({ passage, read }: ScoredSentence, demand: (plain: string) => boolean): boolean => {
  const { sentences } = readPassage(passage)
  const after = sentences.slice(sentences.indexOf(read) + 1)
  const end = after.findIndex(({ sentence }) => sentence.kind !== after[0]?.sentence.kind)
  return demand(read.plain) || after.slice(0, end < 0 ? after.length : end).some(({ plain }) => demand(plain))
}

// In German every noun is written like a name.
const namesSomebody = ({ passage, read, asked }: ScoredSentence): boolean =>
  passage.language === 'de' ||
  titled.test(read.plain) ||
  namesOf(read.plain, read.tokens, () => true).some(({ stem, start }) => !asked.has(stem) && !place.test(read.plain.slice(Math.max(0, start - 12), start))) ||
  read.tokens.some(({ raw, stem }) => !asked.has(stem) && role.test(raw))

const titled = /\b(?:Mrs?|Ms|Dr|Prof|Sir|Sra?|Dra)\.? \p{Lu}/u
const place = /(?<!\p{L})(?:in|at|on|near|during|since|until)\s(?:the\s)?(?:\d+\s)?$/iu
// People who are told of by what they do: owners, presidents, an attorney.
const role = /(?:er|or|ist|ian|ent|ant|ey|man|men|people|team|committee|council|court|staff|king|queen|board|group|congress|community|family)(?:s|es)?$/iu

const toldBy = ({ read }: ScoredSentence): string => (read.sentence.kind === 'row' ? read.raw : read.plain)

const pronoun = /^\W*(?:it|its|they|their|he|his|she|her|this|these|that|those|er|sie|es|dies\p{L}*|ihre?\p{L}*|seine?\p{L}*)(?!\p{L})/iu

/** Of the two before and the two after: what shares most words with the question, then what is nearest. One with another subject is none of them. */
const fittingBeside = (best: ScoredSentence, demand: (plain: string) => boolean): ScoredSentence[] => {
  const { sentences } = readPassage(best.passage)
  const at = sentences.indexOf(best.read)
  const shared = (read: ReadSentence): number => new Set(read.tokens.filter(({ stem }) => best.asked.has(stem)).map(({ stem }) => stem)).size
  const [nearest] = [1, -1, 2, -2]
    .flatMap((step) => {
      const read = sentences[at + step]
      return read?.sentence.kind === 'prose' && isSameSection(sentences, at, at + step) && demand(read.plain) ? [{ read, step, shared: shared(read) }] : []
    })
    .filter((one) => one.shared > 0 || pronoun.test(one.read.plain))
    .sort((one, other) => other.shared - one.shared)
  if (!nearest) return []
  return withSubject({ ...best, read: nearest.read, place: best.place + nearest.step })
}

/** "It costs €129." says nothing without the sentence that names it; of more than two such in a row none is looked for. */
const withSubject = (one: ScoredSentence): ScoredSentence[] => {
  const { sentences } = readPassage(one.passage)
  const at = sentences.indexOf(one.read)
  if (one.read.sentence.kind !== 'prose' || !pronoun.test(one.read.plain)) return [one]
  const back = [1, 2].find((step) => sentences[at - step] && !pronoun.test(sentences[at - step]!.plain))
  const subject = back && sentences[at - back]!
  return subject && subject.sentence.kind === 'prose' ? [{ ...one, read: subject, place: one.place - back }, one] : [one]
}

const isSameSection = (sentences: readonly ReadSentence[], one: number, other: number): boolean =>
  sentences.slice(Math.min(one, other), Math.max(one, other) + 1).every(({ sentence }) => sentence.kind !== 'heading')
