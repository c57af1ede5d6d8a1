import { z } from 'zod'
import { proposalStates, type Proposal } from '../domain/action.ts'
import type { Evidence } from '../domain/investigation.ts'

export const evidenceSchema = z.object({
  observation_id: z.string(),
  capability: z.string(),
  at: z.string(),
  sentence: z.string(),
  fact: z
    .object({ name: z.string(), value: z.union([z.number(), z.string(), z.boolean(), z.null()]), labels: z.record(z.string(), z.string()), at: z.string() })
    .nullable(),
  line: z.string().nullable().describe('As it was read, masked: words of others'),
})

export const proposalSchema = z.object({
  proposal_id: z.string(),
  hash: z.string().describe('SHA-256 of everything that would run; what is approved'),
  action: z.string(),
  parameters: z.record(z.string(), z.string()),
  argv: z.array(z.string()).describe('Exactly what would be executed; no shell reads it'),
  access: z.object({ reads: z.array(z.string()), writes: z.array(z.string()), network: z.enum(['none', 'host']), environment: z.array(z.string()) }),
  pinned: z
    .array(z.object({ path: z.string(), inode: z.string(), sha256: z.string() }))
    .describe('The program and its files as they were when it was proposed'),
  reason: z.string(),
  evidence: z.array(evidenceSchema),
  expected_effect: z.string(),
  check: z.string(),
  undo: z.string(),
  proposed_by: z.string(),
  proposed_to: z.string().describe('The only one who may approve it'),
  investigation_id: z.string().nullable(),
  undoes: z.string().nullable().describe('The proposal that it takes back'),
  state: z.enum(proposalStates),
  proposed_at: z.string(),
  expires_at: z.string(),
  outcome: z
    .object({
      exit_code: z.int().nullable(),
      problem: z.string().nullable(),
      output: z.string().describe('The last lines, masked'),
      check: z.object({ held: z.boolean(), sentence: z.string() }).nullable(),
      started_at: z.string(),
      duration_ms: z.number(),
    })
    .nullable(),
})

export const presentProposal = ({ outcome, ...it }: Proposal): z.input<typeof proposalSchema> => ({
  proposal_id: it.id,
  hash: it.hash,
  action: it.action,
  parameters: { ...it.parameters },
  argv: [...it.argv],
  access: { ...it.access, reads: [...it.access.reads], writes: [...it.access.writes], environment: [...it.access.environment] },
  pinned: [...it.pinned],
  reason: it.reason,
  evidence: it.evidence.map(presentEvidence),
  expected_effect: it.expectedEffect,
  check: it.check,
  undo: it.undo,
  proposed_by: it.proposedBy,
  proposed_to: it.proposedTo,
  investigation_id: it.investigationId,
  undoes: it.undoes,
  state: it.state,
  proposed_at: it.proposedAt.toISOString(),
  expires_at: it.expiresAt.toISOString(),
  outcome: outcome && {
    exit_code: outcome.exitCode,
    problem: outcome.problem,
    output: outcome.output,
    check: outcome.check,
    started_at: outcome.startedAt.toISOString(),
    duration_ms: outcome.durationMs,
  },
})

export const presentEvidence = ({ observationId, capability, at, sentence, fact, line }: Evidence): z.input<typeof evidenceSchema> => ({
  observation_id: observationId,
  capability,
  at: at.toISOString(),
  sentence,
  fact: fact && { ...fact, labels: { ...fact.labels }, at: fact.at.toISOString() },
  line,
})
