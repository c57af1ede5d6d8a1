import type { Answer, Passage } from '../api/types.ts'

type Injections = readonly Pick<NonNullable<Answer['injections']>[number], 'document_id' | 'start' | 'end'>[]

/** Of the same length: lines without words where orders to a model stand, so that nothing runs across. What they stand in can still be opened. */
export const withoutInjections = (passage: Passage, injections: Injections): Passage => {
  const within = injections.filter(({ document_id, start, end }) => document_id === passage.document_id && start < passage.end && passage.start < end)
  if (within.length === 0) return passage
  const text = within.reduce((left, { start, end }) => {
    const [from, to] = [Math.max(0, start - passage.start), Math.min(left.length, end - passage.start)]
    return left.slice(0, from) + '\n'.repeat(Math.max(0, to - from)) + left.slice(to)
  }, passage.text)
  return { ...passage, text }
}
