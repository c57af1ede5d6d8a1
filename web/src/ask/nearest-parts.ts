import type { Answer, Passage } from '../api/types.ts'
import { nearestPart } from './nearest-part.ts'
import { withoutInjections } from './without-injections.ts'

// The few best are a help, all of them a wall.
const mostNearest = 5

/** What comes nearest to a question that was not answered, without the orders to a model that were found in it. */
export const nearestParts = (passages: readonly Passage[], question: string, injections: Answer['injections'] = []): Passage[] =>
  passages.slice(0, mostNearest).flatMap((it) => nearestPart(withoutInjections(it, injections), question) ?? [])
