import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { startStubModel, type StubModel } from '../support/stub-model/server.ts'
import { askAndRead } from './asking.ts'
import { noBrowser } from './browser.ts'
import { visitedProgram } from './visited-program.ts'

describe('an answer without its model', { skip: noBrowser }, () => {
  let stub: StubModel
  after(() => stub?.close())
  const program = visitedProgram({ 'limits.md': '# Limits\n\nThe upload limit is 20 megabytes.\n' }, async () => {
    stub = await startStubModel({ fault: { kind: 'status', status: 400 } })
    return { ANSWERABLE_GENERATOR: 'auto', OPENAI_BASE_URL: stub.url }
  })

  test('says quietly what it had to do without, in any width and colour', async () => {
    for (const options of [{}, { colorScheme: 'dark' as const, viewport: { width: 390, height: 800 } }]) {
      await using visited = await program.visit(options)
      const { page } = visited
      await askAndRead(page, 'What is the upload limit?')
      const note = page.getByRole('note', { name: 'What this answer had to do without' })
      await note.waitFor()
      assert.match(await note.innerText(), /own sentences answer, because no model did/)
      assert.equal(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth'), true)
      if (process.env['ANSWERABLE_PICTURES'])
        await page.screenshot({ path: `${process.env['ANSWERABLE_PICTURES']}/degraded-${options.colorScheme ?? 'light'}.png` })
      assert.deepEqual(visited.trouble, [])
    }
  })
})
