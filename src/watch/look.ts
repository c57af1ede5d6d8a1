/** One look of a watch: what was seen, against what it remembers → what it remembers now, and which signals stand. */
import { nearest } from '../base/nearest.ts'
import type { Fact, Observation } from '../domain/capability.ts'
import type { Grade, Signal, Watch } from '../domain/watch.ts'
import { emptyMemory, mostRecent, mostThings, type ThingMemory, type WatchMemory } from './memory.ts'
import { judgeNewLines } from './rules/burst.ts'
import { judge } from './rules/judge.ts'
import type { Verdict } from './rules/verdict.ts'
import { readSamples, type Sample, type Samples } from './samples.ts'
import { duration, oneLine, thingWords } from './say.ts'
import { afterLook, noStanding, type Patience } from './standing.ts'

export interface Look {
  readonly memory: WatchMemory
  /** Of this watch, all that stand now. */
  readonly signals: readonly Signal[]
  /** Why less was seen than there should be; null where all is well. */
  readonly problem: string | null
}

/** Name of the fact of a signal that says that nothing could be seen. */
export const unseenFact = 'unseen'

/** Things that are not seen any more are forgotten then: pods have a new name each time. */
const forgetMs = 86_400_000

export const look = (watch: Watch, before: WatchMemory, observation: Observation, now: Date): Look => {
  const nowMs = now.getTime()
  const samples = readSamples(watch, observation, nowMs)
  const followed = followedThings(before, samples)
  const things: Record<string, ThingMemory> = {}
  for (const thing of followed) {
    const after = lookAtThing({ watch, observation, nowMs, looks: before.looks }, before.things[thing], samples.things.get(thing) ?? null)
    if (after) things[thing] = after
  }
  const hasSeen = observation.problem === null || samples.things.size > 0
  const leftOut = [...samples.things.keys()].filter((thing) => !followed.has(thing)).length
  const unseen = afterLook(before.unseen, whyUnseen(watch, samples, observation), nowMs, watch)
  const memory: WatchMemory = { ...emptyMemory, things, unseen, looks: Math.min(100, before.looks + (hasSeen ? 1 : 0)), leftOut }
  return { memory, signals: signalsOf(watch, memory, observation, now), problem: problemOf(observation, samples, leftOut) }
}

/** Those that are known come first: a flood of new ones does not push them out. */
const followedThings = (before: WatchMemory, { things }: Samples): ReadonlySet<string> => {
  const known = Object.keys(before.things)
  return new Set(
    [...known.filter((it) => things.has(it)), ...known, ...things.keys()]
      .slice(0, 2 * mostThings)
      .filter(firstTimes())
      .slice(0, mostThings),
  )
}

const firstTimes = (): ((thing: string) => boolean) => {
  const seen = new Set<string>()
  return (thing) => !seen.has(thing) && seen.add(thing) !== null
}

interface Looking {
  readonly watch: Watch
  readonly observation: Observation
  readonly nowMs: number
  /** Looks before this one. */
  readonly looks: number
}

/** `samples`: null where nobody spoke of it, empty where nothing true was said. Null: it is forgotten. */
const lookAtThing = (looking: Looking, before: ThingMemory | undefined, samples: readonly Sample[] | null): ThingMemory | null => {
  const { watch, observation, nowMs } = looking
  const newest = samples?.at(-1)
  if (!newest) return before ? afterSilence(looking, before, samples === null) : null
  let { rule = null, recent = [], standing = noStanding, isLearning = false }: Partial<ThingMemory> = before ?? {}
  let wrong: string | null = standing.rightSinceMs === null ? standing.sentence : null
  for (const sample of samples!) {
    if (before && sample.atMs <= before.atMs) continue
    const verdict = judged(looking, before === undefined, rule, sample)
    rule = verdict.memory
    wrong = verdict.wrong === null ? null : `${subject(looking, sample.fact.labels)} ${verdict.wrong}`
    isLearning = verdict.isLearning ?? false
    if (typeof sample.fact.value === 'number') recent = withRecent(recent, sample.fact.value)
  }
  standing = afterLook(standing, wrong, nowMs, patienceOf(watch))
  const { fact, atMs } = newest
  const seen = { labels: boundedLabels(fact.labels), value: boundedValue(fact.value), atMs, seenMs: nowMs, observationId: observation.id }
  return { ...seen, isLearning, standing, rule, recent }
}

/** A burst is over as soon as it is seen: it counts at once. */
const patienceOf = ({ rule, forSeconds, clearSeconds }: Watch): Patience => ({ forSeconds: rule.kind === 'burst' ? 0 : forSeconds, clearSeconds })

const judged = ({ watch, looks }: Looking, isNew: boolean, memory: unknown, { fact, atMs }: Sample): Verdict => {
  const sample = { name: fact.name, value: fact.value!, atMs }
  if (watch.rule.kind !== 'burst') return judge(watch.rule, memory, sample)
  return isNew ? judgeNewLines(watch.rule, looks, fact.labels['severity'], sample) : judge(watch.rule, memory, sample)
}

/** `used_share of mount /var`; lines of a log are told by their words, where the observation has them: a template's id means nothing to a person. */
const subject = ({ watch, observation }: Looking, labels: Fact['labels']): string => {
  const id = labels['template']
  const line = id === undefined ? undefined : observation.lines.find((it) => it.startsWith(`${id} `))
  if (line !== undefined)
    return `lines like "${oneLine(line.replace(/^\S+ (?:\d+× \S+: )?/, ''), 160)}"${labels['severity'] === undefined ? '' : ` (${oneLine(labels['severity'])})`}`
  const thing = thingWords(labels)
  return `${watch.fact}${thing && ` of ${thing}`}`
}

const withRecent = (recent: readonly number[], value: number): readonly number[] => [...recent, Number(value.toPrecision(6))].slice(-mostRecent)

/** Where all was told and this is no part of it, it is gone; where something went wrong, nothing is known of it and it stays as it is. */
const afterSilence = (looking: Looking, before: ThingMemory, isUnnamed: boolean): ThingMemory | null => {
  const { watch, nowMs, observation } = looking
  if (nowMs - before.seenMs > forgetMs) return null
  if (watch.rule.kind === 'absent') {
    const sentence = `${subject(looking, before.labels)} has not been seen for ${duration((nowMs - before.seenMs) / 1000)}`
    return { ...before, standing: afterLook(before.standing, sentence, nowMs, watch) }
  }
  if (!isUnnamed || observation.problem !== null) return before
  const gone = { ...before, standing: afterLook(before.standing, null, nowMs, watch) }
  // Lines that did not come are a count like any other.
  if (watch.rule.kind !== 'burst') return gone
  return {
    ...gone,
    value: 0,
    atMs: nowMs,
    rule: judge(watch.rule, before.rule, { name: watch.fact, value: 0, atMs: nowMs }).memory,
    recent: withRecent(before.recent, 0),
  }
}

/** A healthy answer without any fact is unseen only for a rule that waits for one, a list of failed units may be empty, and for a name that is misspelt. */
const whyUnseen = (watch: Watch, { things, faults }: Samples, { problem, facts }: Observation): string | null => {
  if ([...things.values()].some((samples) => samples.length > 0)) return null
  const told = [...new Set(facts.map(({ name }) => name))]
  const meant = told.includes(watch.fact) ? null : nearest(watch.fact, told)
  const why = problem ?? faults[0] ?? (meant && `${watch.capability} tells no "${watch.fact}", but "${meant}"`)
  if (why) return `nothing can be seen: ${oneLine(why.replace(/\.$/, ''), 240)}`
  return watch.rule.kind === 'absent' ? `nothing is seen of ${watch.fact}` : null
}

const problemOf = ({ problem }: Observation, { faults }: Samples, leftOut: number): string | null => {
  const sentences = [
    ...(problem === null ? [] : [oneLine(problem, 400)]),
    ...faults,
    ...(leftOut ? [`${leftOut} more things were seen than the ${mostThings} that one watch follows: name labels in the watch.`] : []),
  ]
  return sentences.length > 0 ? sentences.join(' ') : null
}

const signalsOf = (watch: Watch, { things, unseen }: WatchMemory, observation: Observation, now: Date): Signal[] => {
  const signal = (grade: Grade, fact: Fact, observationId: string, sentence: string): Signal => ({
    watch: watch.name,
    service: watch.service,
    grade,
    fact,
    observationId,
    sentence,
  })
  const ofThings = Object.values(things)
    .filter(({ standing }) => standing.isStanding)
    .map((it) => {
      const fact = { name: watch.fact, value: it.value, labels: it.labels, at: new Date(it.atMs) }
      return signal(watch.grade, fact, it.observationId, `${watch.name}: ${it.standing.sentence ?? `${watch.fact} is wrong`}.`)
    })
  if (!unseen.isStanding) return ofThings
  const fact = { name: unseenFact, value: null, labels: watch.labels, at: now }
  const grade = watch.rule.kind === 'absent' ? watch.grade : lesser(watch.grade)
  return [...ofThings, signal(grade, fact, observation.id, `${watch.name}: ${unseen.sentence ?? 'nothing can be seen'}.`)]
}

/** That a watch sees nothing is not yet that its thing is wrong. */
const lesser = (grade: Grade): Grade => (grade === 'critical' ? 'warning' : grade)

const boundedLabels = (labels: Fact['labels']): Fact['labels'] =>
  Object.fromEntries(
    Object.entries(labels)
      .slice(0, 20)
      .map(([label, value]) => [oneLine(label), oneLine(value, 200)]),
  )

const boundedValue = (value: Fact['value']): Fact['value'] => (typeof value === 'string' ? oneLine(value, 200) : value)
