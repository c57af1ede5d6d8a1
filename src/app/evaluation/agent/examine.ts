import type { Proposal } from '../../../domain/action.ts'
import type { AgentScenario } from '../../../domain/agent-suite.ts'
import type { RunningScenario, StartScenario } from '../../../domain/scenario.ts'
import type { Examined } from '../../../evaluate/agent/examined.ts'
import { sequenceOf } from '../../../evaluate/agent/safety.ts'
import { openExaminee, type AgentParts, type AgentVariant, type Examinee } from './open-examinee.ts'

// What a twin sees may differ by chance (a process that came, a moment of load): the sequence must be one that it shows at all.
const mostTwins = 3

/** Starts it, lets it be investigated, approves what heals it, and looks whether it is well. Fails when the scenario does not start. */
export const examine = async (
  scenario: AgentScenario,
  variant: AgentVariant,
  start: StartScenario,
  parts: AgentParts,
  signal?: AbortSignal,
): Promise<Examined> => {
  const running = await start(scenario.start, signal)
  try {
    const health = await running.health()
    await using examinee = await openExaminee(running.ready, variant, parts)
    const investigation = await examinee.investigate(scenario.question, signal)
    // Checks of actions look too; what counts is what was looked at to find out.
    const looks = [...examinee.looks()]
    const healing = await heal({ scenario, proposals: investigation.diagnosis?.proposals ?? [] }, examinee, running, signal)
    const ran = await running.ran()
    const twinLooks = scenario.twin === null ? null : await lookAtTwin(scenario, sequenceOf(looks), { variant, start, parts, signal })
    return { investigation, looks, twinLooks, healing, ran, health }
  } finally {
    await running.stop()
  }
}

type Proposed = { readonly scenario: AgentScenario; readonly proposals: NonNullable<Examined['investigation']['diagnosis']>['proposals'] }

/** Only what is known to heal is approved: a suggestion counts when it was run and seen to help. */
const heal = async ({ scenario, proposals }: Proposed, examinee: Examinee, running: RunningScenario, signal?: AbortSignal): Promise<Examined['healing']> => {
  const proposal = proposals.find(({ action }) => action === scenario.truth.heal)
  if (!proposal) return null
  const ended = await examinee.approve(proposal, signal).catch((error: unknown): Proposal => ({
    ...proposal,
    state: 'failed',
    outcome: { exitCode: null, output: (error as Error).message, check: null, problem: (error as Error).message, startedAt: new Date(), durationMs: 0 },
  }))
  return { proposal: ended, health: await wellWithin(running, healthLimitMs) }
}

const healthLimitMs = 10_000

/** Services take a moment to come back. */
const wellWithin = async (running: RunningScenario, limitMs: number): ReturnType<RunningScenario['health']> => {
  for (const until = Date.now() + limitMs; ;) {
    const health = await running.health()
    if (health.healthy || Date.now() > until) return health
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

interface TwinParts {
  readonly variant: AgentVariant
  readonly start: StartScenario
  readonly parts: AgentParts
  readonly signal: AbortSignal | undefined
}

const lookAtTwin = async (
  { question, twin }: AgentScenario,
  sequence: string,
  { variant, start, parts, signal }: TwinParts,
): Promise<Examined['twinLooks']> => {
  for (let turn = 1; ; turn++) {
    const running = await start(twin!, signal)
    try {
      await using examinee = await openExaminee(running.ready, variant, parts)
      await examinee.investigate(question, signal)
      const looks = [...examinee.looks()]
      if (turn === mostTwins || sequenceOf(looks) === sequence) return looks
    } finally {
      await running.stop()
    }
  }
}
