import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { assertAccessible } from './axe.ts'
import { noBrowser } from './browser.ts'
import { visitedProgram } from './visited-program.ts'

const hostile = '<img src=x onerror="window.hacked=1"> EADDRINUSE: address already in use'

describe('diagnosing in a browser', { skip: noBrowser }, () => {
  const visited = visitedProgram({}, async ({ home }) => {
    const log = join(home, 'indexer.log')
    writeFileSync(log, `${new Date().toISOString()} ERROR ${hostile}\n`)
    const systems = {
      processes: [{ name: 'indexer', executable: 'no-such-program', service: 'search' }],
      logs: [{ name: 'indexer-log', file: log, service: 'search' }],
    }
    writeFileSync(join(home, 'systems.yaml'), JSON.stringify(systems))
    return { ANSWERABLE_SYSTEMS: join(home, 'systems.yaml') }
  })

  for (const [look, options] of Object.entries({
    light: {},
    dark: { colorScheme: 'dark' },
    phone: { viewport: { width: 360, height: 740 }, hasTouch: true },
  } as const))
    test(`${look}: a question leads to a cause, its evidence as text, and what is fine; it is there again later`, async () => {
      await using visitor = await visited.visit(options, '/#/diagnose')
      const { page } = visitor
      await page.getByLabel('What is wrong').fill('What is wrong with search?')
      await page.getByRole('button', { name: 'Diagnose' }).click()
      const report = page.getByRole('article', { name: 'Diagnosis' }).first()
      await report.getByRole('heading', { name: 'Port taken · search' }).waitFor()
      await report.getByText(hostile).first().waitFor()
      assert.equal(await page.evaluate('window.hacked'), undefined)
      await report.getByText('Looked at, and fine').click()
      await assertAccessible(page, `diagnose, ${look}`)
      assert.equal(await page.evaluate('document.documentElement.scrollWidth > innerWidth'), false)
      await page.reload()
      await page.locator('.past summary').first().waitFor()
    })
})
