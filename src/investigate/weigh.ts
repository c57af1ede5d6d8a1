import { clueOf } from './clues.ts'
import { isMeasuredCause, type Healthy, type Hypothesis } from './hypothesis.ts'
import { refutation } from './refute.ts'
import type { Seen } from './seen.ts'

/** Of a line that tells of what a figure rules out, and of one whose service answers and runs. */
const contradicted = 0.1
const unshared = 0.2
/** Of a line of a service of which no figure says anything: something is wrong, and nobody knows what. */
const unseen = 0.3
/** Of a line that tells why, where figures tell that. */
const explaining = 0.92
/** What a model read in a line is a guess, and stays one. */
const surelyRead = 0.4
/** Weaker findings are notes: they say nothing of a service. */
const telling = 0.25

/** From here on a figure has said why. */
const measured = 0.7

/**
 * Text is weighed by figures. What a line tells is nearly nothing where the figure itself says otherwise (anybody may write a line, and a line outlives its
 * cause), little where its service answers and runs or a figure has said why it fails, and a good reason where figures say that it fails and not why.
 */
export const weighed = (clues: readonly Hypothesis[], found: readonly Hypothesis[], healthy: readonly Healthy[], seen: Seen): Hypothesis[] => {
  const isIll = (service: string | null): boolean => found.some((it) => it.service === service && it.strength >= telling)
  const isTold = (service: string | null): boolean => found.some((it) => it.service === service && it.strength >= measured && isMeasuredCause(it))
  return clues.map((clue) => {
    const { category, service, strength } = clue
    if (found.some((it) => it.category === category && it.strength >= telling)) return clue
    const against = refutation(clue, found, healthy, seen)
    if (against !== null) return { ...clue, text: `${clue.text}${timeOf(clue)} Now: ${against}`, strength: Math.min(strength, contradicted) }
    // A pod whose claim is not there is not put on any node: Kubernetes tells the one as figures and the other as words.
    if (category === 'volume_claim_missing' && found.some((it) => it.category === 'pod_unschedulable')) return { ...clue, strength: explaining }
    if (service === null) return clue
    if (isTold(service) && isHearsay(clue)) return { ...clue, strength: Math.min(strength, unseen) }
    if (isIll(service)) return strength >= surelyRead ? { ...clue, strength: explaining } : clue
    if (healthy.some((it) => it.service === service && isFigured(it))) return { ...clue, strength: Math.min(strength, unshared) }
    if (isHearsay(clue)) return { ...clue, strength: Math.min(strength, unseen) }
    // An event stays for an hour; that it still matters shows in something that is not well.
    return isEvent(clue) && !found.some(isOfCluster) ? { ...clue, strength: Math.min(strength, unshared) } : clue
  })
}

/** By something else than words of a log: that a log tells of few errors does not say that its service is well. */
const isFigured = ({ evidence }: Healthy): boolean => evidence.some((it) => !logs.test(it.capability))

/** Anybody may write into a log; what Kubernetes says of its own things is its own word. */
const isHearsay = ({ evidence }: Hypothesis): boolean => evidence.every((it) => logs.test(it.capability))

const isEvent = ({ evidence }: Hypothesis): boolean => evidence.every(({ capability }) => capability === 'kubernetes_events')

const isOfCluster = ({ evidence, strength }: Hypothesis): boolean =>
  strength >= telling && evidence.some(({ capability }) => capability.startsWith('kubernetes_') && capability !== 'kubernetes_events')

const logs = /(?:^|_)(?:log|logs|journal)(?:_|$)/

const timeOf = ({ writtenAt }: Hypothesis): string => (writtenAt ? ` It was written at ${writtenAt.toISOString().slice(0, 19)}Z.` : '')

/** Errors that a log counts are those of its lines: where a figure refutes what they tell, and nothing else is wrong with their service, they are over. */
export const relieved = (found: readonly Hypothesis[], clues: readonly Hypothesis[], healthy: readonly Healthy[]): Hypothesis[] =>
  found.map((it) => {
    const isAlone = !found.some((other) => other !== it && other.service === it.service && other.strength >= telling)
    const isWell = healthy.some((other) => other.service === it.service && isFigured(other))
    const told = it.category === 'log_errors' ? clueOf(it.text) : null
    const isRefuted = clues.some((clue) => clue.service === it.service && clue.category === told && clue.strength <= contradicted)
    return isAlone && isWell && isRefuted ? { ...it, strength: Math.min(it.strength, unshared) } : it
  })
