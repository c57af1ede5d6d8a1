import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { askOut } from './asking.ts'
import { assertAccessible } from './axe.ts'
import { noBrowser } from './browser.ts'
import { visitedProgram } from './visited-program.ts'

const guide = `# Signing keys

## Rotation of the signing key

The signing key is rotated every 42 days by the platform team.

## Loss of the signing key

A signing key that was lost is revoked within one hour by the security officer.

## Backup of the signing key

The signing key is kept twice, in two vaults of two cities.
`

describe('suggestions in a browser', { skip: noBrowser }, () => {
  const { visit } = visitedProgram({ 'keys.md': guide })

  test('under an answer stand questions that the documents answer; a click asks one', async () => {
    await using visitor = await visit()
    const { page } = visitor
    await askOut(page, 'How often is the signing key rotated?')
    const suggested = page.locator('.exchange .examples button')
    await suggested.first().waitFor()
    await assertAccessible(page, 'suggestions')
    const question = await suggested.first().innerText()
    assert.match(question, /signing key/i)
    await suggested.first().click()
    await page.locator('.exchange').nth(1).waitFor()
    await page.locator('.exchange.asking').waitFor({ state: 'detached' })
    assert.equal(await page.locator('.exchange').nth(1).locator('h2').innerText(), question)
    await page.locator('.exchange.answered').nth(1).locator('.citation-number').first().waitFor()
    assert.equal(await page.locator('.exchange').first().locator('.examples').count(), 0, 'only the last answer suggests')
    assert.deepEqual(visitor.trouble, [])
  })

  test('an own collection begins with questions of its headings', async () => {
    await using visitor = await visit()
    const { page } = visitor
    const examples = page.locator('.welcome .examples button')
    await examples.first().waitFor()
    assert.match((await examples.allInnerTexts()).join(' '), /signing key/i)
    await examples.first().click()
    await page.locator('.exchange.answered .reading .citation-number').first().waitFor()
  })

  test('a model is asked for suggestions only when the person wants them, and a failure says why', async () => {
    await using visitor = await visit()
    const { page } = visitor
    await page.route('**/ask', async (route) => {
      const body = await (await route.fetch()).text()
      await route.fulfill({ contentType: 'text/event-stream', body: body.replaceAll('"model":"extractive"', '"model":"costly"') })
    })
    let asked = 0
    await page.route('**/suggestions', async (route) => {
      if (!route.request().postData()?.includes('trace_id')) return route.continue()
      if (++asked > 1) return route.continue()
      await route.fulfill({ status: 502, contentType: 'application/problem+json', json: { code: 'upstream', detail: 'The model server is away. Try again.' } })
    })
    await askOut(page, 'How often is the signing key rotated?')
    const button = page.getByRole('button', { name: 'Suggest what to ask next' })
    await button.waitFor()
    assert.equal(asked, 0)
    await button.click()
    await page.locator('.suggest [role=alert]', { hasText: 'The model server is away. Try again.' }).waitFor()
    await button.click()
    await page.locator('.exchange .examples button').first().waitFor()
  })
})
