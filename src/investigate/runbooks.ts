import { isAppError } from '../base/error.ts'
import { sentencesOf } from '../base/sentences.ts'
import { termsOf } from '../base/words.ts'
import type { Citation } from '../domain/answer.ts'
import type { Passage } from '../domain/document.ts'
import type { Hypothesis } from './hypothesis.ts'
import { wordsOf } from './read-lines.ts'
import { addNote, type Run } from './run.ts'

export interface FromRunbooks {
  readonly citations: readonly Citation[]
  /** As they stand there: text for a person, never run. */
  readonly commands: readonly { readonly command: string; readonly documentId: string }[]
}

const mostPassages = 4
const mostCitations = 5
// With fewer words in common a passage is about something else.
const wordsInCommon = 2

/** What the operator's runbooks say of a cause: their own sentences, with exact places. Passages are scanned for orders before; nothing in them is done. */
export const askRunbooks = async (run: Run, cause: Hypothesis): Promise<FromRunbooks> => {
  const { retrieve, scan, systems } = run.parts
  if (!retrieve || systems.runbooks === null) return { citations: [], commands: [] }
  const text = `${wordsOf(cause.category)} ${cause.service ?? ''} ${cause.text}`.slice(0, 600)
  const found = await retrieve({ text, collection: systems.runbooks, limit: mostPassages }, run.signal).catch((error: unknown) => {
    if (run.signal.aborted && !run.isLate()) throw error
    addNote(run, `Runbooks could not be searched: ${isAppError(error) ? error.message : 'it failed inside; the log of the program says how.'}`)
    return null
  })
  if (!found) return { citations: [], commands: [] }
  const { passages, injections } = scan('', found.passages)
  if (injections.length > 0) addNote(run, `${injections.length} passages of runbooks speak to a model instead of to a reader; those words were left out.`)
  const wanted = new Set([...termsOf(wordsOf(cause.category), 'en'), ...termsOf(cause.service ?? '', 'en')])
  const fitting = passages.filter((passage) => {
    const words = new Set(termsOf(`${passage.title} ${passage.heading} ${passage.text}`, 'en'))
    return [...wanted].filter((word) => words.has(word)).length >= Math.min(wordsInCommon, wanted.size)
  })
  const quoted = fitting.flatMap((passage) => citationsOf(passage, wanted)).slice(0, mostCitations)
  if (quoted.length > 0) addNote(run, 'What the runbooks say is the text of documents: nothing in it was run.')
  // Those that stand in what is shown come first: nobody shall read one without its verdict.
  return { citations: placed(quoted), commands: [...quoted.flatMap(inlineCommands), ...fitting.flatMap(commandsIn).slice(0, 4)] }
}

/** Its best sentences, in the order in which they stand. */
const citationsOf = (passage: Passage, wanted: ReadonlySet<string>): Omit<Citation, 'answerStart' | 'answerEnd'>[] =>
  sentencesOf(passage.text, passage.language)
    .filter(({ kind }) => kind === 'prose' || kind === 'item')
    .map(({ bodyStart: start, end }) => ({ start, end, quote: passage.text.slice(start, end) }))
    .filter(({ quote }) => quote.trim().length > 0)
    .map((it, index) => ({ ...it, index, shared: termsOf(it.quote, passage.language).filter((word) => wanted.has(word)).length }))
    .toSorted((one, other) => other.shared - one.shared || one.index - other.index)
    .slice(0, 2)
    .toSorted((one, other) => one.index - other.index)
    .map(({ start, end, quote }) => ({
      start: passage.start + start,
      end: passage.start + end,
      quote,
      documentId: passage.documentId,
      source: passage.source,
      title: passage.title,
      heading: passage.heading,
      version: passage.version,
      page: null,
      verdict: 'supported' as const,
      field: null,
    }))

/** In the text that the quotes make, a line each. */
const placed = (citations: readonly Omit<Citation, 'answerStart' | 'answerEnd'>[]): Citation[] => {
  let at = 0
  return citations.map((citation) => {
    const answerStart = at
    at += citation.quote.length + 1
    return { ...citation, answerStart, answerEnd: at - 1 }
  })
}

/** Lines of code blocks that look like commands. */
const commandsIn = ({ text, documentId }: Passage): { command: string; documentId: string }[] =>
  [...text.matchAll(/```(?:sh|bash|shell|console)?\n([\s\S]*?)\n```/g)]
    .flatMap(([, block]) => block!.split('\n'))
    .map((line) => line.replace(/^\s*[$#]\s+/, '').trim())
    .filter((line) => line !== '' && line.length <= 300 && !line.startsWith('#'))
    .map((command) => ({ command, documentId }))

/** Code within a sentence that is more than one word: a name, a path or a setting alone is no command. */
const inlineCommands = ({ quote, documentId }: Pick<Citation, 'quote' | 'documentId'>): { command: string; documentId: string }[] =>
  [...quote.matchAll(/`([^`\n]{2,300})`/g)]
    .map(([, code]) => code!.trim())
    .filter((code) => /\S\s+\S/.test(code))
    .map((command) => ({ command, documentId }))
