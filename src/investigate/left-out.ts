import type { Observation } from '../domain/capability.ts'
import { keyOf, type Look } from './look.ts'
import type { Run } from './run.ts'
import { namesOf, type Scope } from './scope.ts'

/** Looks that were wanted and never made. */
export const unmadeLooks = ({ unmade, observations }: Run): Look[] => {
  const made = new Set(observations.map(keyOf))
  return unmade.filter((look) => !made.has(keyOf(look)))
}

/**
 * What the question or the file of systems names and nobody has seen: looks at it were not made, or none of them saw anything. Where neither names
 * anything, the machine itself is meant. That nothing is wrong can be said of what was looked at, and of nothing else.
 */
export const leftOut = (run: Run, { names }: Scope): string[] => {
  const { observations, parts } = run
  const known = new Set([...names, ...namesOf(parts.systems).map(({ name }) => name)])
  const isNamed = (look: Look): boolean => known.size === 0 || thingsOf(look).some((thing) => known.has(thing))
  const isSeen = (look: Look): boolean => observations.some((it) => !isBlind(it) && thingsOf(it).join() === thingsOf(look).join())
  const blind = known.size === 0 ? [] : observations.filter((it) => isBlind(it) && !isSeen(it))
  return [...new Set([...unmadeLooks(run), ...blind].filter(isNamed).map(told))]
}

export const isBlind = ({ problem, facts, lines }: Observation): boolean => problem !== null && facts.length === 0 && lines.length === 0

const thingsOf = ({ params }: Look): string[] => Object.values(params).filter((it): it is string => typeof it === 'string')

const told = (look: Look): string => [look.capability, ...thingsOf(look)].join(' ')
