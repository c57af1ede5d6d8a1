import type { Look } from './look.ts'
import type { Offered } from './sweep.ts'
import { seenOf } from './seen.ts'
import type { Run } from './run.ts'

const mostPods = 4

/**
 * Looks that the figures ask for: into the pods that are not well, or that the question names. Chosen by phases, flags, counts and identifiers alone; each
 * name is looked up again by the capability before it is used.
 */
export const followUps = ({ observations, parts, request }: Run, offered: readonly Offered[]): Look[] => {
  const isOffered = (name: string): boolean => offered.some(({ capability }) => capability.name === name)
  const seen = seenOf(observations, parts)
  const pods = seen
    .facts('phase', /^kubernetes_pods$/)
    .map(({ observation, fact }) => ({ namespace: observation.params['namespace'], pod: fact.labels['pod'] ?? '', phase: fact.value }))
  const ofPod = (name: string, pod: string) => seen.facts(name, /^kubernetes_pods$/).find(({ fact }) => fact.labels['pod'] === pod)?.fact.value
  const question = request.question.toLowerCase()
  const rank = ({ pod, phase }: (typeof pods)[number]): number => {
    const isNamed = question.split(/[^a-z0-9-]+/).some((word) => word.length > 2 && (pod === word || pod.startsWith(`${word}-`)))
    const isIll = phase !== 'Succeeded' && (ofPod('is_ready', pod) === false || ofPod('reason', pod) !== undefined)
    return (isNamed ? 4 : 0) + (isIll ? 2 : 0) + (Number(ofPod('restarts', pod) ?? 0) > 0 ? 1 : 0)
  }
  const chosen = pods
    .map((it) => ({ ...it, rank: rank(it) }))
    .filter((it) => it.rank > 0)
    .toSorted((one, other) => other.rank - one.rank)
    .slice(0, mostPods)
  return chosen
    .flatMap(({ namespace, pod, phase }): Look[] => [
      { capability: 'kubernetes_pod', params: { namespace, pod } },
      ...(phase === 'Pending' ? [] : [{ capability: 'kubernetes_pod_logs', params: { namespace, pod } }]),
      ...(Number(ofPod('restarts', pod) ?? 0) > 0 ? [{ capability: 'kubernetes_pod_logs', params: { namespace, pod, which: 'previous' } }] : []),
    ])
    .filter(({ capability }) => isOffered(capability))
}
