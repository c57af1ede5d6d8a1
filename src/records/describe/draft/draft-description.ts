/** A description to begin with, from what a database says of itself: for a person to read, mend and keep. Guesses say so. */
import { AppError } from '../../../base/error.ts'
import type { RecordsSource } from '../../../domain/record-description.ts'
import type { Catalogue } from '../../../domain/record-store.ts'
import { relationText } from '../relation-text.ts'
import type { DraftEntity, DraftOwner, DraftRelation } from './draft.ts'
import { entityLines } from './entity-lines.ts'
import { guessCustomer, guessOwners } from './guess-owners.ts'
import { guessRelations } from './guess-relations.ts'
import { guessTotals } from './guess-totals.ts'
import { nameTables } from './name-tables.ts'
import { questionsFor } from './questions-for.ts'
import { yamlComment, yamlList, yamlMap, yamlText } from './yaml-text.ts'

export interface DraftOptions {
  readonly collection: string
  /** Relative paths as they are to stand in the file. */
  readonly source: RecordsSource
}

/** The text of a file that `readDescription` admits. Fails with `invalid` where no table has a key of one column, that customers could be named by. */
export const draftDescription = (catalogue: Catalogue, options: DraftOptions): string => {
  const entities = nameTables(catalogue)
  const relations = guessRelations(entities)
  const customer = guessCustomer(entities, relations)
  if (!customer) {
    throw new AppError(
      'invalid',
      'No table that may be read has a key of one column, so that it cannot be said who the customers are. Grant the role its tables, or name others.',
    )
  }
  const owners = guessOwners(customer.entity, entities, relations)
  const ordered = [...entities].sort((one, other) => rankOf(one, customer.entity, owners) - rankOf(other, customer.entity, owners))
  const drawn = ordered.map((entity) => entityLines(entity, { relations, owner: owners.get(entity)! }))
  const totals = guessTotals(
    drawn.filter((it) => it.entity !== customer.entity),
    relations,
  )
  const questions = questionsFor(drawn, customer.entity)
  return [
    `collection: ${yamlText(options.collection)}`,
    `title: ${yamlText(options.collection)}`,
    `source: ${sourceText(options.source)}`,
    `zone: UTC${yamlComment('where dates are told: the IANA name, like Europe/Berlin')}`,
    ...(drawn.some((it) => it.hasMoney) ? [`currency: USD${yamlComment('guessed')}`] : []),
    'customers:',
    `  entity: ${yamlText(customer.entity.name)}${yamlComment(customer.isGuessed ? 'guessed: no table is called customers or users' : '')}`,
    'staff: { sql: false }',
    '',
    'entities:',
    ...drawn.flatMap((it) => [...it.lines, ...totalLine(totals.get(it.entity)), '']),
    ...(relations.length === 0 ? [] : ['relations:', ...relations.map(relationLine), '']),
    ...(questions.length === 0 ? [] : ['questions:', ...questions.map((it) => `  - ${yamlText(it)}`), '']),
  ].join('\n')
}

const rankOf = (entity: DraftEntity, customer: DraftEntity, owners: ReadonlyMap<DraftEntity, DraftOwner>): number => {
  const { text } = owners.get(entity)!
  if (entity === customer) return 0
  if (text === 'staff') return 4
  if (text === 'everyone') return 3
  return text.startsWith('via ') ? 2 : 1
}

const sourceText = (source: RecordsSource): string => {
  if (source.kind === 'files') return yamlMap([['files', yamlList(source.paths)]])
  if (source.kind === 'sqlite') return yamlMap([['sqlite', yamlText(source.path)]])
  const staff: readonly [string, string][] = source.staffUrlFrom === null ? [] : [['staff_url_from', source.staffUrlFrom]]
  return yamlMap([['postgres', yamlMap([['url_from', source.urlFrom], ...staff, ['schema', yamlText(source.schema)]])]])
}

const totalLine = (sum: string | undefined): string[] =>
  sum === undefined
    ? []
    : [
        `      total: ${yamlMap([
          ['type', 'money'],
          ['sum_of', yamlText(sum)],
          ['usual', 'true'],
        ])}${yamlComment('guessed')}`,
      ]

const relationLine = ({ from, columns, to, references, isGuessed }: DraftRelation): string => {
  const text = relationText({
    from: { entity: from.name, fields: columns.map((it) => from.names.get(it)!) },
    to: { entity: to.name, fields: references.map((it) => to.names.get(it)!) },
  })
  return `  - ${text}${yamlComment(isGuessed ? 'guessed by names' : '')}`
}
