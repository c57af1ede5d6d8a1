import { matchRequest } from '../../../act/request/match-request.ts'
import type { ActionDefinition } from '../../../domain/action.ts'
import type { ActingDesk } from '../../../operations/acting-desk.ts'
import { requestReason } from '../../../operations/actions.ts'

/** Plain words to a proposal, or to a refusal; either is in the audit log before it is answered. */
export const requestDesk =
  ({ actions, audit, killSwitch, mask }: Pick<ActingDesk, 'actions' | 'audit' | 'killSwitch' | 'mask'>): ActingDesk['request'] =>
  async (words) => {
    await killSwitch.assertRunning()
    const { action, refusal, nearest, ...matched } = matchRequest(words, actions.definitions)
    await audit.append(
      refusal
        ? { kind: 'refusal', subject: null, detail: { of: 'request', words, reason: refusal.reason, why: refusal.message } }
        : { kind: 'request', subject: null, detail: { words, action } },
    )
    const near = nearest.map(named)
    if (refusal) return { proposal: null, refusal, nearest: near }
    const { parameters } = matched as { parameters: Readonly<Record<string, string>> }
    const proposal = await actions.propose({ action, parameters, reason: requestReason(mask(words)), evidence: [], investigationId: null })
    return { proposal, refusal: null, nearest: near.filter(({ name }) => name !== action) }
  }

const named = ({ name, description }: ActionDefinition) => ({ name, description })
