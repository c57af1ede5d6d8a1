/** Actions, proposals, and a store of them in memory that keeps the contract of the real one. */
import { newId, sha256 } from '../../src/base/id.ts'
import type { ActionDefinition, Proposal, ProposalStore } from '../../src/domain/action.ts'
import type { AuditEntry } from '../../src/domain/audit.ts'

export const anAction = (given: Partial<ActionDefinition> = {}): ActionDefinition => ({
  name: 'restart_unit',
  description: 'Restart a unit',
  phrases: [],
  argv: ['/usr/bin/true', '{unit}'],
  parameters: [{ name: 'unit', kind: 'inventory', values: ['nginx.service', 'indexer.service'], description: '' }],
  access: { reads: [], writes: [], network: 'none', environment: [] },
  limitSeconds: 10,
  check: null,
  undo: null,
  heals: [],
  service: null,
  ...given,
})

export const aProposal = (given: Partial<Proposal> = {}): Proposal => {
  const id = newId()
  return {
    id,
    hash: sha256(id),
    action: 'restart_unit',
    parameters: { unit: 'nginx.service' },
    argv: ['/usr/bin/true', 'nginx.service'],
    access: { reads: [], writes: [], network: 'none', environment: [] },
    pinned: [{ path: '/usr/bin/true', inode: '1:2', sha256: sha256('true') }],
    reason: 'It hangs.',
    evidence: [],
    expectedEffect: 'Restart a unit',
    check: 'Nothing is looked at afterwards: look yourself.',
    undo: 'It cannot be taken back.',
    proposedBy: 'owner',
    proposedTo: 'owner',
    investigationId: null,
    undoes: null,
    state: 'proposed',
    proposedAt: new Date(),
    expiresAt: new Date(Date.now() + 300_000),
    outcome: null,
    ...given,
  }
}

export const memoryProposals = (now: () => Date, onEntry: (entry: AuditEntry) => void = () => {}): ProposalStore => {
  const kept = new Map<string, Proposal>()
  const seen = (it: Proposal): Proposal => (it.state === 'proposed' && it.expiresAt <= now() ? { ...it, state: 'expired' } : it)
  return {
    add: async (proposal, entry) => {
      kept.set(proposal.id, proposal)
      onEntry(entry)
    },
    find: async (id) => {
      const found = kept.get(id)
      return found ? seen(found) : null
    },
    list: async (limit) => [...kept.values()].reverse().slice(0, limit).map(seen),
    move: async ({ id, hash, from, to, outcome }, entry) => {
      const found = kept.get(id)
      if (!found || found.hash !== hash || found.state !== from || (to === 'approved' && found.expiresAt <= now())) return null
      const moved = { ...found, state: to, outcome: outcome ?? found.outcome }
      kept.set(id, moved)
      onEntry(entry)
      return moved
    },
    keepAlive: (_id, work) => work(),
  }
}
