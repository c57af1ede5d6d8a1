import { AppError, isAppError } from '../base/error.ts'
import { newId } from '../base/id.ts'
import type { ActionDefinition, ActionOutcome, ActionRunner, Actions, PinnedFile, Proposal, ProposalStore, ProposeRequest } from '../domain/action.ts'
import type { AuditEntry, AuditLog, KillSwitch } from '../domain/audit.ts'
import { currentCall } from '../domain/call.ts'
import { approvalMs, assertApprovable, used } from './assert-approvable.ts'
import { checkFault, holdCheck, type CheckParts } from './hold-check.ts'
import { checkSentence, planCall, undoSentence, type PlannedCall } from './plan-call.ts'
import { proposalHash } from './proposal-hash.ts'

export interface ActionParts extends CheckParts {
  readonly definitions: readonly ActionDefinition[]
  /** As the operator's file says it now: what was changed since is not run. */
  readonly reread: () => Promise<readonly ActionDefinition[]>
  readonly store: ProposalStore
  readonly runner: ActionRunner
  readonly audit: Pick<AuditLog, 'append'>
  readonly killSwitch: Pick<KillSwitch, 'signal' | 'assertRunning'>
  /** Takes secrets and personal data out of words before they are kept. */
  readonly mask: (text: string) => string
}

/** Proposes, and runs what a person has approved: each step is a state that is kept before the next one begins, with its record in the audit log. */
export const actions = (parts: ActionParts): Actions => {
  const { definitions, store, runner, audit, killSwitch, now, mask } = parts

  const propose = async (request: ProposeRequest): Promise<Proposal> => {
    const [planned, pinned] = await refusalsRecorded(audit, { of: 'proposal', subject: request.investigationId }, async () => {
      const call = planCall(definitionOf(definitions, request.action), request.parameters)
      const fault = call.check && checkFault(parts.capabilities, call.check)
      if (fault) throw new AppError('invalid', `The check of "${request.action}" can never hold: ${fault} Correct "fact" in systems.yaml.`)
      return [call, await runner.pin(call.argv, call.definition.access)] as const
    })
    const proposal = describe(request, planned, pinned)
    await store.add(proposal, { kind: request.undoes ? 'undo' : 'proposal', subject: proposal.id, detail: { ...facts(proposal), reason: proposal.reason } })
    return proposal
  }

  const describe = ({ reason, evidence, investigationId, undoes = null }: ProposeRequest, planned: PlannedCall, pinned: readonly PinnedFile[]): Proposal => {
    const { id: caller } = currentCall().caller
    const proposedAt = now()
    const bound = {
      id: newId(proposedAt.getTime()),
      reason: mask(reason),
      proposedBy: caller,
      proposedTo: caller === 'system' ? 'owner' : caller,
      investigationId,
      undoes,
      expiresAt: new Date(proposedAt.getTime() + approvalMs),
    }
    return {
      ...bound,
      hash: proposalHash(bound, planned, pinned),
      action: planned.definition.name,
      parameters: planned.parameters,
      argv: planned.argv,
      access: planned.definition.access,
      pinned,
      evidence,
      expectedEffect: planned.definition.description,
      check: checkSentence(planned),
      undo: undoSentence(planned),
      state: 'proposed',
      proposedAt,
      outcome: null,
    }
  }

  /** The call as it would be made now; fails with `conflict` where that is no longer what was proposed. */
  const unchanged = async (proposal: Proposal): Promise<PlannedCall> => {
    try {
      const planned = planCall(definitionOf(await parts.reread(), proposal.action), proposal.parameters)
      if (proposalHash(proposal, planned, await runner.pin(planned.argv, planned.definition.access)) === proposal.hash) return planned
    } catch (error) {
      if (!isAppError(error)) throw error
      throw new AppError('conflict', `${changed} ${error.message}`, { cause: error })
    }
    throw new AppError('conflict', `${changed} Read its definition, and propose it again.`)
  }

  const approve = async (id: string, hash: string): Promise<Proposal> => {
    const proposal = await refusalsRecorded(audit, approvalOf(null), () => found(store, id))
    const planned = await refusalsRecorded(audit, approvalOf(id), async () => {
      assertApprovable(proposal, { id, hash, principal: currentCall().caller.id, at: now() })
      await killSwitch.assertRunning()
      await runner.assertReady()
      return unchanged(proposal)
    })
    const approved = await store.move({ id, hash, from: 'proposed', to: 'approved' }, { kind: 'approval', subject: id, detail: facts(proposal) })
    if (!approved) throw await recorded(audit, approvalOf(id), new AppError('conflict', used('proposed')))
    return store.keepAlive(id, () => run(approved, planned))
  }

  const run = async (proposal: Proposal, planned: PlannedCall): Promise<Proposal> => {
    const { id, hash } = proposal
    const running = await store.move({ id, hash, from: 'approved', to: 'running' }, { kind: 'run', subject: id, detail: { begins: true, ...facts(proposal) } })
    if (!running) throw new AppError('conflict', used('unknown'))
    const outcome = await outcomeOf(proposal, planned)
    const to = outcome.exitCode !== 0 || outcome.problem !== null ? 'failed' : outcome.check?.held === false ? 'check_failed' : 'succeeded'
    const ended = await store.move({ id, hash, from: 'running', to, outcome }, { kind: 'run', subject: id, detail: { ends: to, ...outcome } })
    if (ended?.undoes && to === 'succeeded') await undone(ended.undoes)
    return ended ?? (await found(store, id))
  }

  const outcomeOf = async ({ id, argv, access, pinned }: Proposal, { definition, check }: PlannedCall): Promise<ActionOutcome> => {
    const signal = killSwitch.signal()
    const ran = await runner.run({ argv, access, limitMs: definition.limitSeconds * 1000, pinned }, signal)
    const masked = { ...ran, output: mask(ran.output) }
    if (ran.exitCode !== 0 || ran.problem !== null || !check) return { ...masked, check: null }
    const held = await holdCheck(parts, check, signal).catch((error: unknown) => ({
      held: false,
      sentence: `It could not be checked: ${(error as Error).message}`,
    }))
    await audit.append({ kind: 'check', subject: id, detail: held })
    return { ...masked, check: held }
  }

  const undone = async (id: string): Promise<void> => {
    const original = await found(store, id)
    await store.move({ id, hash: original.hash, from: original.state, to: 'undone' }, { kind: 'undo', subject: id, detail: { undone: true } })
  }

  return {
    definitions,
    propose,
    approve,
    reject: async (id) => {
      const { hash } = await found(store, id)
      const rejected = await store.move({ id, hash, from: 'proposed', to: 'rejected' }, { kind: 'rejection', subject: id, detail: {} })
      if (!rejected) throw new AppError('conflict', used((await found(store, id)).state))
      return rejected
    },
    renew: async (id) => {
      const { action, parameters, reason, evidence, investigationId, undoes } = await found(store, id)
      return propose({ action, parameters, reason, evidence, investigationId, undoes })
    },
    proposeUndo: async (id) => {
      const { action, parameters, state, investigationId } = await found(store, id)
      if (!undoable.has(state)) throw new AppError('conflict', 'This has not run, so there is nothing to take back.')
      const { undo } = planCall(definitionOf(definitions, action), parameters)
      if (!undo) throw new AppError('conflict', `"${action}" cannot be taken back: its definition names no action that would.`)
      return propose({ ...undo, reason: `Takes back "${action}".`, evidence: [], investigationId, undoes: id })
    },
    find: store.find,
    list: store.list,
  }
}

const changed = 'What would run now is not what was proposed: its definition, its program or the inventory was changed since. Nothing was run.'
const undoable: ReadonlySet<string> = new Set(['succeeded', 'failed', 'check_failed', 'unknown'])

const found = async (store: ProposalStore, id: string): Promise<Proposal> => {
  const proposal = await store.find(id)
  if (proposal) return proposal
  throw new AppError('not_found', `There is no proposal "${id.slice(0, 64)}". "answerable actions list" shows those there are.`)
}

const definitionOf = (definitions: readonly ActionDefinition[], name: string): ActionDefinition => {
  const definition = definitions.find((it) => it.name === name)
  if (definition) return definition
  throw new AppError('not_found', `No action "${name.slice(0, 64)}" is defined. Defined are: ${definitions.map((it) => it.name).join(', ') || 'none'}.`)
}

const facts = ({ action, parameters, argv, hash }: Proposal): AuditEntry['detail'] => ({ action, parameters, argv, hash })

interface Refused {
  readonly of: 'proposal' | 'approval'
  readonly subject: string | null
}

const approvalOf = (subject: string | null): Refused => ({ of: 'approval', subject })

const refusalsRecorded = async <Result>(audit: Pick<AuditLog, 'append'>, refused: Refused, work: () => Promise<Result>): Promise<Result> => {
  try {
    return await work()
  } catch (error) {
    throw await recorded(audit, refused, error)
  }
}

const recorded = async (audit: Pick<AuditLog, 'append'>, { of, subject }: Refused, error: unknown): Promise<unknown> => {
  await audit.append({ kind: 'refusal', subject, detail: { of, why: isAppError(error) ? error.message : 'It could not be decided.' } })
  return error
}
