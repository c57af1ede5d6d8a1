import type { Fact, Observation } from '../domain/capability.ts'
import type { Diagnosis, Evidence, Investigation } from '../domain/investigation.ts'
import { z } from 'zod'
import { causeCategories } from '../domain/investigation.ts'
import { citationSchema } from './schemas.ts'
import { presentCitation } from './present.ts'

const factSchema = z.object({
  name: z.string(),
  value: z.union([z.number(), z.string(), z.boolean(), z.null()]),
  labels: z.record(z.string(), z.string()),
  at: z.string(),
})

export const observationSchema = z.object({
  id: z.string(),
  capability: z.string(),
  params: z.record(z.string(), z.unknown()),
  started_at: z.string(),
  duration_ms: z.number(),
  facts: z.array(factSchema),
  lines: z.array(z.string()),
  problem: z.string().nullable().describe('Why there is nothing, or less than all'),
})

const evidenceSchema = z.object({
  observation_id: z.string(),
  capability: z.string(),
  at: z.string(),
  fact: factSchema.nullable(),
  line: z.string().nullable(),
  sentence: z.string(),
})

const proposalSchema = z.object({
  id: z.string(),
  hash: z.string(),
  action: z.string(),
  argv: z.array(z.string()).describe('Exactly what would run; nothing has'),
  reason: z.string(),
  expected_effect: z.string(),
  check: z.string(),
  undo: z.string(),
  state: z.string(),
  expires_at: z.string(),
})

export const diagnosisSchema = z.object({
  verdict: z.enum(['cause_found', 'nothing_wrong', 'unclear']),
  summary: z.string(),
  cause: z.object({ text: z.string(), category: z.enum(causeCategories), service: z.string().nullable(), evidence: z.array(evidenceSchema) }).nullable(),
  ruled_out: z.array(z.object({ text: z.string(), evidence: z.array(evidenceSchema) })),
  confidence: z.number().min(0).max(1),
  runbooks: z.array(citationSchema),
  proposals: z.array(proposalSchema).describe('Actions of the operator that may help; a person approves each'),
  suggested_commands: z
    .array(z.object({ command: z.string(), verdict: z.enum(['safe', 'dangerous']), why: z.string(), document_id: z.string().nullable() }))
    .describe('Text for a person; never run'),
  notes: z.array(z.string()),
})

export const investigationSchema = z.object({
  investigation_id: z.string(),
  question: z.string().describe('Empty where it is not kept, or no longer'),
  incident_id: z.string().nullable(),
  caller: z.string(),
  trace_id: z.string(),
  started_at: z.string(),
  ended_at: z.string().nullable(),
  state: z.enum(['running', 'done', 'failed', 'stopped']),
  model: z.string().describe('rules: no language model had a part in it'),
  diagnosis: diagnosisSchema.nullable(),
  error: z.string().nullable(),
  usage: z.object({
    steps: z.int(),
    input_tokens: z.int(),
    output_tokens: z.int(),
    cost_usd: z.number().nullable().describe('null while a price is not known'),
    duration_ms: z.number(),
  }),
})

export const presentInvestigation = (it: Investigation): z.input<typeof investigationSchema> => ({
  investigation_id: it.id,
  question: it.question,
  incident_id: it.incidentId,
  caller: it.caller,
  trace_id: it.traceId,
  started_at: it.startedAt.toISOString(),
  ended_at: it.endedAt?.toISOString() ?? null,
  state: it.state,
  model: it.model,
  diagnosis: it.diagnosis && presentDiagnosis(it.diagnosis),
  error: it.error,
  usage: {
    steps: it.usage.steps,
    input_tokens: it.usage.inputTokens,
    output_tokens: it.usage.outputTokens,
    cost_usd: it.usage.costUsd,
    duration_ms: it.usage.durationMs,
  },
})

const presentDiagnosis = ({ cause, ruledOut, runbooks, proposals, suggestedCommands, ...it }: Diagnosis): z.input<typeof diagnosisSchema> => ({
  verdict: it.verdict,
  summary: it.summary,
  cause: cause && { ...cause, evidence: cause.evidence.map(presentEvidence) },
  ruled_out: ruledOut.map(({ text, evidence }) => ({ text, evidence: evidence.map(presentEvidence) })),
  confidence: it.confidence,
  runbooks: runbooks.map(presentCitation),
  proposals: proposals.map(({ id, hash, action, argv, reason, expectedEffect, check, undo, state, expiresAt }) => ({
    id,
    hash,
    action,
    argv: [...argv],
    reason,
    expected_effect: expectedEffect,
    check,
    undo,
    state,
    expires_at: expiresAt.toISOString(),
  })),
  suggested_commands: suggestedCommands.map(({ documentId, ...command }) => ({ ...command, document_id: documentId })),
  notes: [...it.notes],
})

const presentEvidence = ({ observationId, capability, at, fact, line, sentence }: Evidence): z.input<typeof evidenceSchema> => ({
  observation_id: observationId,
  capability,
  at: at.toISOString(),
  fact: fact && presentFact(fact),
  line,
  sentence,
})

const presentFact = ({ name, value, labels, at }: Fact): z.input<typeof factSchema> => ({ name, value, labels: { ...labels }, at: at.toISOString() })

export const presentObservation = ({ startedAt, durationMs, facts, lines, params, ...it }: Observation): z.input<typeof observationSchema> => ({
  ...it,
  params: { ...params },
  started_at: startedAt.toISOString(),
  duration_ms: durationMs,
  facts: facts.map(presentFact),
  lines: [...lines],
})
