import type { z } from 'zod'
import type { answerSchema } from '../../operations/schemas.ts'
import type { checkRecords } from '../../operations/records/check.ts'
import type { connectRecords, listRecords } from '../../operations/records/connect.ts'
import type { inspectRecords } from '../../operations/records/inspect.ts'
import type { refusedRecords } from '../../operations/records/refused.ts'
import { terminalText } from './terminal-text.ts'

type Connection = z.output<typeof listRecords.output>['connections'][number]
type Finding = z.output<typeof checkRecords.output>['findings'][number]

export const connectedLines = ({ connection, findings, imported, notes }: z.output<typeof connectRecords.output>): string =>
  [
    ...imported.map(({ table, rows }) => `  ${rows.toLocaleString('en').padStart(9)}  ${terminalText(table)}`),
    ...findings.map(findingLine),
    ...notes.map((note) => `○ ${terminalText(note)}`),
    `Connected: ${terminalText(connection.title)}, in the collection "${connection.collection}".`,
    `"answerable records check ${connection.collection}" asks its questions. A customer's key: "answerable keys create --name NAME --collection ${connection.collection} --customer ID".`,
    '',
  ].join('\n')

export const connectionsLines = ({ connections }: z.output<typeof listRecords.output>): string =>
  connections.length === 0
    ? 'No records are connected. "answerable records inspect SOURCE --out records.yaml" drafts a description, "answerable records connect records.yaml" connects it.\n'
    : connections.map(connectionLine).join('')

const connectionLine = ({ collection, title, source, from, entities, trouble }: Connection): string =>
  [
    `${trouble === null ? '●' : '✗'} ${collection.padEnd(16)} ${terminalText(title)} (${source}: ${terminalText(from)}): ${terminalText(entities.join(', '))}`,
    ...(trouble === null ? [] : [`  ${manyLines(trouble, '  ')}`]),
    '',
  ].join('\n')

export const checkedLines = ({ title, sound, findings, drift, customer, questions }: z.output<typeof checkRecords.output>): string =>
  [
    ...findings.map(findingLine),
    ...drift.map((it) => `○ Changed since it was connected: ${terminalText(it)}`),
    sound ? `● ${terminalText(title)} fits its database, and customers are held apart.` : `✗ ${terminalText(title)} cannot be asked so.`,
    ...(questions.length > 0 ? ['', `Asked as the customer ${terminalText(customer!)}:`] : []),
    ...questions.flatMap(({ question, answer, cites, abstained }) => [
      '',
      `  ${terminalText(question)}`,
      `  ${abstained === null ? '→' : '✗'} ${manyLines(answer, '    ')}`,
      ...(cites.length > 0 ? [`    (${terminalText(cites.join(', '))})`] : []),
    ]),
    '',
  ].join('\n')

const manyLines = (text: string, indent: string): string => text.trimEnd().split('\n').map(terminalText).join(`\n${indent}`)

const findingLine = ({ severity, sentence }: Finding): string => `${severity === 'error' ? '✗' : '○'} ${terminalText(sentence)}`

/** The draft is the output, so that it can be redirected. */
export const draftLines = ({ yaml, file, notes }: z.output<typeof inspectRecords.output>): string =>
  file === null
    ? yaml
    : [
        `The draft lies in ${terminalText(file)}. Read it: who owns what, and what customers may see, is for you to say.`,
        ...notes.map((note) => `○ ${terminalText(note)}`),
        `Then: answerable records connect ${terminalText(file)}`,
        '',
      ].join('\n')

export const policyLines = ({ sql }: { readonly sql: string }): string => sql

export const refusedLines = ({ refused }: z.output<typeof refusedRecords.output>): string =>
  refused.length === 0
    ? 'No customer asked for an id that is not theirs.\n'
    : refused
        .map(
          ({ at, customer, entity, id, exists }) =>
            `${at.slice(0, 19).replace('T', ' ')}  ${terminalText(customer)} asked for the ${terminalText(entity)} ${terminalText(id)}: ${told[exists]}\n`,
        )
        .join('')

const told = { yes: "it is somebody else's", no: 'there is none', unknown: 'whether it exists could not be looked up' }

export const recordAnswerLines = ({ answer, sources }: z.output<typeof answerSchema>): string =>
  `${manyLines(answer, '')}\n${sources.length > 0 ? `\n${sources.map((it) => `  ${terminalText(it)}\n`).join('')}` : ''}`
