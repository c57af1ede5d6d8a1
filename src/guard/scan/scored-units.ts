import { scanUnits, type ScanUnit } from './units.ts'
import { scoreOf } from './score.ts'
import { signalsOf, type Signals } from './signals.ts'

export interface ScoredUnit extends ScanUnit {
  readonly signals: Signals
  readonly score: number
}

/** Every unit of a text with how much it looks like an order to a model. */
export const scoredUnits = (text: string, language: string): ScoredUnit[] =>
  scanUnits(text, language).map((unit) => {
    const signals = signalsOf(text.slice(unit.start, unit.end))
    return { ...unit, signals, score: scoreOf(signals) }
  })
