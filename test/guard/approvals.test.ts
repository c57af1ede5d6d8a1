import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { actions } from '../../src/act/actions.ts'
import { owner } from '../../src/domain/call.ts'
import { aWorld, as, forge } from './forged-approvals.ts'

const attempts = 100_000

test('of 100,000 approvals that were replayed or altered none passes, and each good one runs once', { timeout: 600_000 }, async (context) => {
  const { attempts: done, passed, byKind } = await forge(actions, attempts, 1)
  context.diagnostic(`${done} forged approvals of ${Object.keys(byKind).length} kinds: ${passed} passed`)
  assert.ok(done >= attempts)
  assert.deepEqual(
    Object.entries(byKind).filter(([, count]) => count > 0),
    [],
  )
})

const act = join(import.meta.dirname, '../../src/act')

/** The room with one of its checks taken out: what the forgeries must notice. */
const without = async (edits: readonly (readonly [file: string, text: string, instead: string])[]): Promise<typeof actions> => {
  const folder = mkdtempSync(join(tmpdir(), 'answerable-mutant-'))
  try {
    cpSync(act, folder, { recursive: true })
    for (const file of readdirSync(folder).filter((it) => it.endsWith('.ts'))) {
      let source = readFileSync(join(folder, file), 'utf8').replaceAll("from '../", `from '${pathToFileURL(join(act, '..')).href}/`)
      for (const [, text, instead] of edits.filter(([name]) => name === file)) {
        assert.ok(source.includes(text), `${file} holds no "${text}"`)
        source = source.replaceAll(text, instead)
      }
      writeFileSync(join(folder, file), source)
    }
    return ((await import(pathToFileURL(join(folder, 'actions.ts')).href)) as { actions: typeof actions }).actions
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const bindings: Readonly<Record<string, Parameters<typeof without>[0]>> = {
  'the principal': [['assert-approvable.ts', 'proposal.proposedTo !== principal', 'false']],
  'the hash that was shown': [
    ['assert-approvable.ts', 'proposal.id !== id || proposal.hash !== hash', 'false'],
    ['actions.ts', "{ id, hash, from: 'proposed', to: 'approved' }", "{ id, hash: proposal.hash, from: 'proposed', to: 'approved' }"],
  ],
  'what would run now': [['actions.ts', '=== proposal.hash) return planned', '!== null) return planned']],
  'the program': [['proposal-hash.ts', '      pinned,\n', '']],
}

for (const [binding, edits] of Object.entries(bindings))
  test(`the same forgeries pass when ${binding} is not bound: the test would tell`, async () => {
    const { passed } = await forge(await without(edits), 2_000, 2)
    assert.ok(passed > 0)
  })

test('a yes is good until the five minutes are over, and no moment longer', async () => {
  for (const [ms, ran] of [
    [299_999, 1],
    [300_000, 0],
  ] as const) {
    const world = aWorld(actions)
    const proposal = await as(owner, () =>
      world.acts.propose({ action: 'restart_unit', parameters: { unit: 'nginx.service' }, reason: '', evidence: [], investigationId: null }),
    )
    world.now += ms
    await as(owner, () => world.acts.approve(proposal.id, proposal.hash)).catch(() => {})
    assert.equal(world.ran.length, ran)
  }
})
