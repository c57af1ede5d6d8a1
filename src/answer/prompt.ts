import { fill } from '../base/fill.ts'
import type { PromptRecord } from '../domain/answer.ts'
import type { Passage } from '../domain/document.ts'
import type { Generator, Message } from '../domain/model.ts'
import { AppError } from '../base/error.ts'
import { sha256 } from '../base/id.ts'
import { excerptsFor, type Excerpt } from './excerpts.ts'
import type { PromptTemplate } from './prompt-template.ts'

export interface BuiltPrompt {
  readonly messages: readonly Message[]
  /** Passage [n] of the prompt is `shown[n - 1]`. */
  readonly shown: readonly Passage[]
  readonly record: PromptRecord
}

// Chat templates put a few tokens around each message; 4 is what the cookbook of OpenAI counts, Qwen's ChatML needs 5.
const frameTokens = 16
const leastPassageTokens = 64

/**
 * System text, then passages, then the question: what stays the same between questions comes first, so that a model server may keep
 * its reading of it. Prompt and answer together never exceed the window, the passages never their budget; what was cut is recorded.
 */
export const buildPrompt = async (
  question: string,
  passages: readonly Passage[],
  {
    template,
    generator,
    maxTokens,
    values = {},
  }: {
    template: PromptTemplate
    generator: Pick<Generator, 'contextTokens' | 'passageBudgetTokens' | 'countTokens'>
    maxTokens: number
    /** For the other places of the template. */
    values?: Readonly<Record<string, string>>
  },
): Promise<BuiltPrompt> => {
  const filled = (text: string): string => fill(template.user, { ...values, passages: text, question })
  const [system, rest] = await Promise.all([generator.countTokens(template.system), generator.countTokens(filled(''))])
  const room = generator.contextTokens - maxTokens - system - rest - frameTokens
  if (room < leastPassageTokens) {
    throw new AppError(
      'invalid',
      `max_tokens ${maxTokens} and the question leave no room for passages in the model's window of ${generator.contextTokens} tokens. Ask for fewer tokens.`,
    )
  }
  const frame = await generator.countTokens(render([{ passage: passages[0] ?? noPassage, text: '', isWhole: true }]))
  const budget = Math.min(room, generator.passageBudgetTokens)
  const chosen = await excerptsFor(question, passages, budget - frame * Math.min(3, passages.length), async (text) => (await generator.countTokens(text)) + 1)
  const { excerpts, tokens } = await fitted(chosen, budget, generator)
  const rendered = render(excerpts)
  const user = filled(rendered)
  return {
    messages: [
      { role: 'system', content: template.system },
      { role: 'user', content: user, sharedLength: sharedLengthOf(template.user, { ...values, passages: rendered }) },
    ],
    shown: excerpts.map(({ passage }) => passage),
    record: {
      version: template.version,
      tokens: { system, passages: tokens, question: rest, total: system + rest + tokens + frameTokens },
      cut: cutsOf(passages, excerpts),
    },
  }
}

/** Up to the place of the question. */
const sharedLengthOf = (template: string, values: Readonly<Record<string, string>>): number => fill(template.split('{{question}}')[0]!, values).length

/** The frames around passages cost too: the worst passage goes until everything fits. */
const fitted = async (
  chosen: readonly Excerpt[],
  budget: number,
  generator: Pick<Generator, 'countTokens'>,
): Promise<{ excerpts: Excerpt[]; tokens: number }> => {
  for (let count = chosen.length; count > 0; count--) {
    const excerpts = inReadingOrder(chosen.slice(0, count))
    const tokens = await generator.countTokens(render(excerpts))
    if (tokens <= budget) return { excerpts, tokens }
  }
  return { excerpts: [], tokens: 0 }
}

/** The same passages stand in the same order whatever their rank, and an unchanged prompt is read from the cache. */
const inReadingOrder = (excerpts: readonly Excerpt[]): Excerpt[] =>
  excerpts.toSorted(({ passage: one }, { passage: other }) => (one.source === other.source ? one.start - other.start : one.source < other.source ? -1 : 1))

/** The mark depends on the text between the marks, so no text can hold its own closing line. */
const render = (excerpts: readonly Excerpt[]): string => {
  const mark = `=== ${sha256(excerpts.map(({ text }) => text).join('\0')).slice(0, 8)}`
  const parts = excerpts.map(({ passage, text }, index) => `${mark} passage [${index + 1}] ${titleOf(passage)}\n${text.replaceAll(mark, '===')}`)
  return [...parts, `${mark} end of passages`].join('\n')
}

const titleOf = ({ title, heading }: Passage): string => [title, heading].filter(Boolean).join(' › ').replace(/\s+/g, ' ').slice(0, 200)

const cutsOf = (passages: readonly Passage[], excerpts: readonly Excerpt[]): string[] => {
  const left = passages.filter((passage) => !excerpts.some((excerpt) => excerpt.passage === passage))
  const shortened = excerpts.filter(({ isWhole }) => !isWhole)
  return [
    ...(shortened.length > 0 ? [`${shortened.length} of ${excerpts.length} passages shortened to the sentences nearest to the question`] : []),
    ...(left.length > 0
      ? [
          `${left.length} of ${passages.length} passages left out: ${left
            .map((passage) => passage.source)
            .slice(0, 5)
            .join(', ')}`,
        ]
      : []),
  ]
}

const noPassage: Pick<Passage, 'title' | 'heading'> & Passage = {
  chunkId: '',
  documentId: '',
  collection: '',
  source: '',
  title: '',
  heading: '',
  version: '',
  language: 'en',
  text: '',
  pageStarts: [],
  start: 0,
  end: 0,
  score: 0,
  ranks: { vector: null, words: null },
  similarity: null,
  wordScore: 0,
}
