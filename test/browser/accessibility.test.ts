import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ask, askOut, focusedClass, isInSight } from './asking.ts'
import { assertAccessible } from './axe.ts'
import { noBrowser, openPage } from './browser.ts'
import { documents } from './documents.ts'
import { visitedProgram } from './visited-program.ts'

describe('everybody can use the page', { skip: noBrowser }, () => {
  const visited = visitedProgram(documents)
  const { visit } = visited

  const looks = {
    light: {},
    dark: { colorScheme: 'dark' },
    phone: { viewport: { width: 390, height: 844 }, hasTouch: true },
  } as const
  for (const [look, options] of Object.entries(looks)) {
    test(`${look}: axe finds nothing in any state`, async () => {
      await using visitor = await visit(options)
      const { page } = visitor
      const check = (state: string): Promise<void> => assertAccessible(page, `${look}, ${state}`)
      await page.locator('.welcome').waitFor()
      await check('welcome')
      await askOut(page, 'How often is the signing key rotated?')
      await page.getByText('How this answer came about').click()
      await page.getByRole('table', { name: 'Stages in time' }).waitFor()
      await check('answer with its trace')
      await page.getByRole('button', { name: 'Bad answer' }).click()
      await page.getByLabel('What was wrong?').waitFor()
      await page.getByRole('button', { name: 'Edit the question' }).click()
      await check('feedback and edited question')
      await page.keyboard.press('Escape')
      await page.locator('.reading .citation-number').first().click()
      await page.getByRole('button', { name: 'Chunks' }).click()
      await page.locator('.chunk-label').first().waitFor()
      await check('source with its chunks')
      await page.getByRole('button', { name: 'Close the source' }).click()
      await askOut(page, 'Who won the football world cup in 1998?')
      await check('abstention')
      const opener = page.getByRole('button', { name: 'Conversations' })
      if (await opener.isVisible()) {
        await opener.click()
        await check('drawer')
        await page.keyboard.press('Escape')
      }
      await page.getByRole('link', { name: 'Documents' }).click()
      await page.getByRole('button', { name: 'Remove Keys' }).click()
      await check('documents')
      await page.getByRole('link', { name: 'Health' }).click()
      await page.locator('.models li').first().waitFor()
      await check('health')
      for (const view of ['Questions', 'Usage']) {
        await page.getByRole('link', { name: view }).click()
        await page.getByRole('heading', { name: view }).first().waitFor()
        await check(view)
      }
      await page.getByRole('link', { name: 'API' }).click()
      await page.locator('.operation').first().waitFor()
      await check('API')
      assert.deepEqual(visitor.trouble, [])
    })
  }

  test('keys alone: skip link, question, citation, source and back', async () => {
    await using visitor = await visit()
    const { page } = visitor
    await askOut(page, 'How often is the signing key rotated?')
    const isFirst = `document.querySelector('a, button, input, select, textarea').matches('.skip')`
    assert.ok(await page.evaluate(isFirst), 'the skip link comes first')
    await page.locator('.skip').focus()
    assert.match(await focusedClass(page), /skip/)
    assert.ok(await isInSight(page, '.skip'))
    await page.keyboard.press('Enter')
    assert.equal(await page.evaluate('document.activeElement.id'), 'main')
    for (let presses = 0; presses < 10 && !/citation-number/.test(await focusedClass(page)); presses++) await page.keyboard.press('Tab')
    assert.match(await focusedClass(page), /citation-number/)
    assert.notEqual(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle'), 'none')
    await page.keyboard.press('Enter')
    await page.locator('.source-text mark:not([hidden])').first().waitFor()
    assert.equal(await page.evaluate('document.activeElement.tagName'), 'H2')
    await page.keyboard.press('Escape')
    await page.waitForFunction(`document.activeElement.className.includes('citation-number')`)
  })

  test('on a phone the source is a sheet: what lies behind is out of reach until it is closed', async () => {
    await using visitor = await visit(looks.phone)
    const { page } = visitor
    await askOut(page, 'How often is the signing key rotated?')
    await page.locator('.reading .citation-number').first().click()
    await page.getByRole('dialog', { name: 'Source' }).waitFor()
    for (let presses = 0; presses < 12; presses++) {
      await page.keyboard.press('Tab')
      assert.equal(await page.evaluate(`document.activeElement === document.body || document.activeElement.closest('.source') !== null`), true)
    }
    await page.getByRole('button', { name: 'Close the source' }).click()
    await page.waitForFunction(`document.activeElement.className.includes('citation-number')`)
  })

  test('the colours can be chosen, are kept, and are there before anything is drawn', async () => {
    await using visitor = await visit()
    const { page } = visitor
    const paper = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor')
    const light = await paper()
    const button = page.getByRole('button', { name: /^Colours/ })
    await button.click()
    assert.equal(await paper(), light)
    await button.click()
    const dark = await paper()
    assert.notEqual(dark, light)
    await page.reload()
    assert.equal(await paper(), dark)
    await page.goto(`${visited.server.url}/docs`)
    assert.equal(await paper(), dark)
    await button.click()
    assert.equal(await paper(), light)
  })

  const places = [
    '/',
    '/#/documents',
    '/#/records',
    '/#/logs',
    '/#/incidents',
    '/#/diagnose',
    '/#/actions',
    '/#/health',
    '/#/quality',
    '/#/usage',
    '/#/questions',
    '/docs',
  ]
  for (const [name, options] of [
    ['at twice the size', { viewport: { width: 640, height: 400 } }],
    ['at four times the size', { viewport: { width: 320, height: 256 } }],
    ['on a phone', looks.phone],
  ] as const) {
    test(`${name} nothing is wider than the screen`, async () => {
      for (const path of places) {
        await using visitor = await visit(options, path)
        const { page } = visitor
        await page.locator('main h1').first().waitFor()
        if (path === '/') await askOut(page, `Where is the ${'Donaudampfschifffahrtsgesellschaft'.repeat(6)} state of atlas kept?`)
        assert.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true, path)
      }
    })
  }

  for (const width of [1000, 640, 390, 320])
    test(`${width} wide, the place where one is stands in the bar in full, and none is out of reach`, async () => {
      for (const path of places) {
        await using visitor = await visit({ viewport: { width, height: 844 }, hasTouch: true }, path)
        const { page } = visitor
        await page.locator('.top nav a[aria-current]').waitFor()
        const ends = `(() => {
          const nav = document.querySelector('.top nav')
          const inFull = (link) => {
            const { left, right } = link.getBoundingClientRect()
            // Sliding goes by whole pixels.
            return left >= -1 && right <= 1 + nav.getBoundingClientRect().right - parseFloat(getComputedStyle(nav).paddingInlineEnd)
          }
          const current = inFull(nav.querySelector('[aria-current]'))
          nav.scrollLeft = nav.scrollWidth
          const last = inFull(nav.lastElementChild)
          nav.scrollLeft = 0
          return { current, first: inFull(nav.firstElementChild), last }
        })()`
        assert.deepEqual(await page.evaluate(ends), { current: true, first: true, last: true }, path)
      }
    })

  test('who wants no motion sees none, and forced colours leave nothing out', async () => {
    await using visitor = await visit({ reducedMotion: 'reduce', forcedColors: 'active' })
    const { page } = visitor
    await page.route('**/ask', () => {})
    await ask(page, 'How often is the signing key rotated?')
    await page.locator('.progress.working').waitFor()
    assert.equal(await page.evaluate(`getComputedStyle(document.querySelector('.progress.working'), '::after').animationName`), 'none')
    const icon = `getComputedStyle(document.querySelector('.top .icon'))`
    assert.notEqual(await page.evaluate(`${icon}.backgroundColor`), await page.evaluate(`getComputedStyle(document.body).backgroundColor`))
  })

  test('text of every script runs in its own direction', async () => {
    await fetch(`${visited.server.url}/documents`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ source: 'hebrew.md', text: '# מפתחות\n\nמפתח החתימה מוחלף כל ארבעים ושניים ימים.\n', collection: 'scripts' }),
    })
    await using visitor = await visit()
    const { page } = visitor
    await page.getByLabel('Collection').selectOption('scripts')
    await askOut(page, 'מפתח החתימה מוחלף כל כמה ימים?')
    const direction = (selector: string): Promise<string> => page.evaluate(`getComputedStyle(document.querySelector('${selector}')).direction`)
    assert.equal(await direction('.exchange h2'), 'rtl')
    await page.locator('button.citation').first().click()
    await page.locator('.source-text').getByText('מפתח').first().waitFor()
    assert.equal(await direction('.source-text .reading'), 'rtl')
    assert.equal(await direction('.top'), 'ltr')
  })

  test('the API page shows every operation with a command to copy', async () => {
    await using visitor = await openPage(visited.browser, `${visited.server.url}/docs`)
    const { page } = visitor
    const api = (await (await fetch(`${visited.server.url}/openapi.json`)).json()) as { paths: Record<string, Record<string, unknown>> }
    const count = Object.values(api.paths).reduce((sum, item) => sum + Object.keys(item).length, 0)
    await page.locator('.operation').first().waitFor()
    assert.equal(await page.locator('.operation').count(), count)
    assert.equal(await page.locator('.operation pre').getByText('curl').count(), count)
    assert.deepEqual(visitor.trouble, [])
  })
})
