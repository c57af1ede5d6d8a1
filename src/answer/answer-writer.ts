import type { AnswerEvent, Citation, SentenceVerdict } from '../domain/answer.ts'
import type { Passage } from '../domain/document.ts'
import type { Unit } from './answer-units.ts'
import { citationsFor } from './verify/citations-for.ts'
import { readMarks, withoutLabel } from './verify/cite.ts'
import type { Extract } from './extract/extractive.ts'
import { quoteLayout } from './extract/quote-layout.ts'
import type { Verification } from './verify/verify.ts'
import { verifyUnit } from './verify/verify-unit.ts'

/** The answer while it grows: takes what was written, unit by unit, and lets out what is verified. */
export interface AnswerWriter {
  readonly text: string
  readonly citations: readonly Citation[]
  readonly verdicts: readonly SentenceVerdict[]
  /** Events for one unit; none when it is left out or held back. */
  add(unit: Unit): AnswerEvent[]
  /** Events for a unit that was verified elsewhere; none when it is unsupported. */
  put(unit: Unit, verified: Verification): AnswerEvent[]
  /** Events for a sentence taken from a passage word for word. */
  quote(extract: Extract): AnswerEvent[]
}

/**
 * `shown[n - 1]` is what the model calls [n]. A heading or a lead-in ("Run these:") says nothing by itself: it is held back and let
 * out only with a verified sentence that follows it.
 */
export const answerWriter = (question: string, shown: readonly Passage[]): AnswerWriter => {
  let text = ''
  const citations: Citation[] = []
  const verdicts: SentenceVerdict[] = []
  let held: Unit[] = []
  let gap = ''

  const append = (unit: Unit, lead = ''): string => {
    const before = (text === '' ? '' : widest(gap, unit.before) || ' ') + lead
    gap = ''
    text += before + unit.text
    return before + unit.text
  }

  const add = (written: Unit): AnswerEvent[] => {
    const marked = readMarks(written.text, shown.length)
    const unit = { ...written, text: withoutLabel(marked.text) }
    const order = [...marked.numbers.map((number) => shown[number - 1]!), ...shown.filter((_, index) => !marked.numbers.includes(index + 1))]
    const checked = verifyUnit(unit, order, question)
    if (checked.isLead) {
      if (unit.kind === 'heading') held = held.filter((one) => one.kind === 'heading' && level(one) < level(unit))
      held.push({ ...unit, before: widest(gap, unit.before) })
      gap = ''
      return []
    }
    return put(unit, checked)
  }

  const put = (unit: Unit, verified: Verification): AnswerEvent[] => {
    const { verdict, score, reasons } = verified
    if (verdict !== 'unsupported') return release(unit, verified)
    gap = widest(gap, unit.before)
    verdicts.push({ text: unit.text, verdict, score, reasons, citations: [] })
    return []
  }

  const release = (unit: Unit, { verdict, score, reasons, spans }: Verification, lead = ''): AnswerEvent[] => {
    const leads = held.map((one) => append(one)).join('')
    held = []
    const delta = leads + append(unit, lead)
    const made = citationsFor(spans, verdict, text.length - unit.text.length, text.length)
    citations.push(...made)
    verdicts.push({ text: unit.text, verdict, score, reasons, citations: made })
    return [{ type: 'delta', text: delta }, ...made.map((citation): AnswerEvent => ({ type: 'citation', citation }))]
  }

  const layOut = quoteLayout()
  const quote = (extract: Extract): AnswerEvent[] => {
    const { passage, start, end, score } = extract
    const laid = layOut(extract)
    return release(
      { kind: extract.dress.kind, text: laid.text, before: laid.gap },
      { verdict: 'supported', score, reasons: [], spans: [{ passage, start, end }] },
      laid.lead,
    )
  }

  return {
    get text() {
      return text
    },
    citations,
    verdicts,
    add,
    put,
    quote,
  }
}

/** What has come out, as an answer in sentences. */
export const resultOf = ({ text, citations, verdicts }: AnswerWriter) => ({ text, citations, verdicts, data: null, structured: null })

/** The white space that parts more: a blank line more than a line break, a line break more than a space. */
const widest = (one: string, other: string): string => (count(one) > count(other) ? one : other)
const count = (space: string): number => space.split('\n').length * 100 + space.length

const level = ({ text }: Unit): number => /^#*/.exec(text)![0].length || 7
