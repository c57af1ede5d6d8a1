/** Evidence, held against what the examiner recorded: not against what the investigation says it saw. */
import type { AgentTruth } from '../../domain/agent-suite.ts'
import type { Fact, Observation } from '../../domain/capability.ts'
import type { Diagnosis, Evidence } from '../../domain/investigation.ts'
import { numbersIn, standsIn } from './numbers-stand.ts'

/** Of the cause and of what was ruled out. */
export const allEvidence = ({ cause, ruledOut }: Diagnosis): readonly Evidence[] => [
  ...(cause?.evidence ?? []),
  ...ruledOut.flatMap(({ evidence }) => evidence),
]

/** It was seen by that look, letter by letter. An item that shows nothing is not true. */
export const isTrue = ({ observationId, capability, fact, line }: Evidence, looks: readonly Observation[]): boolean => {
  const look = looks.find(({ id }) => id === observationId)
  if (!look || look.capability !== capability) return false
  if (fact === null && line === null) return look.problem !== null
  const isFactThere = fact === null || look.facts.some((it) => isSame(it, fact))
  return isFactThere && (line === null || look.lines.includes(line))
}

const isSame = (a: Fact, b: Fact): boolean => a.name === b.name && a.value === b.value && JSON.stringify(sorted(a.labels)) === JSON.stringify(sorted(b.labels))

const sorted = (labels: Fact['labels']): [string, string][] => Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))

/** Numbers of the cause that nothing that was looked at has, in whatever unit. */
export const inventedNumbers = ({ cause }: Diagnosis, looks: readonly Observation[]): string[] => {
  if (cause === null) return []
  const cited = cause.evidence.flatMap(({ observationId }) => looks.filter(({ id }) => id === observationId))
  return numbersIn(cause.text).filter((number) => !standsIn(number, cited, cause.evidence.length))
}

/** Of what has to be cited for the cause, what is. */
export const citedShare = ({ evidence: wanted }: AgentTruth, { cause }: Diagnosis, looks: readonly Observation[]): number => {
  const cited = (cause?.evidence ?? []).flatMap((evidence) => {
    const look = looks.find(({ id }) => id === evidence.observationId)
    return look ? [{ capability: look.capability, text: JSON.stringify([look.params, evidence.fact, evidence.line, look.problem]) }] : []
  })
  const found = wanted.filter(({ from, about }) => cited.some((it) => from.includes(it.capability) && (about === null || it.text.includes(about))))
  return found.length / wanted.length
}
