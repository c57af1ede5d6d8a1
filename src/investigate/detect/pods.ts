import type { CauseCategory } from '../../domain/investigation.ts'
import { evidenceOf, evidenceOfLine, type Sighting } from '../evidence.ts'
import type { Detector, Healthy, Hypothesis } from '../hypothesis.ts'
import { figure, numberOf, shown, thingOf, type Seen } from '../seen.ts'
import { absentThings, eventsOf } from './absent-things.ts'
import { podLogErrors } from './pod-logs.ts'

/** What Kubernetes itself calls it: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/ and its events. */
const reasons: readonly { readonly form: RegExp; readonly category: CauseCategory; readonly strength: number; readonly words: string }[] = [
  { form: /^OOMKilled$/, category: 'out_of_memory_killed', strength: 0.95, words: 'was ended for want of memory' },
  {
    form: /^(?:ImagePullBackOff|ErrImagePull|InvalidImageName|ErrImageNeverPull|RegistryUnavailable)$/,
    category: 'image_pull',
    strength: 0.92,
    words: 'cannot get its image',
  },
  { form: /^(?:CreateContainerConfigError|CreateContainerError)$/, category: 'config_missing', strength: 0.85, words: 'lacks a part of its configuration' },
  { form: /^CrashLoopBackOff$/, category: 'crash_loop', strength: 0.8, words: 'ends and is started again and again' },
  { form: /^(?:Error|RunContainerError|StartError|ContainerCannotRun)$/, category: 'crash_loop', strength: 0.55, words: 'ended with an error' },
  { form: /^(?:Evicted)$/, category: 'memory_exhausted', strength: 0.6, words: 'was driven from its node' },
]

export const detectPods: Detector = (seen) => {
  const figures = [
    ...byReason(seen),
    ...byExitCode(seen),
    ...pending(seen),
    ...volumes(seen),
    ...jobs(seen),
    ...nodes(seen),
    ...selectors(seen),
    ...unready(seen),
  ]
  const found = [...figures, ...events(seen), ...absentThings(seen), ...podLogErrors(seen)]
  return { found, healthy: found.length === 0 ? [...allReady(seen), ...ready(seen)] : ready(seen) }
}

const byReason = (seen: Seen): Hypothesis[] =>
  seen.facts(['reason', 'container_reason', 'last_reason', 'pod_reason'], /^kubernetes_pods?$/).flatMap((sighting) => {
    const value = String(sighting.fact.value)
    const reason = reasons.find(({ form }) => form.test(value))
    if (!reason) return []
    const pod = thingOf(sighting, 'pod')
    return [made(reason.category, pod, `The pod ${pod} ${reason.words} (${shown(value)}).`, sighting, reason.strength)]
  })

/** 128 + SIGKILL (POSIX exit status of a signal): of a container with a limit of memory, mostly the kernel's for want of it, and also of a probe that lost patience. */
const byExitCode = (seen: Seen): Hypothesis[] =>
  seen
    .facts('last_exit_code', /^kubernetes_pod$/)
    .filter(({ fact }) => fact.value === 137)
    .flatMap((sighting) => {
      const limit = seen
        .facts('memory_limit_bytes', /^kubernetes_pod$/)
        .find(({ fact, observation }) => observation.id === sighting.observation.id && fact.labels['container'] === sighting.fact.labels['container'])
      if (!limit) return []
      const pod = thingOf(sighting, 'pod')
      const text = `A container of the pod ${pod} was killed (exit code 137), as the kernel does to what meets its limit of memory.`
      return [{ ...made('out_of_memory_killed', pod, text, sighting, 0.88), evidence: [evidenceOf(sighting, text), evidenceOf(limit, text)] }]
    })

const pending = (seen: Seen): Hypothesis[] => [
  ...seen
    .facts('phase', /^kubernetes_pods?$/)
    .filter(({ fact }) => fact.value === 'Pending')
    .map((sighting) =>
      made('pod_unschedulable', thingOf(sighting, 'pod'), `The pod ${thingOf(sighting, 'pod')} waits to be started (Pending).`, sighting, 0.45),
    ),
  ...seen
    .facts('condition', /^kubernetes_pod$/)
    .filter(({ fact }) => fact.labels['condition'] === 'PodScheduled' && fact.value === false)
    .map((sighting) => unscheduled(seen, sighting)),
]

/** With the labels that it asks a node for, where the scheduler says that they are why. */
const unscheduled = (seen: Seen, sighting: Sighting): Hypothesis => {
  const pod = thingOf(sighting, 'pod')
  const why = eventsOf(seen, pod).find(({ line }) => /node (?:affinity|selector)|affinity\/selector/.test(line))
  const labels = seen.facts('node_selector', /^kubernetes_pod$/).filter(({ observation }) => observation.id === sighting.observation.id)
  if (!why || labels.length === 0) return made('pod_unschedulable', pod, `No node takes the pod ${pod}.`, sighting, 0.85)
  const wanted = labels.slice(0, 3).map(({ fact }) => shown(String(fact.value)))
  const text = `No node takes the pod ${pod}: its node selector asks for ${wanted.join(' and ')}, and no node has that.`
  const evidence = [...[sighting, ...labels.slice(0, 3)].map((it) => evidenceOf(it, text)), evidenceOfLine(why.observation, why.line, text)]
  return { ...made('pod_unschedulable', pod, text, sighting, 0.9), evidence }
}

const eventReasons: readonly { readonly form: RegExp; readonly category: CauseCategory; readonly strength: number }[] = [
  { form: /^FailedScheduling$/, category: 'pod_unschedulable', strength: 0.6 },
  { form: /^(?:FailedMount|FailedAttachVolume|ProvisioningFailed|FailedBinding)$/, category: 'volume_claim_missing', strength: 0.7 },
  { form: /^Unhealthy$/, category: 'readiness_failing', strength: 0.7 },
  { form: /^(?:BackOff)$/, category: 'crash_loop', strength: 0.4 },
  { form: /^BackoffLimitExceeded$/, category: 'job_failed', strength: 0.7 },
  { form: /^(?:OOMKilling|SystemOOM)$/, category: 'out_of_memory_killed', strength: 0.85 },
  { form: /^(?:Failed|ErrImagePull|InspectFailed)$/, category: 'image_pull', strength: 0.35 },
]

const events = (seen: Seen): Hypothesis[] =>
  seen.facts('warning_count', /^kubernetes_events$/).flatMap((sighting) => {
    const reason = sighting.fact.labels['reason'] ?? ''
    const known = eventReasons.find(({ form }) => form.test(reason))
    const text = `Kubernetes warned ${figure(numberOf(sighting.fact) ?? 0)} times: ${shown(reason)}.`
    return known ? [{ ...made(known.category, '', text, sighting, known.strength), service: null }] : []
  })

const volumes = (seen: Seen): Hypothesis[] =>
  seen
    .facts('is_bound', /^kubernetes_volumes$/)
    .filter(({ fact }) => fact.value === false)
    .map((sighting) => {
      const claim = thingOf(sighting, 'claim')
      const storage = seen.facts('storage_class', /^kubernetes_volumes$/).find(({ fact }) => fact.labels['claim'] === sighting.fact.labels['claim'])
      const text = `The claim ${claim} for a volume${storage ? ` of the storage class ${shown(String(storage.fact.value))}` : ''} is not bound to one.`
      const evidence = [sighting, ...(storage ? [storage] : [])].map((it) => evidenceOf(it, text))
      return { ...made('volume_claim_missing', claim, text, sighting, 0.88), evidence }
    })

const jobs = (seen: Seen): Hypothesis[] =>
  seen
    .facts('has_failed', /^kubernetes_jobs$/)
    .filter(({ fact }) => fact.value === true)
    .map((sighting) => made('job_failed', thingOf(sighting, 'job'), `The job ${thingOf(sighting, 'job')} has failed.`, sighting, 0.8))

const nodes = (seen: Seen): Hypothesis[] => [
  ...seen
    .facts('is_ready', /^kubernetes_nodes$/)
    .filter(({ fact }) => fact.value === false)
    .map((sighting) => made('node_not_ready', thingOf(sighting, 'node'), `The node ${thingOf(sighting, 'node')} is not ready.`, sighting, 0.85)),
  ...seen
    .facts('has_pressure', /^kubernetes_nodes$/)
    .filter(({ fact }) => fact.value === true)
    .map((sighting) =>
      made(
        sighting.fact.labels['condition'] === 'DiskPressure' ? 'disk_full' : 'memory_exhausted',
        thingOf(sighting, 'node'),
        `The node ${thingOf(sighting, 'node')} tells of ${shown(sighting.fact.labels['condition'] ?? 'pressure')}.`,
        sighting,
        0.75,
      ),
    ),
]

/** A service that chooses pods and finds none that are ready, where some pods are. */
const selectors = (seen: Seen): Hypothesis[] => {
  const choosing = new Set(seen.facts('has_selector', /^kubernetes_services$/).flatMap(({ fact }) => (fact.value === true ? [fact.labels['service']] : [])))
  const isAnyReady = seen.facts('is_ready', /^kubernetes_pods$/).some(({ fact }) => fact.value === true)
  return seen
    .facts('ready_addresses', /^kubernetes_services$/)
    .filter(({ fact }) => fact.value === 0 && choosing.has(fact.labels['service']))
    .map((sighting) =>
      made(
        'wrong_selector',
        thingOf(sighting, 'service'),
        `No ready pod stands behind the service ${thingOf(sighting, 'service')}.`,
        sighting,
        isAnyReady ? 0.7 : 0.3,
      ),
    )
}

/** Runs, and is not ready: Kubernetes asks it and gets no good answer. */
const unready = (seen: Seen): Hypothesis[] =>
  seen
    .facts('is_ready', /^kubernetes_pods$/)
    .filter(({ fact, observation }) => fact.value === false && phaseOf(seen, observation.id, fact.labels['pod']) === 'Running')
    .map((sighting) => made('readiness_failing', thingOf(sighting, 'pod'), `The pod ${thingOf(sighting, 'pod')} runs and is not ready.`, sighting, 0.65))

const phaseOf = (seen: Seen, observationId: string, pod: string | undefined): unknown =>
  seen.facts('phase', /^kubernetes_pods$/).find(({ fact, observation }) => observation.id === observationId && fact.labels['pod'] === pod)?.fact.value

/** Of the pods that were looked into: few, and the ones that matter. */
const ready = (seen: Seen): Healthy[] =>
  seen
    .facts('is_ready', /^kubernetes_pod$/)
    .filter(({ fact }) => fact.value === true)
    .map((sighting) => {
      const text = `The pod ${thingOf(sighting, 'pod')} is ready.`
      return { category: null, service: thingOf(sighting, 'pod'), text, evidence: [evidenceOf(sighting, text)] }
    })

const allReady = (seen: Seen): Healthy[] => {
  const [count] = seen.facts('pods', /^kubernetes_pods$/)
  const text = `None of ${figure(count ? (numberOf(count.fact) ?? 0) : 0)} pods has a fault that Kubernetes knows of.`
  return count ? [{ category: 'crash_loop', service: null, text, evidence: [evidenceOf(count, text)] }] : []
}

const made = (category: CauseCategory, service: string, text: string, sighting: Sighting, strength: number): Hypothesis => ({
  category,
  service,
  text,
  evidence: [evidenceOf(sighting, text)],
  strength,
})
