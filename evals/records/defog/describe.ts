/** A database of defog-sql described as its operator would: the glossary that comes with it for meanings, choices and joins, the catalogue for the rest. */
import type { Entity, Field, FieldType, RecordsDescription, Relation } from '../../../src/domain/record-description.ts'
import type { Catalogue } from '../../../src/domain/record-store.ts'

export type Glossary = Readonly<Record<string, readonly { readonly column_name: string; readonly column_description: string }[]>>

export const describeDatabase = (name: string, schema: string, { tables }: Catalogue, glossary: Glossary): RecordsDescription => {
  const meanings = new Map(
    Object.entries(glossary).flatMap(([table, columns]) =>
      columns.map((it) => [`${table.split('.').at(-1)}.${it.column_name}`.toLowerCase(), it.column_description] as const),
    ),
  )
  const entities = tables.map((table): Entity => ({
    name: table.name,
    plural: table.name,
    called: [],
    table: table.name,
    key: table.primaryKey,
    label: null,
    owner: { kind: 'staff' },
    newestBy: null,
    fields: table.columns.map((column) => fieldOf(column.name, column.type, meanings.get(`${table.name}.${column.name}`.toLowerCase()) ?? '')),
  }))
  const declared = tables.flatMap((table) =>
    table.foreignKeys.map((key): Relation => ({ from: { entity: table.name, fields: key.columns }, to: { entity: key.table, fields: key.references } })),
  )
  return {
    collection: name,
    title: name,
    source: { kind: 'postgres', urlFrom: 'DEFOG', staffUrlFrom: 'DEFOG', schema },
    zone: 'UTC',
    currency: null,
    customers: { entity: entities[0]!.name, setting: 'answerable.customer', tokens: [] },
    answers: 'rules',
    staff: { sql: true },
    limits: { rows: 1000, bytes: 2_000_000, statementMs: 10_000 },
    entities,
    relations: [...declared, ...(undeclared[name] ?? []).map(relation)],
    questions: [],
  }
}

const fieldOf = (name: string, type: string, said: string): Field => {
  const choices = /^possible values: (.+)$/.exec(said)?.[1]?.split(', ') ?? []
  return {
    name,
    column: name,
    computed: null,
    type: choices.length > 0 ? 'choice' : (types.find(([pattern]) => pattern.test(type))?.[1] ?? 'text'),
    meaning: choices.length > 0 ? '' : said,
    unit: null,
    currency: null,
    called: [],
    values: Object.fromEntries(choices.map((it) => [it, []])),
    visibleTo: 'staff',
    like: null,
    isUsual: false,
  }
}

const types: readonly (readonly [RegExp, FieldType])[] = [
  [/^(?:integer|bigint|smallint)/, 'count'],
  [/^(?:numeric|real|double)/, 'number'],
  [/^date/, 'date'],
  [/^timestamp/, 'time'],
  [/^bool/, 'boolean'],
  [/^json/, 'properties'],
]

/** Joins that the glossary tells in words and no foreign key declares. */
const undeclared: Readonly<Record<string, readonly string[]>> = {
  broker: ['sbdailyprice.sbdptickerid sbticker.sbtickerid', 'sbtransaction.sbtxtickerid sbticker.sbtickerid', 'sbtransaction.sbtxcustid sbcustomer.sbcustid'],
  ewallet: [
    'wallet_transactions_daily.sender_id users.uid',
    'wallet_transactions_daily.receiver_id users.uid',
    'wallet_transactions_daily.sender_id merchants.mid',
    'wallet_transactions_daily.receiver_id merchants.mid',
    'wallet_transactions_daily.coupon_id coupons.cid',
    'notifications.user_id users.uid',
    'user_sessions.user_id users.uid',
  ],
}

const relation = (text: string): Relation => {
  const [from, to] = text.split(' ').map((end) => ({ entity: end.split('.')[0]!, fields: [end.split('.')[1]!] }))
  return { from: from!, to: to! }
}
