import type { z } from 'zod'
import type { listActions, requestAction } from '../../../src/operations/actions.ts'
import type { listAudit, verifyAudit } from '../../../src/operations/audit.ts'
import type { agentState } from '../../../src/operations/kill-switch.ts'
import { requestJson } from './request.ts'

export type Listed = z.output<typeof listActions.output>
export type Proposal = Listed['proposals'][number]
export type DefinedAction = Listed['actions'][number]
export type Requested = z.output<typeof requestAction.output>
export type AgentState = z.output<typeof agentState.output>
export type AuditRecord = z.output<typeof listAudit.output>['records'][number]
export type AuditVerdict = z.output<typeof verifyAudit.output>

export const readActions = (): Promise<Listed> => requestJson('actions?limit=50')
export const readAgent = (): Promise<AgentState> => requestJson('agent')
export const readAudit = async (): Promise<AuditRecord[]> => (await requestJson<z.output<typeof listAudit.output>>('audit?limit=50')).records
export const readVerdict = (): Promise<AuditVerdict> => requestJson('audit/verify')

export const askForAction = (request: string): Promise<Requested> => requestJson('actions/requests', json({ request }))
/** Exactly what was shown: the hash travels with the yes. */
export const approve = ({ proposal_id, hash }: Proposal): Promise<Proposal> => requestJson(`actions/proposals/${proposal_id}/approve`, json({ hash }))
export const reject = ({ proposal_id }: Proposal): Promise<Proposal> => requestJson(`actions/proposals/${proposal_id}/reject`, json({}))
export const renew = ({ proposal_id }: Proposal): Promise<Proposal> => requestJson(`actions/proposals/${proposal_id}/renew`, json({}))
export const undo = ({ proposal_id }: Proposal): Promise<Proposal> => requestJson(`actions/proposals/${proposal_id}/undo`, json({}))
export const stopAgent = (reason: string): Promise<AgentState> => requestJson('agent/stop', json({ reason }))
export const resumeAgent = (): Promise<AgentState> => requestJson('agent/resume', json({}))

const json = (body: unknown): RequestInit => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
