/** From a question or an incident to a diagnosis that rests on what was seen: fixed stages that need no model, and are better with one. */
import { isAppError } from '../base/error.ts'
import { newId } from '../base/id.ts'
import type { Diagnosis, Evidence, Investigate, Investigation, InvestigationEvent, SuggestedCommand } from '../domain/investigation.ts'
import { askedAbout } from './asked-about.ts'
import { conclude } from './conclude.ts'
import { confidenceOf, confidenceOfHealth } from './confidence.ts'
import { detectAll } from './detect/detect-all.ts'
import { isThere } from './evidence.ts'
import { followUps } from './follow.ts'
import { depthScoreOf, ranked, type Healthy, type Hypothesis } from './hypothesis.ts'
import { leftOut, unmadeLooks } from './left-out.ts'
import type { InvestigateParts } from './parts.ts'
import { planLooks } from './plan-looks.ts'
import { proposeFor } from './propose.ts'
import { readLines } from './read-lines.ts'
import { addNote, assertGoesOn, beginRun, lookAt, type Run } from './run.ts'
import { askRunbooks } from './runbooks.ts'
import { askedFor, scopeOf, type Scope } from './scope.ts'
import { seenOf } from './seen.ts'
import { sweepOf, type Offered } from './sweep.ts'
import { relieved, weighed } from './weigh.ts'

/** Below it, something is wrong and the evidence does not say what. */
const sure = 0.35
/** From here on words of logs can hardly change it. */
const clear = 0.8
/** Below it, something was noticed, and nothing is wrong. */
const wrong = 0.25
/** Large models may look again so often. */
const mostRounds = 3
const mostSampled = 3
const mostSuggested = 10
const samples = 2
const sampleMs = 1_500

export const investigating = (parts: InvestigateParts): Investigate =>
  async function* (request, outer) {
    await parts.assertRunning()
    const run = beginRun(parts, request, outer)
    const begun = beginning(run)
    try {
      await parts.record({ ...ended(begun, run, { state: 'running', diagnosis: null, error: null }), endedAt: null })
      const diagnosis = yield* diagnose(run, begun.id)
      const done = ended(begun, run, { state: 'done', diagnosis, error: null })
      await parts.record(done)
      return done
    } catch (error) {
      const isStopped = run.signal.aborted || (isAppError(error) && error.code === 'unavailable')
      const why = isAppError(error) ? error.message : isStopped ? 'It was stopped.' : 'It failed inside; the log of the program says how.'
      const broken = ended(begun, run, { state: isStopped ? 'stopped' : 'failed', diagnosis: null, error: why })
      await parts.record(broken)
      if (!isStopped && !isAppError(error)) throw error
      return broken
    } finally {
      run.end()
    }
  }

async function* diagnose(run: Run, investigationId: string): AsyncGenerator<InvestigationEvent, Diagnosis> {
  const { parts, request } = run
  yield stage('scope')
  const incident = request.incidentId === null ? null : await parts.findIncident(request.incidentId)
  const scope = scopeOf(request.question, incident, parts.systems)
  const offered = await offeredNow(run)

  yield stage('look')
  yield* lookAt(run, sweepOf(offered, scope, parts.now()))
  yield* lookAt(run, followUps(run, offered))
  yield* sample(run, scope)
  for (let round = 0; round < mostRounds; round++) {
    const looks = await planLooks(run, offered, suspected(run, scope).hypotheses)
    if (looks.length === 0) break
    yield stage('look again')
    yield* lookAt(run, looks)
  }

  yield stage('read')
  const clues = await readLines(run, (suspected(run, scope).hypotheses[0]?.strength ?? 0) >= clear)
  const { hypotheses, healthy } = suspected(run, scope, clues)

  yield stage('conclude')
  await assertGoesOn(run)
  return verified(run, await concluded(run, investigationId, scope, hypotheses, healthy))
}

/** What grows shows only over time: processes are looked at again, those that are asked about, or the first few. */
async function* sample(run: Run, { names }: Scope): AsyncGenerator<InvestigationEvent, void> {
  const processes = run.observations.filter(({ capability }) => capability === 'process_state')
  const named = processes.filter(({ params }) => names.has(String(params['process'])))
  const looks = (named.length > 0 ? named : processes).slice(0, mostSampled).map(({ capability, params }) => ({ capability, params }))
  for (let again = 0; again < samples && looks.length > 0 && run.spent.steps < run.request.limits.steps; again++) {
    await run.parts.sleep(sampleMs, run.signal).catch(() => {})
    yield* lookAt(run, looks, true)
  }
}

const stage = (name: string): InvestigationEvent => ({ type: 'stage', stage: name })

const offeredNow = async ({ parts, signal, notes }: Run): Promise<Offered[]> => {
  // What the operator has not written down is missed by nobody.
  for (const { name, why } of parts.capabilities.missing) if (!why.startsWith('systems.yaml names no')) notes.push(`${name} is not there: ${why}`)
  return Promise.all(parts.capabilities.list.map(async (capability) => ({ capability, inventory: await capability.inventory(signal).catch(() => ({})) })))
}

interface Suspected {
  readonly hypotheses: readonly Hypothesis[]
  readonly healthy: readonly Healthy[]
}

const suspected = ({ observations, parts, request }: Run, { names }: Scope, clues: readonly Hypothesis[] = []): Suspected => {
  const seen = seenOf(observations, parts, request.question)
  const { found, healthy } = detectAll(seen)
  const told = weighed(clues, found, healthy, seen)
  const about = askedAbout(request.question)
  const all = [...relieved(found, told, healthy), ...told].map((it) => (about.has(it.category) ? { ...it, isAsked: true } : it))
  const asked = askedFor(
    request.question,
    all.map(({ service }) => service),
  )
  return { hypotheses: ranked(all, new Set([...names, ...asked])), healthy }
}

const concluded = async (
  run: Run,
  investigationId: string,
  scope: Scope,
  hypotheses: readonly Hypothesis[],
  healthy: readonly Healthy[],
): Promise<Diagnosis> => {
  const { names } = scope
  const unmade = unmadeLooks(run).length
  const [first] = hypotheses.filter(({ strength }) => strength >= wrong)
  for (const { text } of hypotheses.filter(({ strength }) => strength < wrong).slice(0, 5)) addNote(run, `Noticed, and no cause: ${text}`)
  const ruledOut = healthy.map(({ text, evidence }) => ({ text, evidence }))
  const rest = { ruledOut, runbooks: [], proposals: [], suggestedCommands: [], notes: run.notes }
  if (!first) return { ...healthOf(run, healthy, leftOut(run, scope)), cause: null, confidence: confidenceOfHealth(run.observations, unmade), ...rest }
  const suspects = hypotheses.filter(({ strength }) => strength >= wrong)
  const { hypothesis, summary, commands } = await conclude(run, suspects, healthy, names)
  const confidence = confidenceOf(hypothesis, hypotheses, names, run.observations, unmade)
  const isFound = depthScoreOf(hypothesis) >= sure
  const evidence = evidenceFor(hypothesis, hypotheses)
  const { citations, commands: written } = await askRunbooks(run, hypothesis)
  const { category, service, text } = hypothesis
  return {
    ...rest,
    verdict: isFound ? 'cause_found' : 'unclear',
    summary: isFound ? summary : `Something is wrong, and what was seen does not say why: ${summary}`,
    cause: { text, category, service, evidence },
    confidence,
    runbooks: citations,
    proposals: isFound ? await proposeFor(run, investigationId, hypothesis, evidence) : [],
    suggestedCommands: await suggested(run, [...written, ...commands.map((command) => ({ command, documentId: null }))]),
  }
}

/** Each with the verdict of the recogniser; the program runs none of them. */
const suggested = ({ parts }: Run, commands: readonly Pick<SuggestedCommand, 'command' | 'documentId'>[]): Promise<SuggestedCommand[]> =>
  Promise.all(
    commands
      .filter(({ command }, index, all) => all.findIndex((it) => it.command === command) === index)
      .slice(0, mostSuggested)
      .map(async (it) => {
        const { verdict, why } = await parts.judgeCommand(it.command)
        return { ...it, verdict, why }
      }),
  )

/** Its own, then what agrees with it. */
const evidenceFor = (cause: Hypothesis, hypotheses: readonly Hypothesis[]): Evidence[] =>
  [cause, ...hypotheses.filter((it) => it !== cause && it.category === cause.category)]
    .flatMap(({ evidence }) => evidence)
    .filter((one, index, all) => all.findIndex((it) => it.observationId === one.observationId && it.fact === one.fact && it.line === one.line) === index)

/** What was left out may be what is wrong. */
const healthOf = ({ observations, notes }: Run, healthy: readonly Healthy[], unseen: readonly string[]): Pick<Diagnosis, 'verdict' | 'summary'> => {
  if (observations.length === 0) return { verdict: 'unclear', summary: 'Nothing could be looked at, so nothing can be said.' }
  const told = healthy.slice(0, 4).map(({ text }) => text)
  if (unseen.length > 0) {
    const [most, more] = [unseen.slice(0, mostTold).join(', '), unseen.length - mostTold]
    const missing = `Not looked at: ${most}${more > 0 ? `, and ${more} more` : ''}.`
    return { verdict: 'unclear', summary: ['What was looked at is well, and not all was looked at, so it is unclear.', missing, ...told].join(' ') }
  }
  const rest = notes.length > 0 ? ['What could not be seen stands in the notes.'] : []
  return { verdict: 'nothing_wrong', summary: [`Nothing is wrong as far as ${observations.length} looks show.`, ...told, ...rest].join(' ') }
}
const mostTold = 6

/** Evidence that is not there is taken out, and with it a cause that rests on nothing else. */
const verified = ({ observations }: Run, diagnosis: Diagnosis): Diagnosis => {
  const kept = (evidence: readonly Evidence[]): Evidence[] => evidence.filter((it) => isThere(it, observations))
  const evidence = diagnosis.cause ? kept(diagnosis.cause.evidence) : []
  const ruledOut = diagnosis.ruledOut.map((it) => ({ ...it, evidence: kept(it.evidence) })).filter((it) => it.evidence.length > 0)
  if (!diagnosis.cause || evidence.length > 0) return { ...diagnosis, ruledOut, cause: diagnosis.cause && { ...diagnosis.cause, evidence } }
  return {
    ...diagnosis,
    verdict: 'unclear',
    cause: null,
    ruledOut,
    confidence: 0.05,
    summary: 'Something may be wrong; nothing that was seen shows it.',
    proposals: [],
  }
}

const beginning = ({ parts, request }: Run) => ({
  id: newId(parts.now().getTime()),
  question: request.question,
  incidentId: request.incidentId,
  caller: parts.caller(),
  traceId: parts.traceId(),
  startedAt: parts.now(),
  model: parts.model()?.generator.id ?? 'rules',
  clock: parts.clock(),
})

const ended = (
  { clock, ...begun }: ReturnType<typeof beginning>,
  { parts, observations, spent }: Run,
  end: Pick<Investigation, 'state' | 'diagnosis' | 'error'>,
): Investigation => ({ ...begun, ...end, endedAt: parts.now(), observations, usage: { ...spent, durationMs: Math.round(parts.clock() - clock) } })
