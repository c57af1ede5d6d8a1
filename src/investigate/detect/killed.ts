import { evidenceOf, evidenceOfLine } from '../evidence.ts'
import { nothing, type Detector } from '../hypothesis.ts'
import { serviceOf } from '../scope.ts'
import { figure, numberOf } from '../seen.ts'

/**
 * The kernel ended processes for want of memory, within the window that its log was read for. Whose they were decides: of a service it is a cause, of
 * something else (a build, a test within limits of its own) it is worth a note.
 */
export const detectKilled: Detector = (seen) => {
  const [sighting] = seen.facts('oom_kills', /^kernel_log$/)
  const count = sighting ? numberOf(sighting.fact) : null
  if (!sighting || count === null) return nothing
  const category = 'out_of_memory_killed'
  if (count === 0) {
    const text = 'The kernel ended no process for want of memory.'
    return { found: [], healthy: [{ category, service: null, text, evidence: [evidenceOf(sighting, text)] }] }
  }
  const own = seen.systems.processes.flatMap(({ name, executable }) => {
    const line = sighting.observation.lines.findLast((it) => it.includes(`(${executable.slice(0, 15)})`))
    return line === undefined ? [] : [{ name, line }]
  })
  const text = `The kernel ended ${figure(count)} processes for want of memory.`
  if (own.length === 0) return { found: [{ category, service: null, text, evidence: [evidenceOf(sighting, text)], strength: 0.2 }], healthy: [] }
  return {
    found: own.map(({ name, line }) => ({
      category,
      service: serviceOf(name, seen.systems),
      text: `The kernel ended ${name} for want of memory.`,
      evidence: [evidenceOfLine(sighting.observation, line, `The kernel tells of ${name}.`), evidenceOf(sighting, text)],
      strength: 0.9,
    })),
    healthy: [],
  }
}
