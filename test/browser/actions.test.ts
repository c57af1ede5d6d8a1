import assert from 'node:assert/strict'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { openFence } from '../../src/adapters/fence/open-fence.ts'
import { assertAccessible } from './axe.ts'
import { noBrowser } from './browser.ts'
import { visitedProgram } from './visited-program.ts'

const { fence, why } = await openFence()
const skip = noBrowser || (fence === null && `no fence here: ${why}`)
// For whoever wants to look.
const shots = process.env['ANSWERABLE_TEST_SHOTS']
const shot = async (page: Page, name: string): Promise<void> => {
  if (shots) await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
}

describe('actions on the page', { skip }, () => {
  const visited = visitedProgram({}, async ({ home }) => {
    mkdirSync(join(home, 'flags'))
    writeFileSync(
      join(home, 'systems.yaml'),
      `
actions:
  - name: raise_flag
    description: Raise a flag
    argv: [/usr/bin/touch, "${home}/flags/{colour}"]
    parameters: [{ name: colour, kind: enum, values: [red, green, blue, "<img src=x onerror=alert(1)>"] }]
    access: { writes: ["${home}/flags"] }
    undo: { action: lower_flags }
  - name: lower_flags
    description: Lower all flags
    argv: [/usr/bin/find, "${home}/flags", -type, f, -delete]
    access: { writes: ["${home}/flags"] }
  - name: break_down
    description: Break down with code 3
    argv: [/usr/bin/false]
`,
    )
    return { ANSWERABLE_SYSTEMS: join(home, 'systems.yaml') }
  })

  const request = async (page: Page, words: string): Promise<void> => {
    await page.getByLabel('What is to be done?').fill(words)
    await page.getByRole('button', { name: 'Show what would run' }).click()
  }

  for (const [look, { colour, options }] of Object.entries({
    light: { colour: 'red', options: {} },
    dark: { colour: 'green', options: { colorScheme: 'dark' } },
    phone: { colour: 'blue', options: { viewport: { width: 390, height: 844 }, hasTouch: true } },
  } as const))
    test(`${look}: asked in plain words, read, approved, taken back; stopped and gone on; nothing is inaccessible`, async () => {
      await using visitor = await visited.visit(options, '/#/actions')
      const { page } = visitor
      const flag = join(visited.place.home, 'flags', colour)
      await page.getByLabel('What is to be done?').waitFor()
      await request(page, 'raise every flag')
      await page.getByText('is nothing that').or(page.getByText('when, how often')).first().waitFor()
      await shot(page, `${look}-1-refused`)
      await assertAccessible(page, `${look}, refused`)

      await request(page, `please raise the ${colour} flag`)
      const card = page.getByRole('region', { name: 'Waiting for you' }).getByRole('article', { name: `raise flag ${colour}` })
      await card.getByText('left').waitFor()
      assert.match(await card.innerText(), /\/usr\/bin\/touch[\s\S]*flags\/\w+[\s\S]*no network[\s\S]*lower_flags/)
      assert.equal(existsSync(flag), false, 'nothing runs before the yes')
      await shot(page, `${look}-2-proposed`)
      await assertAccessible(page, `${look}, proposed`)
      await card.getByRole('button', { name: 'Yes, run exactly this' }).click()
      const done = page
        .getByRole('region', { name: 'History' })
        .getByRole('article', { name: `raise flag ${colour}` })
        .first()
      await done.getByText('It ended with code 0').waitFor({ timeout: 60_000 })
      assert.equal(existsSync(flag), true)

      await done.getByRole('button', { name: 'Take it back' }).click()
      await done.getByRole('button', { name: 'Propose it' }).click()
      await page.getByRole('region', { name: 'Waiting for you' }).getByRole('button', { name: 'Yes, run exactly this' }).click()
      await done.getByText('taken back', { exact: true }).waitFor({ timeout: 60_000 })
      assert.equal(existsSync(flag), false)

      await request(page, 'break down')
      await page.getByRole('region', { name: 'Waiting for you' }).getByRole('button', { name: 'Yes, run exactly this' }).click()
      await page.getByText('It ended with code 1').first().waitFor({ timeout: 60_000 })
      await page.getByText('Audit log').click()
      await page.getByText('none changed, moved or taken out').waitFor()
      await shot(page, `${look}-3-history`)
      await assertAccessible(page, `${look}, history and audit log`)

      await page.getByRole('button', { name: 'Stop everything' }).click()
      await page.getByText('Everything is stopped, by owner').waitFor()
      assert.equal(await page.getByRole('button', { name: 'Show what would run' }).isDisabled(), true)
      await shot(page, `${look}-4-stopped`)
      await assertAccessible(page, `${look}, stopped`)
      await page.getByRole('button', { name: 'Let it go on…' }).click()
      await page.getByRole('button', { name: 'Go on', exact: true }).click()
      await page.getByText('may run.').waitFor()
      assert.deepEqual(visitor.trouble, [])
    })

  test('words of others are text: a value that looks like markup is shown and does nothing', async () => {
    await using visitor = await visited.visit({}, '/#/actions')
    const parameters = { colour: '<img src=x onerror=alert(1)>' }
    await fetch(`${visited.server.url}/actions/proposals`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ action: 'raise_flag', parameters, reason: '<script>alert(2)</script>' }),
    })
    await visitor.page.getByText('<script>alert(2)</script>').waitFor()
    assert.equal(await visitor.page.locator('.actions img, .actions script').count(), 0)
    assert.deepEqual(visitor.trouble, [])
  })
})
