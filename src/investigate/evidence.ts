import type { Fact, Observation } from '../domain/capability.ts'
import type { Evidence } from '../domain/investigation.ts'

/** A fact with the look that saw it. */
export interface Sighting {
  readonly observation: Observation
  readonly fact: Fact
}

export const evidenceOf = ({ observation, fact }: Sighting, sentence: string): Evidence => ({
  observationId: observation.id,
  capability: observation.capability,
  at: fact.at,
  fact,
  line: null,
  sentence,
})

export const evidenceOfLine = (observation: Observation, line: string, sentence: string): Evidence => ({
  observationId: observation.id,
  capability: observation.capability,
  at: observation.startedAt,
  fact: null,
  line,
  sentence,
})

/** Of a look that saw nothing: its problem is what it shows. */
export const evidenceOfProblem = (observation: Observation): Evidence => ({
  observationId: observation.id,
  capability: observation.capability,
  at: observation.startedAt,
  fact: null,
  line: null,
  sentence: observation.problem ?? 'Nothing was seen.',
})

/** True when what it points at was seen, exactly so: whoever made it, it is looked up before anybody reads it. */
export const isThere = (evidence: Evidence, observations: readonly Observation[]): boolean => {
  const observation = observations.find(({ id, capability }) => id === evidence.observationId && capability === evidence.capability)
  if (!observation) return false
  const { fact, line } = evidence
  if (fact) return observation.facts.some((it) => isSame(it, fact))
  if (line !== null) return observation.lines.includes(line)
  return observation.problem === evidence.sentence
}

const isSame = (one: Fact, other: Fact): boolean =>
  one.name === other.name && Object.is(one.value, other.value) && one.at.getTime() === other.at.getTime() && labelsOf(one) === labelsOf(other)

export const labelsOf = ({ labels }: Fact): string => JSON.stringify(Object.entries(labels).toSorted(([one], [other]) => (one < other ? -1 : 1)))
