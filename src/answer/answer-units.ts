import { sentencesOf, type Sentence } from '../base/sentences.ts'
import { pullMarks } from './verify/cite.ts'

/** What is verified and released as one: a sentence, a heading, a table row, or a whole block of code. */
export interface Unit {
  readonly kind: Sentence['kind']
  /** With list marker or fences. */
  readonly text: string
  /** White space that stood before it. */
  readonly before: string
}

export interface UnitReader {
  /** The units that are complete now. */
  push(text: string): Unit[]
  /** The rest; `cut` when the writer was stopped in the middle: then what is not evidently whole is left out. */
  end(cut: boolean): Unit[]
}

/** Cuts text that is still being written into units. A sentence is complete when the next has begun. */
export const unitReader = (language: string): UnitReader => {
  let pending = ''
  const take = (isLast: boolean): Unit[] => {
    const units: Unit[] = []
    for (let unit = nextUnit(pending, language, isLast); unit; unit = nextUnit(pending, language, isLast)) {
      units.push(unit)
      pending = pending.slice(unit.before.length + unit.text.length)
    }
    return units
  }
  return {
    push: (text) => {
      pending = pullMarks(pending + text)
      return take(false)
    },
    end: (cut) => {
      const units = take(true)
      return cut && units.length > 0 && !isWhole(units.at(-1)!) ? units.slice(0, -1) : units
    },
  }
}

const nextUnit = (pending: string, language: string, isLast: boolean): Unit | null => {
  const sentences = sentencesOf(pending, language)
  const first = sentences[0]
  if (!first) return null
  const before = pending.slice(0, first.start)
  if (first.kind !== 'fence') {
    const isComplete = isLast || sentences.slice(1).some((next) => next.kind === 'fence' || /[\p{L}\p{N}]{2}/u.test(pending.slice(next.start, next.end)))
    return isComplete ? { kind: first.kind, text: pending.slice(first.start, first.end), before } : null
  }
  const closing = sentences.slice(1).find((sentence) => sentence.kind === 'fence')
  const end = closing && (isLast || pending.charAt(closing.end) === '\n') ? closing.end : isLast ? pending.trimEnd().length : 0
  return end > 0 ? { kind: 'code', text: pending.slice(first.start, end), before } : null
}

/** "3." may have become 3.5, and a block of code needs its end. */
const isWhole = ({ kind, text }: Unit): boolean => (kind === 'code' ? /\n\s*(?:`{3,}|~{3,})$/.test(text) : /[^\d\s.][.!?。！？]["”’)\]]*$/u.test(text))
