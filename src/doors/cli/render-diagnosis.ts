import type { z } from 'zod'
import type { investigationSchema } from '../../operations/present-investigation.ts'
import { terminalText } from './terminal-text.ts'

type Investigation = z.output<typeof investigationSchema>
type Diagnosis = NonNullable<Investigation['diagnosis']>

/** What is wrong, what shows it, what it is not, what may help. */
export const diagnosisLines = (it: Investigation): string => {
  const { diagnosis } = it
  if (it.state === 'running') return 'It still runs.\n'
  if (!diagnosis) return `${it.state === 'stopped' ? 'Stopped' : 'Failed'}: ${it.error ?? 'nobody says why.'}\n`
  const blocks = [
    `${headline(diagnosis)}\n${diagnosis.summary}`,
    section('Evidence', diagnosis.cause?.evidence.slice(0, 8).map(evidenceLine) ?? []),
    section(
      'Ruled out',
      diagnosis.ruled_out.slice(0, 12).map(({ text }) => `- ${text}`),
    ),
    section(
      'Runbooks',
      diagnosis.runbooks.map(({ quote, source, heading }) => `- “${oneLine(quote)}” (${[source, heading].filter(Boolean).join(', ')})`),
    ),
    section(
      'Proposed, nothing has run',
      diagnosis.proposals.map(
        ({ argv, expected_effect, id, hash }) =>
          `- ${argv.map((word) => (/\s/.test(word) ? JSON.stringify(word) : word)).join(' ')}\n  ${expected_effect} Approve: answerable actions approve ${id} ${hash}`,
      ),
    ),
    section(
      'Commands to read, never run by the program',
      diagnosis.suggested_commands.map(({ command, verdict, why }) => `- ${oneLine(command)}\n  ${verdict}: ${why}`),
    ),
    section(
      'Notes',
      diagnosis.notes.slice(0, 15).map((note) => `- ${note}`),
    ),
  ]
  const { steps, input_tokens, output_tokens, cost_usd, duration_ms } = it.usage
  const cost = cost_usd === null ? 'cost unknown' : cost_usd > 0 ? `$${cost_usd.toFixed(4)}` : ''
  const facts = [
    `${steps} looks`,
    input_tokens + output_tokens > 0 ? `${input_tokens + output_tokens} tokens` : '',
    cost,
    `${(duration_ms / 1000).toFixed(1)} s`,
    `by ${it.model}`,
  ]
  return `${blocks.filter(Boolean).join('\n\n')}\n\n${facts.filter(Boolean).join(', ')}. Kept as ${it.investigation_id}.\n`
}

const headline = ({ verdict, cause, confidence }: Diagnosis): string => {
  const sure = `confidence ${Math.round(confidence * 100)} %`
  if (verdict === 'nothing_wrong') return `Nothing is wrong (${sure})`
  const what = cause ? `${cause.category.replaceAll('_', ' ')}${cause.service ? ` · ${cause.service}` : ''}` : ''
  return verdict === 'cause_found' ? `Cause: ${what} (${sure})` : `Unclear${what ? `, perhaps ${what}` : ''} (${sure})`
}

const evidenceLine = ({ sentence, at, capability, line }: NonNullable<Diagnosis['cause']>['evidence'][number]): string =>
  `- ${at.slice(11, 19)} ${capability}: ${sentence}${line === null ? '' : `\n  ${oneLine(line).slice(0, 200)}`}`

const section = (title: string, lines: readonly string[]): string => (lines.length === 0 ? '' : `${title}\n${lines.join('\n')}`)

const oneLine = (text: string): string => terminalText(text).replace(/\s+/g, ' ').trim()

export const investigationRows = ({ investigations }: { readonly investigations: readonly Investigation[] }): string =>
  investigations.length === 0
    ? 'Nothing was investigated yet. Ask with "answerable diagnose".\n'
    : investigations
        .map(({ started_at, investigation_id, diagnosis, state, question }) =>
          [
            started_at.slice(0, 19).replace('T', ' '),
            investigation_id,
            (diagnosis ? (diagnosis.cause?.category ?? diagnosis.verdict) : state).padEnd(22),
            oneLine(question).slice(0, 80),
          ].join('  '),
        )
        .join('\n') + '\n'
