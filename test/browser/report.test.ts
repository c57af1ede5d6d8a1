/** The page of a run, opened from the disk as people open it. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import type { Browser } from 'playwright-core'
import { reportHtml } from '../../src/evaluate/report/html.ts'
import { reportForTests, type ReportShape } from '../../src/evaluate/report/report-for-tests.ts'
import { root } from '../support/program.ts'
import { assertAccessible } from './axe.ts'
import { noBrowser, openBrowser, openPage } from './browser.ts'

const style = ['base', 'report'].map((name) => readFileSync(join(root, `web/src/styles/${name}.css`), 'utf8')).join('\n')

describe('the page of a run', { skip: noBrowser }, () => {
  let browser: Browser
  let folder: string

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'answerable-report-'))
    browser = await openBrowser()
  })
  after(async () => {
    await browser?.close()
    if (folder) rmSync(folder, { recursive: true, force: true })
  })

  const open = (shape: ReportShape, options: Parameters<typeof openPage>[2] = {}) => {
    const path = join(folder, `${Math.random().toString(36).slice(2)}.html`)
    writeFileSync(path, reportHtml(reportForTests(shape), style))
    return openPage(browser, pathToFileURL(path).href, { bypassCSP: false, ...options })
  }

  const three: ReportShape = { variants: ['small', 'large', 'extractive'], gate: 'fail', judge: 'certified', cases: 20, repeat: 2 }
  const looks = {
    light: {},
    dark: { colorScheme: 'dark' },
    phone: { viewport: { width: 390, height: 844 }, hasTouch: true },
    'four times the size': { viewport: { width: 320, height: 256 } },
  } as const
  for (const [look, options] of Object.entries(looks)) {
    for (const [name, shape] of Object.entries({
      'three variants': three,
      'a partial run': { gate: 'fail', state: 'partial', judge: 'unmeasured' } as const,
    })) {
      test(`${look}, ${name}: axe finds nothing, nothing is wider than the screen, nothing is asked of the network`, async () => {
        // axe is a script that the page's own policy would not run.
        await using visitor = await open(shape, { ...options, bypassCSP: true })
        const { page } = visitor
        await page.evaluate(
          `document.querySelectorAll('details.case:nth-of-type(-n+3), details.case:nth-of-type(-n+3) details, #tags details').forEach((it) => (it.open = true))`,
        )
        await assertAccessible(page, `${look}, ${name}`)
        assert.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true)
        assert.deepEqual(visitor.trouble, [])
      })
    }
  }

  for (const width of [1100, 800, 390]) {
    test(`a table of many figures scrolls in its own box at ${width} pixels, and breaks no figure and no name of one`, async () => {
      const input = reportForTests({})
      const manyFigures = input.report.variants.map((variant) => ({
        ...variant,
        tags: variant.tags.map((it) => ({ ...it, metrics: Array.from({ length: 14 }, (_, index) => ({ ...it.metrics[0]!, name: `faithfulness${index}` })) })),
      }))
      const path = join(folder, `figures-${width}.html`)
      writeFileSync(path, reportHtml({ ...input, report: { ...input.report, variants: manyFigures } }, style))
      await using visitor = await openPage(browser, pathToFileURL(path).href, { viewport: { width, height: 800 } })
      const { page } = visitor
      assert.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true)
      const broken = `[...document.querySelectorAll('#tags td.number, #tags thead th')].filter((it) => {
        const text = document.createRange()
        text.selectNodeContents(it)
        return new Set([...text.getClientRects()].filter(({ width }) => width > 0).map(({ top }) => Math.round(top))).size > 1
      }).map((it) => it.textContent.trim())`
      assert.deepEqual(await page.evaluate(broken), [])
    })
  }

  test('under its own policy it is drawn and filters', async () => {
    await using visitor = await open(three)
    const { page } = visitor
    const shown = (): Promise<number> => page.locator('details.case:not([hidden])').count()
    assert.equal(await shown(), 20)
    await page.getByLabel('Show', { exact: true }).selectOption('without an answer')
    assert.equal(await shown(), 1)
    await page.getByLabel('Show', { exact: true }).selectOption('all')
    await page.getByLabel('Tag', { exact: true }).selectOption('dates')
    assert.equal(await shown(), 5)
    await page.getByLabel('Words', { exact: true }).fill('(case-6)')
    assert.equal(await shown(), 1)
    assert.equal(await page.locator('#filter output').textContent(), '1 of 20')
    await page.getByLabel('Variant', { exact: true }).selectOption('large')
    await page.locator('details.case:not([hidden]) > summary').first().click()
    assert.deepEqual(await page.locator('details.case:not([hidden]) section.answer:visible h3').allTextContents(), ['large, 1 of 2', 'large, 2 of 2'])
    await page.getByLabel('Words', { exact: true }).fill('no case says this')
    await page.getByText('No case is like that.').waitFor()
    assert.deepEqual([...visitor.complaints, ...visitor.trouble], [])
  })

  test('a link to a case opens it', async () => {
    await using visitor = await open({})
    await visitor.page.evaluate(`location.hash = '#case-case-9'`)
    await visitor.page.locator('#case-case-9[open]').waitFor()
  })

  test('without scripts every case opens, and no filter pretends to work', async () => {
    await using visitor = await open(three, { javaScriptEnabled: false })
    const { page } = visitor
    assert.equal(await page.locator('#filter').isVisible(), false)
    await page.locator('details.case > summary').nth(3).click()
    await page.locator('details.case[open] .answer').first().waitFor()
    await page.locator('details.case[open] .passages summary').first().click()
    assert.ok(await page.locator('details.case[open] mark').first().isVisible())
  })

  for (const words of ['</script><script>alert(1)</script>', '<img src=x onerror=alert(1)>', '"><svg onload=alert(1)>']) {
    test(`what documents and people say has no effect, even without the page's policy: ${words}`, async () => {
      await using visitor = await open({ ...three, words, variants: [words, `${words}2`] }, { bypassCSP: true })
      await visitor.page.evaluate(`document.querySelectorAll('details').forEach((it) => (it.open = true))`)
      assert.ok(await visitor.page.getByText(words).first().isVisible())
      assert.deepEqual(visitor.trouble, [])
    })
  }

  test('forced colours leave the marks and the gate to be seen', async () => {
    await using visitor = await open(three, { forcedColors: 'active' })
    const colour = (selector: string, property: string): Promise<string> =>
      visitor.page.evaluate(`getComputedStyle(document.querySelector('${selector}')).${property}`)
    assert.notEqual(await colour('.interval .mark', 'fill'), await colour('body', 'backgroundColor'))
    assert.notEqual(await colour('.interval .whisker', 'stroke'), await colour('body', 'backgroundColor'))
  })
})
