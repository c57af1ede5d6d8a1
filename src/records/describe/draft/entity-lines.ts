import { calledOf, chooseFields, chooseLabel, chooseNewest, chooseUsual, exampleOf } from './choose-fields.ts'
import type { DraftEntity, DraftField, DraftOwner, DraftRelation } from './draft.ts'
import { yamlComment, yamlList, yamlMap, yamlText } from './yaml-text.ts'

export interface DrawnEntity {
  readonly entity: DraftEntity
  readonly isOwned: boolean
  readonly fields: readonly DraftField[]
  readonly newest: string | null
  readonly hasMoney: boolean
  readonly lines: readonly string[]
}

interface Around {
  readonly relations: readonly DraftRelation[]
  readonly owner: DraftOwner
}

export const entityLines = (entity: DraftEntity, { relations, owner }: Around): DrawnEntity => {
  const isOwned = owner.text !== 'everyone' && owner.text !== 'staff'
  const ownerColumn = [...entity.names].find(([, name]) => isOwned && name === owner.text)?.[0] ?? null
  const fields = chooseFields(entity, { joined: joinedColumns(entity, relations), ownerColumn, owner: owner.text })
  const label = chooseLabel(entity, fields)
  const newest = chooseNewest(fields, ownerColumn !== null && !entity.key.includes(ownerColumn))
  const usual = chooseUsual(fields, label, newest, entity.key)
  const { table, name, plural, key } = entity
  const keyNames = key.map((it) => entity.names.get(it)!)
  const lines = [
    `  ${yamlText(name)}:${yamlComment(table.comment)}`,
    `    table: ${yamlText(table.name)}`,
    ...(plural === `${name}s` ? [] : [`    plural: ${yamlText(plural)}`]),
    `    key: ${keyNames.length === 1 ? yamlText(keyNames[0]!) : yamlList(keyNames)}${yamlComment(entity.isKeyGuessed ? 'guessed: the database declares none' : '')}`,
    ...(label === null ? [] : [`    label: ${yamlText(label)}`]),
    `    owner: ${yamlText(owner.text)}${yamlComment(owner.note)}`,
    ...(newest === null ? [] : [`    newest_by: ${yamlText(newest)}`]),
    '    fields:',
    ...fields.map((it) => `      ${yamlText(it.name)}: ${fieldText(it, usual.has(it.name), fields)}`),
  ]
  return { entity, isOwned, fields, newest, hasMoney: fields.some((it) => it.type === 'money'), lines }
}

const joinedColumns = (entity: DraftEntity, relations: readonly DraftRelation[]): Set<string> =>
  new Set(relations.flatMap(({ from, columns, to, references }) => [...(from === entity ? columns : []), ...(to === entity ? references : [])]))

const fieldText = (field: DraftField, isUsual: boolean, fields: readonly DraftField[]): string => {
  const { name, column, type, visibleTo } = field
  const called = calledOf(field, fields)
  const like = type === 'id' ? exampleOf(column) : null
  return yamlMap([
    ['type', type],
    ...(column.name === name ? [] : ([['column', yamlText(column.name)]] as const)),
    ...(type === 'choice' ? ([['values', yamlMap(column.samples.map((it) => [yamlText(it), '[]']))]] as const) : []),
    ...(called.length === 0 ? [] : ([['called', yamlList(called)]] as const)),
    ...(like === null ? [] : ([['like', JSON.stringify(like)]] as const)),
    ...(column.comment.trim() === '' ? [] : ([['meaning', JSON.stringify(column.comment.trim().slice(0, 400))]] as const)),
    ...(visibleTo === 'customer' ? [] : ([['visible_to', visibleTo]] as const)),
    ...(isUsual ? ([['usual', 'true']] as const) : []),
  ])
}
