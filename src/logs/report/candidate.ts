import { severities, type LogFinding, type LogTemplate, type Severity } from '../../domain/log.ts'

/** A finding, and how much it should matter to whoever reads only the first screen. */
export interface Candidate extends Omit<LogFinding, 'by'> {
  readonly weight: number
}

const weights: Readonly<Record<Severity, number>> = {
  trace: 0.3,
  debug: 0.5,
  info: 1,
  notice: 1.3,
  warning: 3,
  error: 6,
  critical: 9,
  alert: 10,
  emergency: 11,
}

export const isAtLeast = (severity: Severity, least: Severity): boolean => severities.indexOf(severity) >= severities.indexOf(least)

export const weightOf = (template: LogTemplate): number => Math.max(weights[template.severity], speaksOfTrouble(template) ? weights.warning : 0)

/** Programs that give no level, or write failures as information. */
export const speaksOfTrouble = ({ template }: LogTemplate): boolean => trouble.test(template)

const trouble =
  /\b(?:fail(?:ed|ure|s|ing)?|errors?|fatal|panic|exceptions?|denied|refused|rejected|unauthori[sz]ed|invalid|illegal|corrupt(?:ed|ion)?|abort(?:ed|ing)?|crash(?:ed)?|killed|timed? ?out|timeout|unreachable|unable|cannot|can't|could not|no space|out of memory|break-?in|attack|lost|exceeded|broken|dropped)\b/i

/** The first, the last and the examples of a template: at most `most`, in order. */
export const linesOf = (template: LogTemplate, most = 5): number[] => {
  const all = [...new Set([template.firstLine, ...template.examples.map(({ line }) => line), template.lastLine])].toSorted((a, b) => a - b)
  return all.length <= most ? all : [...all.slice(0, most - 1), all.at(-1)!]
}
