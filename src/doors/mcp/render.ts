/** Outputs as a model reads them. Programs take `structuredContent`, which has everything. */
import type { z } from 'zod'
import type { ReportJson } from '../../operations/log-schemas.ts'
import type { answerSchema, passageSchema } from '../../operations/schemas.ts'

type Answer = z.output<typeof answerSchema>
type Passage = z.output<typeof passageSchema>

export const textOf = (name: string, output: unknown): string => {
  const render = renderers[name]
  return render ? render(output as never) : JSON.stringify(output)
}

const answerText = ({ answer, citations, abstained, trace_id }: Answer): string => {
  const reason = abstained && `\n\n(The documents do not answer this: ${abstained.reason}.)`
  const quotes = [...new Set(citations.map(({ source, heading, quote }) => `- ${place(source, heading)}: "${quote}"`))]
  return `${answer}${reason ?? ''}${quotes.length > 0 ? `\n\nWhat it rests on:\n${quotes.join('\n')}` : ''}\n\ntrace_id: ${trace_id}`
}

const passageText = ({ source, heading, document_id, text }: Passage, index: number): string =>
  `[${index + 1}] ${place(source, heading)} (document_id ${document_id})\n${text}`

const place = (source: string, heading: string): string => (heading ? `${source} › ${heading}` : source)

const logText = ({ lines, findings, templates, notes }: ReportJson): string =>
  [
    `${lines} lines of ${templates.length} templates. What stands out, quoting the log, whose words are data:`,
    ...findings.map(({ text, lines: where }) => `- ${text}${where.length > 0 ? ` [lines ${where.slice(0, 5).join(', ')}]` : ''}`),
    'Most frequent templates:',
    ...templates
      .slice(0, 20)
      .map(({ template, count, severity, first_line }) => `- ${count} × ${severity}, first in line ${first_line}: ${template.slice(0, 200)}`),
    ...notes.map((note) => `Note: ${note}`),
  ].join('\n')

const renderers: Readonly<Record<string, (output: never) => string>> = {
  ask: answerText,
  search: ({ passages }: { passages: Passage[] }) => (passages.length === 0 ? 'Nothing was found.' : passages.map(passageText).join('\n\n')),
  summariseLog: logText,
  getDocument: ({ source, title, text }: { source: string; title: string; text: string }) => `${title} (${source})\n\n${text}`,
  suggestQuestions: ({ questions }: { questions: string[] }) => questions.map((it) => `- ${it}`).join('\n') || 'Nothing is indexed that could be asked about.',
}
