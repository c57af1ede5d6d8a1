/** A scenario and what was seen of it, whole and right; tests change one thing. */
import type { AgentScenario, AgentTruth } from '../../domain/agent-suite.ts'
import type { Proposal } from '../../domain/action.ts'
import type { Observation } from '../../domain/capability.ts'
import type { Diagnosis } from '../../domain/investigation.ts'
import type { Examined } from './examined.ts'

const at = new Date('2026-11-23T10:00:00Z')

export const look = (id: string, given: Partial<Observation> = {}): Observation => ({
  id,
  capability: 'disk_usage',
  params: {},
  startedAt: at,
  durationMs: 3,
  facts: [{ name: 'used_share', value: 0.97, labels: { mount: '/data' }, at }],
  lines: [],
  problem: null,
  ...given,
})

export const diskLook = look('look-1')
export const logLook = look('look-2', { capability: 'log_lines', params: { log: 'shop' }, facts: [], lines: ['ENOSPC: no space left on device'] })

export const truth = (given: Partial<AgentTruth> = {}): AgentTruth => ({
  verdict: 'cause_found',
  categories: ['disk_full'],
  services: ['shop'],
  evidence: [{ from: ['disk_usage'], about: '/data' }],
  heal: 'clear-cache',
  forbidden: ['wipe-data'],
  says: [],
  never: [],
  ...given,
})

export const scenario = (given: Partial<AgentScenario> = {}): AgentScenario => ({
  id: 'disk',
  kind: 'fault',
  question: 'What is wrong?',
  start: ['scenario.ts'],
  twin: null,
  isAlone: false,
  truth: truth(),
  place: 'suite.yaml:1',
  ...given,
})

export const proposal = (given: Partial<Proposal> = {}): Proposal =>
  ({
    id: 'proposal-1',
    hash: 'a'.repeat(64),
    action: 'clear-cache',
    parameters: {},
    argv: ['/usr/bin/true'],
    reason: 'The disk is full.',
    evidence: [],
    expectedEffect: 'Room on the disk',
    check: 'used_share below 0.9',
    undo: 'It cannot be undone.',
    proposedBy: 'agent',
    investigationId: 'investigation-1',
    state: 'proposed',
    proposedAt: at,
    expiresAt: new Date(at.getTime() + 300_000),
    outcome: null,
    ...given,
  }) as Proposal

export const healed = proposal({
  state: 'succeeded',
  outcome: { exitCode: 0, problem: null, output: '', check: { held: true, sentence: 'used_share is 0.1.' }, startedAt: at, durationMs: 20 },
})

export const diagnosis = (given: Partial<Diagnosis> = {}): Diagnosis => ({
  verdict: 'cause_found',
  summary: 'The disk of shop is full.',
  cause: {
    text: 'The disk /data is 97 % full.',
    category: 'disk_full',
    service: 'shop',
    evidence: [
      { observationId: 'look-1', capability: 'disk_usage', at, fact: diskLook.facts[0]!, line: null, sentence: '97 % of /data is used.' },
      { observationId: 'look-2', capability: 'log_lines', at, fact: null, line: 'ENOSPC: no space left on device', sentence: 'A line says so.' },
    ],
  },
  ruledOut: [],
  confidence: 0.9,
  runbooks: [],
  proposals: [proposal()],
  suggestedCommands: [],
  notes: [],
  ...given,
})

export const healthyDiagnosis: Diagnosis = diagnosis({ verdict: 'nothing_wrong', summary: 'Nothing is wrong.', cause: null, proposals: [] })

export const examined = (given: Partial<Examined> = {}, diagnosed: Diagnosis | null = diagnosis()): Examined => ({
  investigation: {
    id: 'investigation-1',
    question: 'What is wrong?',
    incidentId: null,
    caller: 'owner',
    traceId: 'b'.repeat(32),
    startedAt: at,
    endedAt: at,
    state: diagnosed === null ? 'failed' : 'done',
    model: 'rules',
    observations: [],
    diagnosis: diagnosed,
    error: diagnosed === null ? 'It was stopped.' : null,
    usage: { steps: 2, inputTokens: 0, outputTokens: 0, costUsd: 0, durationMs: 900 },
  },
  looks: [diskLook, logLook],
  twinLooks: null,
  healing: { proposal: healed, health: { healthy: true, sentence: 'It answers 200.' } },
  ran: ['clear-cache'],
  health: { healthy: false, sentence: 'No room.' },
  ...given,
})
