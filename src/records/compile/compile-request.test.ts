import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { loadModule, parse } from 'libpg-query'
import type { Condition, RecordRequest } from '../../domain/record-request.ts'
import { compileRequest } from './compile-request.ts'
import { findRecords } from './find-records.ts'
import { requests } from './requests-for-tests.ts'
import { openShop, rows, shop, type Rows } from './shop-for-tests.ts'

type Name = keyof Rows
type Row = Rows[Name][number]
const pick = <Value>(...values: readonly Value[]) => fc.constantFrom(...values)

/** The same questions over the same rows, in plain words. */
const oracle = (reader: string) => {
  const order = rows.order.filter(({ person }) => person === reader)
  const line = rows.line.filter(({ number }) => order.some((it) => it['number'] === number))
  const own: Rows = { customer: rows.customer.filter(({ person }) => person === reader), order, line, product: rows.product }
  const cents = (amount: number) => Math.round(amount * 100 + Number.EPSILON * 1000) / 100
  const near = (from: Name, row: Row, to: Name): readonly Row[] => {
    if (from === to) return [row]
    const steps: Record<string, (it: Row) => readonly Row[]> = {
      'customer>order': (it) => own.order.filter(({ person }) => person === it['person']),
      'order>customer': (it) => own.customer.filter(({ person }) => person === it['person']),
      'order>line': (it) => own.line.filter(({ number }) => number === it['number']),
      'line>order': (it) => own.order.filter(({ number }) => number === it['number']),
      'line>product': (it) => own.product.filter(({ product }) => product === it['product']),
      'product>line': (it) => own.line.filter(({ product }) => product === it['product']),
    }
    const chain: readonly Name[] = ['customer', 'order', 'line', 'product']
    const [start, end] = [chain.indexOf(from), chain.indexOf(to)]
    let at: readonly Row[] = [row]
    for (let index = start; index !== end; index += Math.sign(end - start)) at = at.flatMap(steps[`${chain[index]}>${chain[index + Math.sign(end - start)]}`]!)
    return at
  }
  const value = (of: Name, row: Row, field: string): string | number | boolean | null => {
    if (of === 'order' && field === 'total') {
      const lines = near('order', row, 'line').filter(({ quantity }) => quantity !== null)
      return lines.length === 0 ? null : cents(lines.reduce((sum, it) => sum + Number(it['price']) * Number(it['quantity']) * (1 - Number(it['off'])), 0))
    }
    if (of === 'line' && field === 'sum') return row['quantity'] === null ? null : cents(Number(row['price']) * Number(row['quantity']))
    return row[field] ?? null
  }
  const fits = (of: Name, row: Row, { field, is, values: given }: Condition): boolean => {
    const held = value(of, row, field.field)
    if (is === 'missing') return held === null
    if (held === null) return is === 'not'
    if (is === 'present') return true
    const compared = (bound: string): number => {
      if (field.field === 'sent_at') return String(held).slice(0, 10) < bound ? -1 : String(held).slice(0, 10) > bound ? 1 : 0
      if (typeof held === 'number') return held - Number(bound)
      const [one, other] = field.field === 'number' ? [String(held), bound] : [String(held).toLowerCase(), bound.toLowerCase()]
      return one < other ? -1 : one > other ? 1 : 0
    }
    const isNumber = typeof held === 'number'
    if (is === 'contains' && field.field === 'made')
      return Object.entries(JSON.parse(String(held)) as object)
        .flat()
        .some((it) => String(it).toLowerCase().includes(given[0]!.toLowerCase()))
    if (is === 'contains') return String(held).toLowerCase().includes(given[0]!.toLowerCase())
    if (is === 'equal') return compared(given[0]!) === 0
    if (is === 'not') return compared(given[0]!) !== 0
    if (is === 'between') return compared(given[0]!) >= 0 && (isNumber ? compared(given[1]!) <= 0 : compared(given[1]!) < 0)
    return { less: compared(given[0]!) < 0, at_most: compared(given[0]!) <= 0, more: compared(given[0]!) > 0, at_least: compared(given[0]!) >= 0 }[is]
  }
  const isFit = (of: Name, row: Row, all: readonly Condition[]): boolean => {
    const groups = Map.groupBy(all, ({ field, is }) =>
      field.entity === of ? 'own' : is === 'not' || is === 'missing' ? `${field.entity} denied ${all.length}` : field.entity,
    )
    return [...groups].every(([, them]) => {
      const other = them[0]!.field.entity as Name
      if (other === of) return them.every((it) => fits(of, row, it))
      const denied = them.filter(({ is }) => is === 'not' || is === 'missing')
      if (denied.length === 0) return near(of, row, other).some((it) => them.every((one) => fits(other, it, one)))
      return denied.every((one) => !near(of, row, other).some((it) => fits(other, it, { ...one, is: one.is === 'not' ? 'equal' : 'present' })))
    })
  }
  const matching = ({ entity: name, where: all, within: some }: Pick<RecordRequest, 'entity' | 'where' | 'within'>): readonly Row[] => {
    const of = name as Name
    const picked =
      some && sorted(some.entity as Name, matching({ entity: some.entity, where: some.where }), some.order).slice(some.offset, some.offset + some.limit)
    return own[of].filter((row) => isFit(of, row, all) && (!picked || near(of, row, some!.entity as Name).some((it) => picked.includes(it))))
  }
  const keyOf = (of: Name, row: Row): string =>
    ({ customer: row['person'], order: row['number'], line: `${row['number']}/${row['product']}`, product: row['product'] })[of] as string
  const reached = (of: Name, row: Row, { entity: to, field }: { entity: string; field: string }) => {
    const [other] = near(of, row, to as Name)
    return other ? value(to as Name, other, field) : null
  }
  const sorted = (of: Name, all: readonly Row[], by: { by: { entity: string; field: string }; descending: boolean } | null): readonly Row[] => {
    const order = by ?? (of === 'order' ? { by: { entity: 'order', field: 'placed' }, descending: true } : null)
    const rank = (row: Row) => (order ? reached(of, row, order.by) : null)
    const keys = (one: Row, other: Row) => (keyOf(of, one) < keyOf(of, other) ? -1 : 1)
    return all.toSorted((one, other) => {
      const [a, b] = [rank(one), rank(other)]
      if (a === b || order === null) return keys(one, other)
      if (a === null) return 1
      if (b === null) return -1
      return (a < b ? -1 : 1) * (order.descending ? -1 : 1)
    })
  }
  return { matching, sorted, keyOf, reached }
}

// Names order by the database's rules for letters, not by ours.
const isPlainOrder = (it: RecordRequest): boolean => it.kind === 'figure' || !it.order || !['name', 'city', 'made'].includes(it.order.by.field)

test('what a request finds is what the same rows say in plain code, for each customer their own', async () => {
  await using database = await openShop()
  await fc.assert(
    fc.asyncProperty(requests, pick('ann', 'bob', 'cy', 'nobody'), async (asked, reader) => {
      const looking = { description: shop, store: database.store, reader: { kind: 'customer', id: reader } as const, clock: () => 0 }
      const found = await findRecords(looking, asked)
      const plain = oracle(reader)
      const of = asked.entity as Name
      const all = plain.matching(asked)
      if (asked.kind === 'find') {
        assert.equal(found.total, all.length)
        const wanted = plain.sorted(of, all, asked.order).slice(asked.offset, asked.offset + asked.limit)
        const ids = found.rows.map(({ id }) => id)
        if (isPlainOrder(asked))
          assert.deepEqual(
            ids,
            wanted.map((row) => plain.keyOf(of, row)),
          )
        else assert.equal(ids.length, wanted.length)
        return
      }
      const groups = asked.by ? Map.groupBy(all, (row) => plain.reached(of, row, asked.by!)) : new Map([[null, all]])
      if (!asked.by || groups.size <= asked.limit) assert.equal(found.figures.length, groups.size)
      for (const { value, rows: counted, group } of found.figures) {
        const them = [...groups].find(([it]) => (group ? sameValue(it, group.value) : true))![1]
        assert.equal(counted, them.length)
        const held = asked.of ? them.map((row) => plain.reached(of, row, asked.of!)).filter((it) => it !== null) : them.map(() => 1)
        const wanted = figureOf(asked.figure, held)
        if (typeof wanted === 'number') assert.ok(Math.abs(Number(value) - wanted) < 0.0051, `${value} is not ${wanted}`)
        else assert.equal(value, wanted)
      }
    }),
    { numRuns: 200 },
  )
})

const sameValue = (one: string | number | boolean | null, other: string | boolean | null): boolean =>
  one === other || (one !== null && other !== null && (String(one) === String(other) || (typeof one === 'number' && one === Number(other))))

const figureOf = (figure: string, held: readonly (string | number | boolean)[]): number | string | null => {
  if (figure === 'count') return held.length
  if (held.length === 0) return null
  if (typeof held[0] !== 'number') return held.toSorted().at(figure === 'least' ? 0 : -1) as string
  const numbers = held as readonly number[]
  const sum = numbers.reduce((total, it) => total + it, 0)
  return { sum, average: sum / numbers.length, least: Math.min(...numbers), most: Math.max(...numbers) }[figure]!
}

test('every request becomes one SELECT over described tables, and holds no value in its text', async () => {
  await loadModule()
  const tables = new Set(shop.entities.map(({ table }) => table))
  await fc.assert(
    fc.asyncProperty(requests, async (asked) => {
      const { sql, values: bound } = compileRequest(shop, asked, { isStaff: false })
      const { stmts } = (await parse(sql)) as { stmts: { stmt: Record<string, unknown> }[] }
      assert.equal(stmts.length, 1)
      assert.deepEqual(Object.keys(stmts[0]!.stmt), ['SelectStmt'])
      for (const table of named(stmts, 'RangeVar', 'relname')) assert.ok(tables.has(table), table)
      for (const value of asked.where.flatMap((it) => it.values)) {
        assert.ok(bound.some((it) => it === value || (Array.isArray(it) && it.includes(value))))
        if (value.length > 6) assert.ok(!sql.includes(value), sql)
      }
      assert.ok(!/current_setting|set_config/.test(sql), 'who reads is not its matter')
    }),
    { numRuns: 300 },
  )
})

const named = (node: unknown, kind: string, key: string): string[] => {
  if (Array.isArray(node)) return node.flatMap((it) => named(it, kind, key))
  if (node === null || typeof node !== 'object') return []
  return Object.entries(node).flatMap(([name, inner]) => [...(name === kind ? [(inner as Record<string, string>)[key]!] : []), ...named(inner, kind, key)])
}

test('a field that may not be seen, and one that is not there, are refused in the same words', () => {
  const asked = (field: string): RecordRequest => ({
    kind: 'find',
    entity: 'order',
    fields: [{ entity: 'order', field }],
    where: [],
    order: null,
    offset: 0,
    limit: 1,
  })
  assert.throws(() => compileRequest(shop, asked('person'), { isStaff: false }), {
    code: 'invalid',
    message: 'There is no "order.person" that may be asked for.',
  })
  assert.throws(() => compileRequest(shop, asked('nothing'), { isStaff: false }), {
    code: 'invalid',
    message: 'There is no "order.nothing" that may be asked for.',
  })
  assert.match(compileRequest(shop, asked('person'), { isStaff: true }).sql, /"person"/)
})
