import { isAppError } from '../../base/error.ts'
import { sentencesOf } from '../../base/sentences.ts'
import type { Citation } from '../../domain/answer.ts'
import type { RecordsDescription } from '../../domain/record-description.ts'
import type { TaskModel } from '../../domain/task.ts'
import type { ToldRecords } from '../answer/tell-records.ts'
import { fieldOf } from '../described.ts'
import { wordsHold } from './checked-words.ts'
import { asData, complete, type PromptText } from './complete.ts'

export interface Wording {
  readonly model: TaskModel
  readonly prompt: PromptText
  readonly timeoutMs: number
  readonly onFailure?: (message: string) => void
}

const mostTokens = 200
// Longer lists are told better by rules, and by a small model never whole.
const mostFacts = 8

/**
 * What the rules told, in a model's words: it writes sentences with `[F1]` where a fact stands, and the facts are put in here, each with its citation.
 * Words of rows are never shown to it, only numbers, dates and choices, so nothing that a stranger wrote speaks to it. A sentence whose own words say
 * more than the rules did is dropped; where that leaves a fact out, or the model fails, the rules' text stands (null).
 */
export const wordAnswer = async (
  question: string,
  told: ToldRecords,
  description: RecordsDescription,
  { model, prompt, timeoutMs, onFailure }: Wording,
  signal?: AbortSignal,
): Promise<(Pick<ToldRecords, 'text' | 'citations'> & { readonly model: string }) | null> => {
  const facts = factsOf(told, description)
  if (facts.length === 0 || facts.length > mostFacts) return null
  const late = AbortSignal.timeout(timeoutMs)
  try {
    const values = { facts: facts.map((it, index) => `[F${index + 1}] ${it.shown}`).join('\n'), question: asData('question', question) }
    const written = await complete(model, prompt, values, { mostTokens }, signal ? AbortSignal.any([signal, late]) : late)
    const worded = withFacts(written.text, facts, ownWordsOf(told.text, facts), question, description)
    if (!worded) onFailure?.(`${written.model} wrote an answer that says more or less than the records do; the rules' words stand.`)
    return worded && { ...worded, model: written.model }
  } catch (error) {
    if (signal?.aborted) throw error
    if (!late.aborted && !isAppError(error)) throw error
    onFailure?.(`The model could not word an answer: ${late.aborted ? 'it took too long' : (error as Error).message}`)
    return null
  }
}

interface Fact {
  readonly words: string
  readonly shown: string
  /** Its words are the model's to read: no words that a stranger may have written. */
  readonly isOpen: boolean
  readonly citation: Citation
  /** Ids name what is spoken of; all other facts have to be told. */
  readonly isNeeded: boolean
}

const factsOf = ({ text, citations }: ToldRecords, description: RecordsDescription): Fact[] =>
  citations.map((citation) => {
    const words = text.slice(citation.answerStart, citation.answerEnd)
    const { entity, field: name, figure } = citation.record!
    const field = fieldOf(description, { entity, field: name })
    const isOpen = figure !== undefined || (field !== null && !['text', 'properties', 'id'].includes(field.type))
    const what = figure ? `${figure.kind} of ${entity} ${name.replaceAll('_', ' ')}` : `${entity} ${name.replaceAll('_', ' ')}`
    return { words, shown: `${what}${isOpen ? `: ${words}` : ''}`, isOpen, citation, isNeeded: figure !== undefined || field?.type !== 'id' }
  })

/** What the rules said, without words of rows: those allow a model nothing. */
const ownWordsOf = (told: string, facts: readonly Fact[]): string =>
  facts
    .filter(({ isOpen }) => !isOpen)
    .toSorted((one, other) => other.citation.answerStart - one.citation.answerStart)
    .reduce((text, { citation }) => `${text.slice(0, citation.answerStart)} ${text.slice(citation.answerEnd)}`, told)

const saysTwice = (fact: string, after: string): boolean => {
  const last = /\p{L}+$/u.exec(fact)?.[0].toLowerCase()
  return last !== undefined && last === /^\s+(\p{L}+)/u.exec(after)?.[1]!.toLowerCase()
}

const withFacts = (
  written: string,
  facts: readonly Fact[],
  told: string,
  question: string,
  description: RecordsDescription,
): Pick<ToldRecords, 'text' | 'citations'> | null => {
  const used = new Set<number>()
  const citations: Citation[] = []
  let text = ''
  for (const { start, end } of sentencesOf(written)) {
    const parts: string[] = written
      .slice(start, end)
      .trim()
      .split(/\[F(\d{1,2})\]/)
    const numbers = parts.filter((_, index) => index % 2 === 1).map((it) => Number(it) - 1)
    const words = parts.filter((_, index) => index % 2 === 0)
    // "[F1] orders" where the fact is "2 orders".
    if (parts.some((part, index) => index % 2 === 1 && saysTwice(facts[Number(part) - 1]?.words ?? '', parts[index + 1]!))) continue
    if (numbers.length === 0 || numbers.some((it) => !facts[it]) || !wordsHold(words.join(' '), told, question, description)) continue
    text += text === '' ? '' : ' '
    for (const [index, part] of parts.entries()) {
      const fact = index % 2 === 1 ? facts[Number(part) - 1]! : null
      if (fact) citations.push({ ...fact.citation, answerStart: text.length, answerEnd: text.length + fact.words.length })
      text += fact ? fact.words : part
    }
    for (const it of numbers) used.add(it)
  }
  return facts.every(({ isNeeded }, index) => !isNeeded || used.has(index)) && text !== '' ? { text, citations } : null
}
