/** Proposals, the audit log and the switch, for people. What came from outside is shown as text that moves no cursor. */
import type { z } from 'zod'
import type { listActions, requestAction } from '../../operations/actions.ts'
import type { listAudit, verifyAudit } from '../../operations/audit.ts'
import type { agentState } from '../../operations/kill-switch.ts'
import type { proposalSchema } from '../../operations/present-proposal.ts'
import { terminalText } from './terminal-text.ts'

type Proposal = z.output<typeof proposalSchema>

export const requestLines = (output: z.output<typeof requestAction.output>, { input }: { readonly input: Readonly<Record<string, unknown>> }): string => {
  const { proposal, refusal, nearest, hash } = output
  const near = nearest.map((it) => `  ${it.name}  ${terminalText(it.description)}\n`).join('')
  if (refusal) return `${terminalText(refusal.message)}\n${near && `Nearest:\n${near}`}Nothing was run.\n`
  const words = String(input['request'] ?? '')
  const next = hash === null ? '' : `Nothing has run. To run exactly this, within five minutes:\n  answerable do ${JSON.stringify(words)} --approve ${hash}\n`
  return `${proposalLines(proposal!)}${next}`
}

export const proposalLines = (it: Proposal): string =>
  [
    `${it.action}  ${stateWords[it.state] ?? it.state}  ${it.proposal_id}`,
    `  Why         ${terminalText(it.reason)}`,
    ...it.evidence.map(({ sentence }) => `  Evidence    ${terminalText(sentence)}`),
    `  Would run   ${shown(it.argv)}`,
    `  May touch   ${touched(it.access)}`,
    `  Effect      ${terminalText(it.expected_effect)}`,
    `  Check       ${terminalText(it.check)}`,
    `  Undo        ${terminalText(it.undo)}`,
    `  Program     ${it.pinned.map(({ path, sha256 }) => `${path} ${sha256.slice(0, 16)}…`).join('\n              ')}`,
    `  Hash        ${it.hash}`,
    ...outcomeLines(it.outcome),
    '',
  ].join('\n')

/** As JSON, one string each: where an argument ends is seen. */
const shown = (argv: readonly string[]): string => argv.map((it) => (/^[\w./:=@%+-]+$/.test(it) ? it : terminalText(JSON.stringify(it)))).join(' ')

const touched = ({ reads, writes, network, environment }: Proposal['access']): string =>
  [
    ...(writes.length > 0 ? [`writes ${writes.join(', ')}`] : []),
    ...(reads.length > 0 ? [`reads ${reads.join(', ')}`] : []),
    network === 'host' ? 'the network' : 'no network',
    ...(environment.length > 0 ? [`the variables ${environment.join(', ')}`] : []),
  ].join('; ')

const outcomeLines = (outcome: Proposal['outcome']): string[] =>
  outcome
    ? [
        `  Ended       ${outcome.problem ? terminalText(outcome.problem) : `exit code ${outcome.exit_code}`}, ${outcome.duration_ms} ms`,
        ...(outcome.check ? [`  Checked     ${terminalText(outcome.check.sentence)}`] : []),
        ...(outcome.output
          ? [
              outcome.output
                .split('\n')
                .map((line) => `    | ${terminalText(line)}`)
                .join('\n'),
            ]
          : []),
      ]
    : []

const stateWords: Readonly<Record<string, string>> = {
  proposed: 'waits for a yes',
  succeeded: 'has run',
  failed: 'FAILED',
  check_failed: 'has run, and its check DOES NOT HOLD',
  unknown: 'UNKNOWN: the program that ran it was stopped; look yourself',
  undone: 'was taken back',
}

export const actionLines = ({ actions, proposals }: z.output<typeof listActions.output>): string => {
  const defined = actions.map((it) => `  ${[it.name, ...it.parameters.map(({ name }) => `{${name}}`)].join(' ')}  ${terminalText(it.description)}\n`).join('')
  const recent = proposals
    .map(
      (it) =>
        `  ${it.proposed_at.slice(0, 16).replace('T', ' ')}  ${it.proposal_id}  ${[it.action, ...Object.values(it.parameters)].join(' ')}  ${stateWords[it.state] ?? it.state}\n`,
    )
    .join('')
  return `${actions.length === 0 ? 'No action is defined. Write one into the file of systems (systems.yaml).\n' : `Defined:\n${defined}`}${recent && `Proposed:\n${recent}`}`
}

export const auditLines = ({ records }: z.output<typeof listAudit.output>): string =>
  records.length === 0
    ? 'Nothing is recorded.\n'
    : records
        .map(
          (it) =>
            `${String(it.sequence).padStart(6)}  ${it.at.slice(0, 19).replace('T', ' ')}  ${it.kind.padEnd(9)}  ${it.caller.padEnd(12)}  ${terminalText(JSON.stringify(it.detail)).slice(0, 160)}\n`,
        )
        .join('')

export const verifiedLines = ({ intact, records, removed, head, broken }: z.output<typeof verifyAudit.output>): string =>
  intact
    ? `${records} records, none changed, moved or taken out.\n${removed > 0 ? `${removed} older ones were sealed and removed for their age.\n` : ''}Head ${head}\nNote it elsewhere: "answerable audit verify --head ${head}" tells later whether all of them are still there.\n`
    : `BROKEN at record ${broken!.sequence}: ${terminalText(broken!.why)}\n${records} records before it hold. Head of these: ${head}\n`

export const agentLines = ({ stopped, by, reason, at }: z.output<typeof agentState.output>): string =>
  stopped
    ? `STOPPED by ${by} at ${at}${reason ? `: ${terminalText(reason)}` : ''}. No watch, investigation or action runs. "answerable agent resume" lets them go on.\n`
    : 'Watches, investigations and actions may run.\n'
