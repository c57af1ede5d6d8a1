import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { post } from '../support/program.ts'
import { assertAccessible } from './axe.ts'
import { noBrowser } from './browser.ts'
import { visitedProgram } from './visited-program.ts'

const hostile = '<img src=x onerror="window.hacked=1">'

// oxlint-disable-next-line no-explicit-any -- answers of the API are read as a client without types reads them.
type Json = any

describe('quality in a browser', { skip: noBrowser }, () => {
  const visited = visitedProgram({
    'gateway.md': '# Gateway\n\nThe gateway listens on port 8080.\n',
    'proxy.md': '# Proxy\n\nTraffic of partners arrives at 9443.\n',
  })
  const { visit } = visited
  const view = '/#/quality'

  const overflows = (page: Page): Promise<boolean> => page.evaluate('document.documentElement.scrollWidth > innerWidth')

  test('before anybody has asked, each part says what would fill it', async () => {
    await using visitor = await visit({}, view)
    const { page } = visitor
    await page.getByText('Nobody has asked anything in these 30 days.').waitFor()
    await page.getByText('No suite was run in this time.').waitFor()
    await page.getByText('No judge was measured against people yet').waitFor()
    await assertAccessible(page, 'quality, empty')
    await page.getByRole('link', { name: 'Ask something' }).click()
    await page.getByLabel('Your question').waitFor()
  })

  test('answers of people are counted, what went wrong says why, and becomes a case that can be kept', async () => {
    const ask = async (question: string): Promise<Json> => (await post(visited.server.url, '/ask', { question })).json()
    const wrong = await ask('Which port does the gateway listen on?')
    await post(visited.server.url, '/feedback', {
      trace_id: wrong.trace_id,
      rating: 'down',
      correction: 'Traffic of partners arrives at 9443.',
      comment: hostile,
    })
    await ask('Who bakes the bread of the lighthouse keeper?')

    await using visitor = await visit({}, view)
    const { page } = visitor
    await page.getByRole('img', { name: 'Questions: 2' }).waitFor()
    await page.getByRole('img', { name: /^Answered: 50 %/ }).waitFor()
    await page.locator('.triage summary', { hasText: 'Wrong passage' }).click()
    const group = page.locator('.triage details[open]')
    await group.getByText('The correction stands in proxy.md').waitFor()
    await group.getByText(hostile).waitFor()
    await group.getByRole('button', { name: 'Make a test case' }).click()
    assert.match(await group.locator('pre').innerText(), /origin: feedback/)
    const [saved] = await Promise.all([page.waitForEvent('download'), group.getByRole('button', { name: /^Save .*\.corpus\.jsonl$/ }).click()])
    const sources = readFileSync((await saved.path())!, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { _id: string })._id)
    assert.deepEqual(sources.sort(), ['gateway.md', 'proxy.md'])
    await assertAccessible(page, 'quality, with a case made')
    assert.equal(await page.evaluate('window.hacked'), undefined)
    assert.deepEqual(visitor.trouble, [])
  })

  test('trends, runs and judges fit a phone, in the dark too', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await using visitor = await visit({ viewport: { width: 360, height: 740 }, colorScheme }, '/')
      const { page } = visitor
      await page.route('**/evaluation/trends*', (route) => route.fulfill({ json: fullTrends }))
      await page.route('**/evaluation/judges', (route) => route.fulfill({ json: { certificates: [certificate] } }))
      // A page of its own, and no step within one that is still starting.
      await page.goto('about:blank')
      await page.goto(`${visited.server.url}${view}`)
      await page.getByRole('img', { name: /^Passes grounded\.v1: 80 %/ }).waitFor()
      await page.getByText('✗ fail').waitFor()
      await page.getByText('changed suite').waitFor()
      await page.getByText('0.61 (0.50 to 0.70)').waitFor()
      // The second day has no figure: two days alone, and no line between them.
      const answered = page.locator('.trend', { hasText: 'Answered' })
      assert.deepEqual([await answered.locator('circle').count(), await answered.locator('polyline').count()], [2, 0])
      assert.equal(await overflows(page), false)
      await assertAccessible(page, `quality, ${colorScheme}, on a phone`)
    }
  })

  test('a server that keeps this for its own machine is quoted', async () => {
    await using visitor = await visit({}, '/')
    const { page } = visitor
    const detail = 'This is only for callers on the machine that Answerable runs on.'
    await page.route('**/evaluation/**', (route) => route.fulfill({ status: 403, json: { code: 'forbidden', detail } }))
    await page.getByRole('link', { name: 'Quality' }).click()
    await page.getByRole('alert').getByText(detail).waitFor()
  })

  test('another period and another collection are read anew', async () => {
    await using visitor = await visit({}, view)
    const { page } = visitor
    await page.getByLabel('Days').waitFor()
    const asked = page.waitForRequest(/evaluation\/trends\?days=7&collection=default/)
    await page.getByLabel('Days').selectOption('7')
    await page.getByLabel('Collection').selectOption('default')
    await asked
  })
})

const estimate = { value: 0.8, low: 0.7, high: 0.9, n: 10 }
const day = (name: string, isQuiet: boolean): Json => ({
  day: name,
  questions: isQuiet ? 0 : 10,
  answered: isQuiet ? null : estimate,
  abstained: isQuiet ? {} : { nothing_relevant: 2 },
  supported: isQuiet ? null : estimate,
  up: 1,
  down: 0,
  thumbs_up: isQuiet ? null : estimate,
  p50_ms: isQuiet ? null : 120,
  p95_ms: isQuiet ? null : 900,
  cost_usd: isQuiet ? 0 : 0.2,
  unpriced: 0,
})
const days = [day('2026-11-20', false), day('2026-11-21', true), day('2026-11-22', false)]
const run = (id: string, hash: string, gate: string | null): Json => ({
  run_id: id,
  suite: 'handbook',
  suite_hash: hash,
  started_at: '2026-11-20T10:00:00Z',
  state: 'complete',
  gate,
  cases: 48,
  variants: [{ name: 'as set', model: 'extractive', metrics: [{ name: 'correct', ...estimate }] }],
})
const fullTrends = {
  days,
  total: { ...days[0], questions: 20 },
  judged: [
    {
      rubric: 'grounded.v1',
      judge: 'verifier',
      mean: estimate,
      failed: 1,
      certificate: null,
      corrected: null,
      cost_usd: 0,
      notes: [],
      days: [{ day: '2026-11-20', mean: estimate, failed: 0 }],
    },
  ],
  judging: { verifier: true, share: 0.1, rubrics: ['grounded.v1'], most_usd: 0.5, spent_today_usd: 0.1 },
  runs: [run('1', 'a', 'pass'), run('2', 'b', 'fail')],
}
const certificate = {
  id: '1',
  rubric: 'grounded.v1',
  judge: 'verifier',
  dataset: 'people.jsonl',
  items: 100,
  made_at: '2026-11-20T10:00:00Z',
  agreement: estimate,
  kappa: { value: 0.61, low: 0.5, high: 0.7, n: 100 },
}
