import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ask, askOut } from './asking.ts'
import { noBrowser } from './browser.ts'
import { documents } from './documents.ts'
import { visitedProgram } from './visited-program.ts'

describe('conversations in a browser', { skip: noBrowser }, () => {
  const visited = visitedProgram(documents)
  const { visit } = visited

  test('a follow-up is understood by what was said before, and says how it was understood', async () => {
    await using visitor = await visit()
    const { page } = visitor
    const bodies: any[] = []
    page.on('request', (request) => request.url().endsWith('/ask') && bodies.push(request.postDataJSON()))
    await askOut(page, 'Where is the remote state of atlas kept?')
    await askOut(page, 'And where are its locks?')
    assert.equal(bodies[0].history, undefined)
    assert.deepEqual(
      bodies[1].history.map(({ role }: { role: string }) => role),
      ['user', 'assistant'],
    )
    assert.match(await page.locator('.exchange').nth(1).locator('.standalone').innerText(), /^Understood as: .*atlas/i)
    assert.equal(await page.locator('.exchange').nth(0).locator('.standalone').count(), 0)
    assert.match(page.url(), /#\/c\/[0-9a-f]+$/)
    assert.deepEqual(visitor.trouble, [])
  })

  test('a conversation is there again after a reload and by its link, and can be deleted', async () => {
    await using visitor = await visit()
    const { page } = visitor
    await askOut(page, 'How often is the signing key rotated?')
    const answer = await page.locator('.exchange .reading').innerText()
    const link = page.url()
    await page.reload()
    await page.locator('.exchange.answered').waitFor()
    assert.equal(await page.locator('.exchange .reading').innerText(), answer)
    await page.locator('.rail').getByRole('link', { name: 'New conversation' }).click()
    await page.locator('.welcome').waitFor()
    await askOut(page, 'What is the quasar threshold?')
    await page.goto(link)
    await page.getByRole('heading', { name: 'How often is the signing key rotated?' }).waitFor()
    await page.locator('.reading .citation-number').first().click()
    await page.locator('.source-text mark:not([hidden])').first().waitFor()
    await page.keyboard.press('Escape')

    const list = page.locator('.rail .conversation-list')
    assert.equal(await list.locator('li').count(), 2)
    await list.getByRole('button', { name: 'Delete “How often is the signing key rotated?”' }).click()
    await page.keyboard.press('Escape')
    assert.equal(await list.locator('li').count(), 2, 'Escape keeps it')
    await list.getByRole('button', { name: 'Delete “How often is the signing key rotated?”' }).click()
    await list.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.locator('.welcome').waitFor()
    await page.reload()
    await list.locator('li').first().waitFor()
    assert.equal(await list.locator('li').count(), 1)
    await page.goto(link)
    await page.locator('.welcome').waitFor()
  })

  test('a conversation can be renamed by keys, keeps its name, and is found by it', async () => {
    await using visitor = await visit()
    const { page } = visitor
    const question = 'How often is the signing key rotated?'
    await askOut(page, question)
    const list = page.locator('.rail .conversation-list')
    await list.getByRole('button', { name: `Rename “${question}”` }).focus()
    const focusIsOn = (label: string) => page.waitForFunction(`document.activeElement?.getAttribute('aria-label') === '${label}'`)
    await page.keyboard.press('Enter')
    await focusIsOn(`New name of “${question}”`)
    await page.keyboard.type('Keys of the platform')
    await page.keyboard.press('Escape')
    await list.getByRole('link', { name: question }).waitFor()
    await focusIsOn(`Rename “${question}”`)
    await page.keyboard.press('Enter')
    await focusIsOn(`New name of “${question}”`)
    await page.keyboard.type('Keys of the platform')
    await page.keyboard.press('Enter')
    await list.getByRole('link', { name: 'Keys of the platform' }).waitFor()
    await focusIsOn('Rename “Keys of the platform”')
    await page.reload()
    await list.getByRole('link', { name: 'Keys of the platform' }).waitFor()
    await page.getByRole('heading', { name: question }).waitFor()

    await list.getByRole('button', { name: 'Rename “Keys of the platform”' }).click()
    await page.getByLabel('New name of “Keys of the platform”').fill('  ')
    await page.getByLabel('Your question').click()
    await list.getByRole('link', { name: question }).waitFor()
  })

  test('all of them can be deleted at once, and a long list can be searched', async () => {
    await using visitor = await visit()
    const { page } = visitor
    await page.evaluate(`for (let n = 1; n <= 9; n++) localStorage.setItem('answerable.conversation.' + n, JSON.stringify({ id: String(n), updatedAt: n,
      exchanges: [{ id: 1, question: 'Question ' + n, collection: 'default', phase: 'answered', passages: null, text: n === 4 ? 'The walrus.' : 'Other.', citations: [], answer: null, insight: null, feedback: null, suggestions: [], failure: null }] }))`)
    await page.reload()
    const list = page.locator('.rail .conversation-list')
    await list.locator('li').nth(8).waitFor()
    await page.getByLabel('Search conversations').fill('WALRUS')
    await list.locator('li').nth(1).waitFor({ state: 'detached' })
    assert.deepEqual(await list.locator('li a').allInnerTexts(), ['Question 4'])
    await page.getByLabel('Search conversations').fill('')
    await list.getByRole('button', { name: 'Delete all' }).click()
    await list.getByRole('button', { name: 'Delete all' }).click()
    await list.waitFor({ state: 'detached' })
    assert.equal(await page.evaluate(`Object.keys(localStorage).filter((it) => it.startsWith('answerable.conversation.')).length`), 0)
  })

  test('an edited question is asked in its visited.place, and what followed is dropped', async () => {
    await using visitor = await visit()
    const { page } = visitor
    await askOut(page, 'How often is the signing key rotated?')
    await askOut(page, 'Who approves each signing key rotation?')
    const first = page.locator('.exchange').first()
    await first.getByRole('button', { name: 'Edit the question' }).click()
    await page.keyboard.press('Escape')
    await first.getByRole('heading', { name: 'How often is the signing key rotated?' }).waitFor()
    await first.getByRole('button', { name: 'Edit the question' }).click()
    await first.getByRole('textbox', { name: 'Edit the question' }).fill('What is the quasar threshold in kelvin?')
    await first.getByRole('button', { name: 'Ask', exact: true }).click()
    await page.getByText('73 kelvin').first().waitFor()
    assert.deepEqual(await page.locator('.exchange h2').allInnerTexts(), ['What is the quasar threshold in kelvin?'])
  })

  test('an edited question is sent by Enter, and Shift with it begins a new line', async () => {
    await using visitor = await visit()
    const { page } = visitor
    await askOut(page, 'How often is the signing key rotated?')
    await page.getByRole('button', { name: 'Edit the question' }).click()
    const field = page.getByRole('textbox', { name: 'Edit the question' })
    await field.fill('What is the quasar threshold')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('in kelvin?')
    assert.equal(await field.inputValue(), 'What is the quasar threshold\nin kelvin?')
    await page.keyboard.press('Enter')
    await page.getByText('73 kelvin').first().waitFor()
    assert.equal(await page.locator('.exchange').count(), 1)
  })

  test('an answer is copied with its numbers and sources', async () => {
    await using visitor = await visit({ permissions: ['clipboard-read', 'clipboard-write'] })
    const { page } = visitor
    await askOut(page, 'How often is the signing key rotated?')
    await page.getByRole('button', { name: 'Copy' }).click()
    await page.getByText('Copied').waitFor()
    assert.match((await page.evaluate('navigator.clipboard.readText()')) as string, /42 days.* \[1\].*\n\n\[1\] Keys \(guide\/keys\.md\).*: “.+”$/s)
  })

  test('an answer that is under way survives a walk through the page', async () => {
    await using visitor = await visit()
    const { page } = visitor
    // Held back until the person is elsewhere.
    let release = (): void => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    await page.route('**/ask', async (route) => {
      await held
      await route.continue()
    })
    await ask(page, 'How often is the signing key rotated?')
    await page.locator('.exchange.asking').waitFor()
    await page.getByRole('link', { name: 'Documents' }).click()
    await page.locator('.document').first().waitFor()
    release()
    await page.getByRole('link', { name: 'Ask', exact: true }).click()
    await page.locator('.exchange.answered').waitFor()
  })

  for (const [status, sentence] of [
    [413, 'The question is too large. Shorten it.'],
    [429, 'Too many questions at once. Wait a minute, then ask again.'],
    [502, 'The model server refused the key. Check OPENAI_API_KEY.'],
    [503, 'The model server is overloaded. Ask again in a moment.'],
    [504, 'The model server did not answer in time. Ask again.'],
  ] as const) {
    test(`${status} is told with its sentence, and the question can be asked again`, async () => {
      await using visitor = await visit()
      const { page } = visitor
      await page.route('**/ask', (route) =>
        route.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify({ title: 'No', status, code: 'x', detail: sentence }) }),
      )
      await askOut(page, 'How often is the signing key rotated?')
      assert.equal(await page.locator('.exchange [role=alert]').innerText(), sentence)
      await page.unroute('**/ask')
      await page.getByRole('button', { name: 'Ask again' }).click()
      await page.locator('.exchange.answered').waitFor()
    })
  }
})
