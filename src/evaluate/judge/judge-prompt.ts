import { fill } from '../../base/fill.ts'
import { sha256 } from '../../base/id.ts'
import type { Rubric } from '../../domain/judgement.ts'
import type { JsonSchema, Message } from '../../domain/model.ts'
import { normalForm, withoutTemplateMarks } from './normal-form.ts'

/** What a judge is shown, by the name of its place; null is left out. */
export type Material = Readonly<Partial<Record<'question' | 'answer' | 'reference' | 'evidence' | 'first' | 'second', string | null>>>

/** No name of a system stands in it: a judge favours its own kind. The mark depends on all texts, so that none of them can hold its own closing line. */
export const judgePrompt = (rubric: Rubric, material: Material): Message[] => {
  const texts = Object.entries(material).map(
    ([place, text]) => [place, written.has(place) ? normalForm(text ?? '') || '(empty)' : withoutTemplateMarks(text ?? '').trim()] as const,
  )
  const mark = `=== ${sha256(texts.map(([, text]) => text).join('\0')).slice(0, 8)}`
  const marked = ([place, text]: readonly [string, string]) => [
    place,
    text && `${mark} ${titles[place]}\n${text.replaceAll(mark, '===')}\n${mark} end of ${titles[place]}`,
  ]
  return [
    { role: 'system', content: rubric.system },
    { role: 'user', content: fill(rubric.user, Object.fromEntries(texts.map(marked)) as Record<string, string>).replace(/\n{3,}/g, '\n\n') },
  ]
}

/** By systems, in their own habits of markup and numbering. */
const written = new Set<string>(['answer', 'first', 'second'])

const titles: Readonly<Record<string, string>> = {
  question: 'question',
  answer: 'answer',
  reference: 'reference answer',
  evidence: 'evidence',
  first: 'first answer',
  second: 'second answer',
}

export const mostReasoning = 300

/** Reasons before the verdict: a model that has decided only finds reasons for it. */
export const verdictSchema = (verdicts: readonly string[]): JsonSchema => ({
  type: 'object',
  properties: { reasoning: { type: 'string', maxLength: mostReasoning }, verdict: { type: 'string', enum: verdicts } },
  required: ['reasoning', 'verdict'],
  additionalProperties: false,
})

export const singleVerdicts = ['pass', 'fail'] as const
export const pairVerdicts = ['first', 'second', 'tie'] as const
