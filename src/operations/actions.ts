import { z } from 'zod'
import { AppError } from '../base/error.ts'
import type { ActionDefinition } from '../domain/action.ts'
import { requestRefusals } from './acting-desk.ts'
import type { App } from './app.ts'
import { operation } from './operation.ts'
import { presentProposal, proposalSchema } from './present-proposal.ts'
import { questionText } from './schemas.ts'

const proposalId = z
  .string()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'must be the id of a proposal, as "actions list" shows it')
  .describe('Its id')
const proposalHash = z.string().regex(/^[0-9a-f]{64}$/, 'must be the hash of a proposal: 64 hexadecimal digits')

// None of these is a tool of MCP, and none ever may be: who approves is a person.

export const requestAction = operation({
  name: 'requestAction',
  summary: 'Ask for an action in plain words: shows exactly what would run, its check and its undo; runs when a person says yes',
  effect: 'write',
  access: 'owner',
  http: { method: 'POST', path: '/actions/requests' },
  cli: { words: ['do'], positional: ['request'], approve: { field: 'approve', from: 'hash' }, exitCode: (output) => requestExit(output as Requested) },
  input: z.strictObject({
    request: questionText.describe('What is to be done, in plain words'),
    approve: proposalHash.optional().describe('Run what was shown for these words: the hash that it showed, within five minutes'),
  }),
  output: z.object({
    proposal: proposalSchema.nullable(),
    hash: z.string().nullable().describe('What to approve; null: nothing waits for an approval'),
    refusal: z.object({ reason: z.enum(requestRefusals), message: z.string(), missing: z.array(z.object({ name: z.string(), range: z.string() })) }).nullable(),
    nearest: z.array(z.object({ name: z.string(), description: z.string() })).describe('Actions that may have been meant, nearest first'),
  }),
  run: async (app, { request, approve }, { signal }) => {
    if (approve !== undefined) return { proposal: await approveRequest(app, request, approve), hash: null, refusal: null, nearest: [] }
    const { proposal, refusal, nearest } = await app.acting.request(request, signal)
    return {
      proposal: proposal && presentProposal(proposal),
      hash: proposal && proposal.hash,
      refusal: refusal && { ...refusal, missing: [...refusal.missing] },
      nearest: [...nearest],
    }
  },
})

interface Requested {
  readonly proposal: { readonly state: string } | null
}
const requestExit = ({ proposal }: Requested): number => (proposal && ['proposed', 'succeeded'].includes(proposal.state) ? 0 : 1)

/** The words are asked again with the hash that they gave: another request's hash is no approval of this one. */
const approveRequest = async ({ acting }: App, request: string, hash: string) => {
  const known = (await acting.actions.list(recentProposals)).find((it) => it.hash === hash)
  if (!known) throw new AppError('not_found', 'There is no proposal with this hash. Ask without --approve: it shows what would run, and the hash to approve.')
  if (known.reason !== requestReason(acting.mask(request)))
    throw new AppError('conflict', 'This hash was shown for other words. Ask without --approve: it shows what would run, and the hash to approve.')
  return presentProposal(await acting.actions.approve(known.id, hash))
}

const recentProposals = 500

/** Of proposals that come of a request. */
export const requestReason = (words: string): string => `Asked for: ${words}`

export const listActions = operation({
  name: 'listActions',
  summary: 'The actions that the operator has defined, and what was proposed of late, newest first',
  effect: 'read',
  access: 'owner',
  http: { method: 'GET', path: '/actions' },
  cli: { words: ['actions', 'list'] },
  input: z.strictObject({ limit: z.int().min(1).max(500).default(50).describe('How many proposals at most') }),
  output: z.object({
    actions: z.array(
      z.object({
        name: z.string(),
        description: z.string(),
        parameters: z.array(
          z.object({
            name: z.string(),
            kind: z.enum(['enum', 'integer', 'inventory']),
            values: z.array(z.string()),
            min: z.int().nullable(),
            max: z.int().nullable(),
            description: z.string(),
          }),
        ),
        argv: z.array(z.string()),
        heals: z.array(z.string()),
        service: z.string().nullable(),
        has_check: z.boolean(),
        undone_by: z.string().nullable(),
      }),
    ),
    proposals: z.array(proposalSchema),
  }),
  run: async ({ acting }, { limit }) => ({
    actions: acting.actions.definitions.map(presentAction),
    proposals: (await acting.actions.list(limit)).map(presentProposal),
  }),
})

const presentAction = (it: ActionDefinition) => ({
  name: it.name,
  description: it.description,
  parameters: it.parameters.map(({ name, kind, values = [], min, max, description }) => ({
    name,
    kind,
    values: [...values],
    min: min ?? null,
    max: max ?? null,
    description,
  })),
  argv: [...it.argv],
  heals: [...it.heals],
  service: it.service,
  has_check: it.check !== null,
  undone_by: it.undo?.action ?? null,
})

export const proposeAction = operation({
  name: 'proposeAction',
  summary: 'Propose one action with its parameters; nothing runs before it is approved',
  effect: 'write',
  access: 'owner',
  http: { method: 'POST', path: '/actions/proposals', status: 201, statuses: [201] },
  cli: { words: ['actions', 'propose'], positional: ['action'] },
  input: z.strictObject({
    action: z.string().min(1).max(100).describe('Its name'),
    parameters: z
      .record(z.string(), z.union([z.string(), z.number()]))
      .default({})
      .describe('As JSON: {"unit": "nginx.service"}'),
    reason: questionText.default('Proposed by hand.').describe('Why'),
  }),
  output: proposalSchema,
  run: async ({ acting }, { action, parameters, reason }) =>
    presentProposal(await acting.actions.propose({ action, parameters, reason, evidence: [], investigationId: null })),
})

export const getProposal = operation({
  name: 'getProposal',
  summary: 'One proposal: what would run, on what evidence, and what came of it',
  effect: 'read',
  access: 'owner',
  http: { method: 'GET', path: '/actions/proposals/{proposal_id}' },
  cli: { words: ['actions', 'get'], positional: ['proposal_id'] },
  input: z.strictObject({ proposal_id: proposalId }),
  output: proposalSchema,
  run: async ({ acting }, { proposal_id }) => {
    const proposal = await acting.actions.find(proposal_id)
    if (!proposal) throw new AppError('not_found', `There is no proposal "${proposal_id}". "answerable actions list" shows those there are.`)
    return presentProposal(proposal)
  },
})

export const approveProposal = operation({
  name: 'approveProposal',
  summary: 'Say yes to exactly this: it runs, once, and is checked. Only for whom it was proposed to, within five minutes',
  effect: 'destroy',
  access: 'owner',
  http: { method: 'POST', path: '/actions/proposals/{proposal_id}/approve' },
  cli: { words: ['actions', 'approve'], positional: ['proposal_id', 'hash'], exitCode: (output) => requestExit({ proposal: output as { state: string } }) },
  input: z.strictObject({ proposal_id: proposalId, hash: proposalHash.describe('As it was shown') }),
  output: proposalSchema,
  run: async ({ acting }, { proposal_id, hash }) => presentProposal(await acting.actions.approve(proposal_id, hash)),
})

const ofProposal = { effect: 'write', access: 'owner', input: z.strictObject({ proposal_id: proposalId }), output: proposalSchema } as const

export const rejectProposal = operation({
  ...ofProposal,
  name: 'rejectProposal',
  summary: 'Say no to a proposal',
  http: { method: 'POST', path: '/actions/proposals/{proposal_id}/reject' },
  cli: { words: ['actions', 'reject'], positional: ['proposal_id'] },
  run: async ({ acting }, { proposal_id }) => presentProposal(await acting.actions.reject(proposal_id)),
})

export const renewProposal = operation({
  ...ofProposal,
  name: 'renewProposal',
  summary: 'Propose the same call again, to whoever asks: after five minutes, or when it was proposed to somebody else',
  http: { method: 'POST', path: '/actions/proposals/{proposal_id}/renew', status: 201, statuses: [201] },
  cli: { words: ['actions', 'renew'], positional: ['proposal_id'] },
  run: async ({ acting }, { proposal_id }) => presentProposal(await acting.actions.renew(proposal_id)),
})

export const undoProposal = operation({
  ...ofProposal,
  name: 'undoProposal',
  summary: 'Propose what takes back an action that has run; it asks again',
  http: { method: 'POST', path: '/actions/proposals/{proposal_id}/undo', status: 201, statuses: [201] },
  cli: { words: ['actions', 'undo'], positional: ['proposal_id'] },
  run: async ({ acting }, { proposal_id }) => presentProposal(await acting.actions.proposeUndo(proposal_id)),
})
