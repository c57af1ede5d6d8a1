import type { CauseCategory } from '../../domain/investigation.ts'
import { evidenceOf, type Sighting } from '../evidence.ts'
import type { Detected, Detector, Hypothesis } from '../hypothesis.ts'
import { numberOf, percent, thingOf, type Seen } from '../seen.ts'

interface Filling {
  readonly capability: RegExp
  readonly fact: string
  /** Share from which it is full, and from which it is getting there. */
  readonly full: number
  readonly high: number
  readonly category: CauseCategory
  readonly labels: readonly string[]
  readonly sentence: (thing: string, share: string) => string
}

/** What fills up: a share of something that has an end. Thresholds are where programs begin to fail, not where a person would begin to tidy. */
const fillings: readonly Filling[] = [
  {
    capability: /^disk_usage$/,
    fact: 'used_share',
    full: 0.97,
    high: 0.9,
    category: 'disk_full',
    labels: ['mount'],
    sentence: (thing, share) => `The disk at ${thing} is ${share} full`,
  },
  {
    capability: /^inode_usage$/,
    fact: 'used_share',
    full: 0.97,
    high: 0.9,
    category: 'inodes_exhausted',
    labels: ['mount'],
    sentence: (thing, share) => `Of the inodes at ${thing}, ${share} are used`,
  },
  {
    capability: /^memory_usage$/,
    fact: 'used_share',
    full: 0.97,
    high: 0.93,
    category: 'memory_exhausted',
    labels: [],
    sentence: (_, share) => `Of the machine's memory, ${share} is used`,
  },
  {
    capability: /^file_descriptors$/,
    fact: 'used_share',
    full: 0.95,
    high: 0.85,
    category: 'file_descriptors_exhausted',
    labels: [],
    sentence: (_, share) => `Of the files that the machine may have open, ${share} are`,
  },
  {
    capability: /^process_state$/,
    fact: 'open_files_share',
    full: 0.95,
    high: 0.85,
    category: 'file_descriptors_exhausted',
    labels: ['process'],
    sentence: (thing, share) => `Of the files that ${thing} may have open, ${share} are`,
  },
  {
    capability: /^task_limits$/,
    fact: 'used_share',
    full: 0.95,
    high: 0.85,
    category: 'memory_exhausted',
    labels: [],
    sentence: (_, share) => `Of the tasks that the machine may run, ${share} are there`,
  },
]

export const detectFilling: Detector = (seen) => {
  const all = fillings.map((filling) => detectOne(seen, filling))
  return { found: all.flatMap(({ found }) => found), healthy: all.flatMap(({ healthy }) => healthy) }
}

const detectOne = (seen: Seen, { capability, fact, full, high, category, labels, sentence }: Filling): Detected => {
  const shares = seen.facts(fact, capability).flatMap((sighting) => {
    const share = numberOf(sighting.fact)
    return share === null ? [] : [{ sighting, share }]
  })
  const told = (sighting: Sighting, share: number): string => `${sentence(thingOf(sighting, ...labels), percent(share))}.`
  const isMachine = labels.length === 0 || labels[0] === 'mount'
  const serviceOf = (sighting: Sighting): string | null => (isMachine ? null : seen.serviceOf(sighting))
  const isHigh = shares.filter(({ share }) => share >= high)
  const found = isHigh.map(({ sighting, share }): Hypothesis => {
    const text = told(sighting, share)
    return { category, service: serviceOf(sighting), text, evidence: [evidenceOf(sighting, text)], strength: share >= full ? 0.9 : 0.45 }
  })
  const [fullest] = shares.toSorted((one, other) => other.share - one.share)
  if (!fullest || found.length > 0) return { found, healthy: [] }
  const text = told(fullest.sighting, fullest.share)
  return { found, healthy: [{ category, service: serviceOf(fullest.sighting), text, evidence: [evidenceOf(fullest.sighting, text)] }] }
}
