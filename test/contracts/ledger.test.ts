import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import fc from 'fast-check'
import { openBudgets } from '../../src/adapters/postgres/budgets.ts'
import type { Database } from '../../src/adapters/postgres/database.ts'
import { openLedgerStore } from '../../src/adapters/postgres/ledger-store.ts'
import { openUsage } from '../../src/adapters/postgres/usage.ts'
import { newId } from '../../src/base/id.ts'
import { fromPico, toPico } from '../../src/base/money.ts'
import type { Budget } from '../../src/domain/budget.ts'
import { noTokens, type LedgerEntry, type Reservation } from '../../src/domain/ledger.ts'
import { storeCases } from '../support/stores.ts'

const { cases, close } = storeCases()
after(close)

const leaseMs = 60_000
const system = { type: 'system' } as const
const aDay = { subject: system, period: 'day', usd: '1', tokens: null } as const satisfies Budget

const call = (usd: string | null, more: Partial<Reservation> = {}): Reservation => ({
  id: newId(),
  at: new Date('2026-11-23T12:00:00Z'),
  provider: 'stub',
  model: 'stub-1',
  task: 'answer',
  purpose: 'live',
  callerId: 'k1',
  collection: 'manuals',
  traceId: null,
  price: { source: 'settings', date: null },
  worst: { inputTokens: 100, outputTokens: 50, usd },
  ...more,
})

const entry = ({ worst: _worst, ...facts }: Reservation, costUsd: string | null, more: Partial<LedgerEntry> = {}): LedgerEntry => ({
  ...facts,
  state: 'settled',
  tokens: { ...noTokens, input: 80, output: 20 },
  isReported: true,
  costUsd,
  firstChunkMs: 5,
  durationMs: 10,
  ...more,
})

for (const { name, skip, isShared, open, again } of cases) {
  let database: (Database & AsyncDisposable) | undefined
  before(async () => {
    if (!skip) database = await open()
  })
  after(() => database?.[Symbol.asyncDispose]())
  beforeEach(async () => {
    if (!skip) for (const table of ['open_call', 'ledger_entry', 'budget', 'spending']) await database!.query(`delete from ${table}`)
  })
  const opened = (own: readonly Budget[] = []) => {
    const now = () => new Date('2026-11-23T13:00:00Z')
    return { ledger: openLedgerStore(database!, own), budgets: openBudgets(database!, own, now), holder: newId() }
  }

  test(`${name}: what is put aside is taken from what is left, and given back but for what was used`, { skip }, async () => {
    const { ledger, budgets, holder } = opened()
    await budgets.set(aDay)
    const one = call('0.6')
    assert.deepEqual(await ledger.reserve(one, holder, leaseMs), { outcome: 'reserved' })
    assert.deepEqual(
      (await budgets.list()).map(({ reservedUsd, spentUsd, leftUsd }) => [reservedUsd, spentUsd, leftUsd]),
      [['0.6', '0', '0.4']],
    )
    await ledger.settle(entry(one, '0.25'))
    const [state] = await budgets.list()
    assert.deepEqual([state!.reservedUsd, state!.spentUsd, state!.leftUsd], ['0', '0.25', '0.75'])
    assert.equal(state!.renewsAt.toISOString(), '2026-11-24T00:00:00.000Z')
  })

  test(`${name}: what does not fit beside calls under way comes later, and what does not fit beside what is spent never`, { skip }, async () => {
    const { ledger, budgets, holder } = opened()
    await budgets.set(aDay)
    const one = call('0.6')
    await ledger.reserve(one, holder, leaseMs)
    assert.equal((await ledger.reserve(call('0.400000000001'), holder, leaseMs)).outcome, 'later')
    assert.equal((await ledger.reserve(call('0.4'), holder, leaseMs)).outcome, 'reserved')
    await ledger.settle(entry(one, '0.6'))
    const refused = await ledger.reserve(call('0.41'), holder, leaseMs)
    assert.deepEqual(refused.outcome === 'refused' && [refused.budget.subject, refused.budget.period], [system, 'day'])
  })

  test(`${name}: each of the budgets must have room: system, key, collection, day and month, money and tokens`, { skip }, async () => {
    const { ledger, budgets, holder } = opened([{ ...aDay, period: 'month', usd: '0.5' }])
    const tight: Budget[] = [
      { subject: { type: 'key', id: 'k2' }, period: 'day', usd: '0.1', tokens: null },
      { subject: { type: 'collection', id: 'letters' }, period: 'month', usd: null, tokens: 149 },
    ]
    for (const budget of tight) await budgets.set(budget)
    const outcome = async (usd: string, more: Partial<Reservation>) => {
      const reserved = await ledger.reserve(call(usd, more), holder, leaseMs)
      return reserved.outcome === 'reserved' ? 'reserved' : reserved.budget.subject.type
    }
    assert.equal(await outcome('0.2', { callerId: 'k2' }), 'key')
    assert.equal(await outcome('0.2', { collection: 'letters' }), 'collection')
    assert.equal(await outcome('0.6', {}), 'system')
    assert.equal(await outcome('0.1', { callerId: 'k2' }), 'reserved')
  })

  test(`${name}: a price that nobody knows is refused where money is limited, and only there`, { skip }, async () => {
    const { ledger, budgets, holder } = opened()
    await budgets.set({ ...aDay, usd: null, tokens: 1000 })
    assert.equal((await ledger.reserve(call(null), holder, leaseMs)).outcome, 'reserved')
    await budgets.set(aDay)
    assert.equal((await ledger.reserve(call(null), holder, leaseMs)).outcome, 'unpriced')
  })

  test(`${name}: a budget counts what was spent before it was set, in its period`, { skip }, async () => {
    const { ledger, budgets, holder } = opened()
    await ledger.add([
      entry(call(null), '0.3'),
      entry(call(null, { at: new Date('2026-11-22T23:59:59Z') }), '0.2'),
      entry(call(null, { callerId: 'k2' }), '0.1'),
      entry(call(null, { task: 'embed', provider: 'local' }), '0'),
    ])
    await budgets.set({ ...aDay, subject: { type: 'key', id: 'k1' }, tokens: 500 })
    await budgets.set({ ...aDay, period: 'month' })
    assert.deepEqual(
      (await budgets.list()).map(({ subject, spentUsd, leftTokens }) => [subject.type, spentUsd, leftTokens]),
      [
        ['system', '0.6', null],
        ['key', '0.3', 400],
      ],
    )
    assert.equal((await ledger.reserve(call('0.71', { callerId: 'k1' }), holder, leaseMs)).outcome, 'refused')
    assert.equal(await budgets.remove({ type: 'key', id: 'k1' }, 'day'), true)
    assert.equal(await budgets.remove({ type: 'key', id: 'k1' }, 'day'), false)
  })

  test(`${name}: a new day has its whole budget, and a call counts for the day on which it went out`, { skip }, async () => {
    const { ledger, budgets, holder } = opened()
    await budgets.set(aDay)
    const late = call('1')
    await ledger.reserve(late, holder, leaseMs)
    const tomorrow = new Date('2026-11-24T00:00:00Z')
    assert.equal((await ledger.reserve(call('1', { at: tomorrow }), holder, leaseMs)).outcome, 'reserved')
    await ledger.settle(entry(late, '0.9'))
    assert.equal((await budgets.list())[0]!.spentUsd, '0.9')
  })

  test(`${name}: calls of a process that died count with their worst case, until it proves to live`, { skip }, async () => {
    const { ledger, budgets, holder } = opened()
    await budgets.set(aDay)
    const [dead, alive] = [call('0.5'), call('0.1')]
    await ledger.reserve(dead, holder, 0)
    await ledger.reserve(alive, newId(), leaseMs)
    assert.equal(await ledger.closeLost(false), 1)
    const states = async () =>
      (await database!.query<{ state: string; usd: string }>('select state, cost_usd::float8::text as usd from ledger_entry')).map((it) => ({ ...it }))
    assert.deepEqual(await states(), [{ state: 'lost', usd: '0.5' }])
    assert.deepEqual(
      (await budgets.list()).map(({ spentUsd, reservedUsd }) => [spentUsd, reservedUsd]),
      [['0.5', '0.1']],
    )
    await ledger.settle(entry(dead, '0.2'))
    assert.deepEqual(await states(), [{ state: 'settled', usd: '0.2' }])
    assert.equal((await budgets.list())[0]!.spentUsd, '0.2')
    assert.equal(await ledger.closeLost(true), 1)
  })

  test(`${name}: settling again changes nothing`, { skip }, async () => {
    const { ledger, budgets, holder } = opened()
    await budgets.set(aDay)
    const one = call('0.5')
    await ledger.reserve(one, holder, leaseMs)
    for (let times = 0; times < 3; times++) await ledger.settle(entry(one, '0.2'))
    assert.equal((await budgets.list())[0]!.spentUsd, '0.2')
  })

  test(`${name}: money is conserved, whatever comes in whatever order`, { skip, timeout: 120_000 }, async () => {
    const step = fc.oneof(
      fc.record({ type: fc.constant('reserve' as const), pico: fc.bigInt({ min: 0n, max: 10n ** 12n }), key: fc.constantFrom('k1', 'k2') }),
      fc.record({ type: fc.constant('settle' as const), which: fc.nat(20), share: fc.integer({ min: 0, max: 100 }) }),
      fc.record({ type: fc.constant('lose' as const), which: fc.nat(20) }),
      fc.record({ type: fc.constant('free' as const), key: fc.constantFrom('k1', 'k2') }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 15 }), fc.boolean(), async (steps, budgetFirst) => {
        for (const table of ['open_call', 'ledger_entry', 'budget', 'spending']) await database!.query(`delete from ${table}`)
        const { ledger, budgets, holder } = opened()
        const limits = { k1: '1.5', system: '2.5' }
        const setBudgets = async (): Promise<void> => {
          await budgets.set({ subject: { type: 'key', id: 'k1' }, period: 'day', usd: limits.k1, tokens: null })
          await budgets.set({ subject: system, period: 'month', usd: limits.system, tokens: null })
        }
        if (budgetFirst) await setBudgets()
        const out: { call: Reservation; pico: bigint }[] = []
        const spent: { key: string; pico: bigint }[] = []
        const total = (key: string | null, all: readonly { key: string; pico: bigint }[]): bigint =>
          all.filter((it) => key === null || it.key === key).reduce((sum, { pico }) => sum + pico, 0n)
        const held = (key: string | null): bigint =>
          total(
            key,
            out.map(({ call: { callerId }, pico }) => ({ key: callerId, pico })),
          )
        for (const it of steps) {
          if (it.type === 'reserve') {
            const wanted = call(fromPico(it.pico), { callerId: it.key })
            const { outcome } = await ledger.reserve(wanted, holder, leaseMs)
            const fits = (key: string | null, limit: string): boolean => total(key, spent) + held(key) + it.pico <= toPico(limit)
            if (budgetFirst) assert.equal(outcome === 'reserved', fits(null, limits.system) && (it.key !== 'k1' || fits('k1', limits.k1)))
            if (outcome === 'reserved') out.push({ call: wanted, pico: it.pico })
          } else if (it.type === 'settle' && out.length > 0) {
            const [one] = out.splice(it.which % out.length, 1)
            const pico = (one!.pico * BigInt(it.share)) / 100n
            await ledger.settle(entry(one!.call, fromPico(pico)))
            spent.push({ key: one!.call.callerId, pico })
          } else if (it.type === 'lose' && out.length > 0) {
            const [one] = out.splice(it.which % out.length, 1)
            await database!.query(`update open_call set lease_until = now() - interval '1 second' where id = $1`, [one!.call.id])
            assert.equal(await ledger.closeLost(false), 1)
            spent.push({ key: one!.call.callerId, pico: one!.pico })
          } else if (it.type === 'free') await ledger.add([entry(call(null, { callerId: it.key }), '0')])
        }
        if (!budgetFirst) await setBudgets()
        const states = await budgets.list()
        const figures = (key: string | null): string[] => [fromPico(total(key, spent)), fromPico(held(key))]
        assert.deepEqual(
          states.map((it) => [it.spentUsd, it.reservedUsd]),
          [figures(null), figures('k1')],
        )
        const rows = await openUsage(database!)({ by: 'key', since: new Date(0), callerId: null })
        assert.equal(fromPico(rows.reduce((sum, { costUsd }) => sum + toPico(costUsd), 0n)), figures(null)[0])
      }),
      { numRuns: 25 },
    )
  })

  if (isShared)
    test(`${name}: many at once, of two processes, never hold more than there is`, { skip }, async () => {
      await using other = (await again(database!))!
      const { ledger, budgets, holder } = opened()
      await budgets.set(aDay)
      const ledgers = [ledger, openLedgerStore(other)]
      const tried = await Promise.all(Array.from({ length: 60 }, (_, index) => ledgers[index % 2]!.reserve(call('0.05'), holder, leaseMs)))
      assert.equal(tried.filter(({ outcome }) => outcome === 'reserved').length, 20)
      assert.equal(tried.filter(({ outcome }) => outcome === 'later').length, 40)
      assert.equal((await budgets.list())[0]!.leftUsd, '0')
    })

  test(`${name}: usage is added up by what one asks for, of one caller or all, and unknown prices are counted apart`, { skip }, async () => {
    const { ledger } = opened()
    await ledger.add([
      entry(call(null), '0.3', { tokens: { input: 10, output: 5, cacheRead: 4, cacheWrite: null, reasoning: 2 } }),
      entry(call(null, { callerId: 'k2', collection: null, model: 'other' }), null, { state: 'aborted' }),
      entry(call(null, { at: new Date('2026-11-21T00:00:00Z'), task: 'embed' }), '0.1', { state: 'failed' }),
    ])
    const usage = openUsage(database!)
    const read = async (by: Parameters<typeof usage>[0]['by'], callerId: string | null = null) =>
      (await usage({ by, since: new Date('2026-11-20T00:00:00Z'), callerId })).map(({ group, calls, costUsd, unpriced }) => [group, calls, costUsd, unpriced])
    assert.deepEqual(await read('day'), [['2026-11-21', 1, '0.1', 0], ['2026-11-23', 2, '0.3', 1]]) // prettier-ignore
    assert.deepEqual(await read('key'), [['k1', 2, '0.4', 0], ['k2', 1, '0', 1]]) // prettier-ignore
    assert.deepEqual(await read('collection'), [['manuals', 2, '0.4', 0], ['', 1, '0', 1]]) // prettier-ignore
    assert.deepEqual(await read('model', 'k2'), [['other', 1, '0', 1]])
    assert.deepEqual(await read('task'), [['answer', 2, '0.3', 1], ['embed', 1, '0.1', 0]]) // prettier-ignore
    const [first] = await usage({ by: 'model', since: new Date(0), callerId: 'k1' })
    assert.deepEqual(first!.tokens, { input: 90, output: 25, cacheRead: 4, cacheWrite: 0, reasoning: 2 })
  })

  test(`${name}: a key of one collection sees no entry, no budget and no sum of another`, { skip }, async () => {
    const { ledger, budgets, holder } = opened()
    for (const id of ['manuals', 'letters']) await budgets.set({ ...aDay, subject: { type: 'collection', id } })
    await budgets.set(aDay)
    for (const collection of ['manuals', 'letters', null]) {
      const one = call('0.1', { collection })
      await ledger.reserve(one, holder, leaseMs)
      await ledger.settle(entry(one, '0.1'))
      await ledger.reserve(call('0.1', { collection }), holder, leaseMs)
    }
    for (const table of ['ledger_entry', 'open_call', 'budget', 'spending'])
      assert.equal((await database!.query(`select 1 from ${table}`, [], ['manuals'])).length, 1, table)
  })
}
