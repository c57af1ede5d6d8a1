/** A check looks at one answer and needs no model: the same answer, the same score, anywhere. */
import type { Answer } from '../../domain/answer.ts'
import type { EvalCase } from '../../domain/eval-suite.ts'

export interface Checked {
  readonly case: EvalCase
  readonly answer: Answer
  /** Text of the version that a citation names; null when it is not kept. */
  textOf(documentId: string, version: string): string | null
  /** What is wrong with `answer.data` by the case's own schema; null where there is no object to check. */
  readonly dataFaults: readonly string[] | null
}

export interface Finding {
  /** 0…1; null = does not apply to this case. */
  readonly score: number | null
  /** One sentence for each thing that is wrong. */
  readonly faults: readonly string[]
}

export type Check = (it: Checked) => Finding

export const notAsked: Finding = { score: null, faults: [] }
export const right: Finding = { score: 1, faults: [] }
export const wrong = (fault: string): Finding => ({ score: 0, faults: [fault] })

/** Share of items without a fault; null where there are none. */
export const shareOf = <Item>(items: readonly Item[], faultOf: (item: Item) => string | null): Finding => {
  const faults = items.map(faultOf).filter((fault) => fault !== null)
  return items.length === 0 ? notAsked : { score: (items.length - faults.length) / items.length, faults }
}

/** For a sentence: one line, not too long, in quotation marks. */
export const shown = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim()
  return `“${line.length > 80 ? `${line.slice(0, 79)}…` : line}”`
}
