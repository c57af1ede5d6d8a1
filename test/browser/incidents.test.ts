import assert from 'node:assert/strict'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { assertAccessible } from './axe.ts'
import { noBrowser } from './browser.ts'
import { visitedProgram } from './visited-program.ts'

const shots = process.env['SCREENSHOTS']
const shoot = async (page: Page, name: string): Promise<void> => void (shots && (await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })))

describe('incidents in a browser, nothing watched', { skip: noBrowser }, () => {
  const { visit } = visitedProgram({})
  test('says how to begin', async () => {
    await using visitor = await visit({}, '/#/incidents')
    await visitor.page.getByText('Nothing is watched yet.').waitFor()
    await assertAccessible(visitor.page, 'incidents, nothing watched')
    await shoot(visitor.page, 'none')
  })
})

describe('incidents in a browser', { skip: noBrowser }, () => {
  let status = 200
  let shop: Server | undefined
  after(() => shop?.close())
  const visited = visitedProgram({}, async (place) => {
    shop = createServer((_request, response) => response.writeHead(status).end('shop'))
    await once(shop.listen(0, '127.0.0.1'), 'listening')
    const systems = join(place.data, '../systems.yaml')
    writeFileSync(
      systems,
      `probes:
  - { name: shop, url: 'http://127.0.0.1:${(shop.address() as AddressInfo).port}/', service: shop }
watches:
  - { name: shop-up, capability: http_probe, params: { probe: shop }, fact: is_expected, every: 1s, rule: { kind: threshold, equals: false }, for: 0s, clear: 1s, grade: critical, service: shop }
  - { name: memory, capability: memory_usage, fact: used_share, every: 2s, rule: { kind: threshold, above: 1.5 }, service: host }
  - { name: usual-load, capability: cpu_load, fact: load_1, every: 2s, rule: { kind: deviation, false_alarms_per_day: 1 }, service: host }
`,
    )
    return { ANSWERABLE_SYSTEMS: systems, ANSWERABLE_GENERATOR: 'extractive' }
  })
  const overflows = (page: Page): Promise<boolean> => page.evaluate('document.documentElement.scrollWidth > innerWidth')

  test('quiet, then an incident with its signals in time; acknowledged, resolved, and the server away', async () => {
    await using visitor = await visited.visit({}, '/#/incidents')
    const { page } = visitor
    await page.getByText('All quiet: nothing that 3 watches look at is wrong.').waitFor()
    await page.getByText('learning what is usual').waitFor()
    await assertAccessible(page, 'incidents, all quiet')
    await shoot(page, 'quiet')

    status = 503
    const link = page.getByRole('link', { name: /^shop: shop-up: is_expected of .* is false$/ })
    await link.waitFor()
    await page.getByText('1 incident open').waitFor()
    await assertAccessible(page, 'incidents, one open')
    await shoot(page, 'open')
    await link.click()
    await page.getByRole('heading', { name: 'Signals' }).waitFor()
    await page.getByRole('img', { name: /^from .* on, for \d+ seconds?$/ }).waitFor()
    await assertAccessible(page, 'an incident')
    await page.getByRole('button', { name: 'I look after it' }).click()
    await page.getByRole('listitem').filter({ hasText: 'Acknowledged by owner.' }).waitFor()
    await page.getByRole('button', { name: 'Diagnose' }).click()
    await page
      .getByText(/Cause found|Unclear|Nothing is wrong/)
      .first()
      .waitFor()
    await assertAccessible(page, 'an incident with a diagnosis')
    await shoot(page, 'incident')

    status = 200
    await page.getByText(/Resolved after/).waitFor()
    await shoot(page, 'resolved')
    assert.deepEqual(visitor.trouble, [])

    await page.getByRole('link', { name: 'All incidents' }).click()
    await page.getByRole('heading', { name: 'Resolved' }).waitFor()
    await shoot(page, 'all')
    for (const [name, options] of [
      ['phone', { viewport: { width: 360, height: 740 } }],
      ['dark', { colorScheme: 'dark' as const }],
    ] as const) {
      await using other = await visited.visit(options, '/#/incidents')
      await other.page.getByRole('heading', { name: 'Watches' }).waitFor()
      await assertAccessible(other.page, `incidents, ${name}`)
      assert.equal(await overflows(other.page), false, name)
      await shoot(other.page, name)
      await other.page.getByRole('link', { name: /^shop: shop-up/ }).click()
      await other.page.getByRole('heading', { name: 'What happened' }).waitFor()
      assert.equal(await overflows(other.page), false, `${name}, one incident`)
      await shoot(other.page, `${name}-incident`)
    }
    await visited.server.stop()
    await page.getByRole('alert').getByText('The Answerable server does not answer.').waitFor()
    assert.equal(await page.getByText('All quiet').count(), 0, 'nobody knows that now')
    await shoot(page, 'away')
  })
})
