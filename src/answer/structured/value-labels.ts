import { quantitiesOf } from '../reading/numbers.ts'
import { tokensOf } from '../reading/tokens.ts'

/** What is known of a value beside itself: how it is named, and what stands next to it. */
export interface Labels {
  /** Stems of its own name and the names above it, nearest first; names that say nothing are left out. */
  readonly own: ReadonlySet<string>
  /** Stems of the question and of the texts beside it in the same object. */
  readonly around: ReadonlySet<string>
  /** The unit that its name ends with (`timeout_seconds`: `s`); empty without one. */
  readonly unit: string
  /** Its name as words: `state is encrypted`. */
  readonly words: string
  /** In an item of a list, the short texts beside it: they say whose value it is. */
  readonly identity: readonly string[]
}

export const labelsOf = (path: readonly string[], question: string, { beside, identity }: Beside, language: string): Labels => {
  const names = path.map(wordsOfName)
  const last = names.at(-1)?.split(' ').at(-1) ?? ''
  const unit = quantitiesOf(`1 ${last}`)[0]?.unit ?? ''
  // What it is counted in does not say what it is.
  const unitStems = new Set(unit === '' ? [] : stemsOf(last, language))
  const own = names.flatMap((words) => stemsOf(words, language)).filter((stem) => !idle.has(stem) && !unitStems.has(stem))
  const around = [question, ...beside].flatMap((text) => stemsOf(text, language))
  return { own: new Set(own), around: new Set(around), unit, words: names.at(-1) ?? '', identity }
}

/** Texts next to a value: in its object and those above, and, in an item of a list, those that name the item. */
export interface Beside {
  readonly beside: readonly string[]
  readonly identity: readonly string[]
}

/** `maxRetries`, `max_retries` and `max-retries` are two words. */
const wordsOfName = (name: string): string =>
  name
    .replace(/(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})|[_\-./\s]+/gu, ' ')
    .trim()
    .toLowerCase()

export const stemsOf = (text: string, language: string): string[] => tokensOf(text, language).flatMap(({ stem, content }) => (content ? [stem] : []))

// Names of values in any object: they say nothing of what it is about.
const idle = new Set([
  'name',
  'valu',
  'value',
  'id',
  'list',
  'item',
  'result',
  'data',
  'answer',
  'type',
  'kind',
  'text',
  'key',
  'number',
  'count',
  'info',
  'detail',
  'field',
  'entri',
  'entry',
  'object',
  'summari',
  'summary',
])
