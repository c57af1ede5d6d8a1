import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { post } from '../support/program.ts'
import { askOut } from './asking.ts'
import { noBrowser } from './browser.ts'
import { documents } from './documents.ts'
import { visitedProgram } from './visited-program.ts'

describe('health and feedback in a browser', { skip: noBrowser }, () => {
  const visited = visitedProgram(documents)
  const { visit } = visited

  test('health says what is live, what there is and what would be better', async () => {
    await using visitor = await visit({}, '/#/health')
    const { page } = visitor
    const status = (await (await fetch(`${visited.server.url}/status`)).json()) as any
    await page.getByText(status.answerer.message).waitFor()
    const text = await page.locator('.health').innerText()
    for (const word of [status.database.kind, status.data_dir, status.version, ...status.advice]) assert.ok(text.includes(word), word)
    assert.match(await page.locator('.health tr', { hasText: 'default' }).innerText(), /default\s+3\s+\d+/)
    assert.deepEqual(visitor.trouble, [])
  })

  test('a model is fetched with its progress; a failure says why and can be tried again', async () => {
    await using visitor = await visit()
    const { page } = visitor
    const model = { id: 'small', purpose: 'generation', bytes: 400e6, licence: 'MIT', installed: false, path: null }
    let installed = false
    await page.route('**/models', (route) => route.fulfill({ json: { models: [{ ...model, installed }] } }))
    await page.route('**/models/pull', (route) => {
      const events = installed
        ? 'event: done\ndata: {}\n\n'
        : 'event: line\ndata: {"line":"Hub does not answer. Trying the next source."}\n\nevent: bytes\ndata: {"file":"m","received_bytes":100000000,"total_bytes":400000000}\n\nevent: error\ndata: {"code":"no_space","detail":"The disk is full. Free some space and fetch it again."}\n\n'
      return route.fulfill({ status: 200, contentType: 'text/event-stream', body: events })
    })
    await page.evaluate(`window.seen = []; new MutationObserver(() => {
      const bar = document.querySelector('.models progress')
      if (bar?.hasAttribute('value')) seen.push(bar.value / bar.max + ' ' + document.querySelector('.fetching .note').textContent)
    }).observe(document.body, { childList: true, subtree: true, attributes: true, characterData: true })`)
    await page.getByRole('link', { name: 'Health' }).click()
    await page.getByRole('button', { name: 'Fetch small' }).click()
    await page.getByText('The disk is full. Free some space and fetch it again.').waitFor()
    assert.ok(((await page.evaluate('seen')) as string[]).includes('0.25 100 of 400 MB'))
    installed = true
    await page.getByRole('button', { name: 'Fetch small' }).click()
    await page.locator('.installed').waitFor()
    assert.equal(await page.locator('.models .failure').count(), 0)
  })

  test('a model goes on being fetched when the view is left', async () => {
    await using visitor = await visit()
    const { page } = visitor
    const model = { id: 'small', purpose: 'generation', bytes: 400e6, licence: 'MIT', installed: false, path: null }
    let installed = false
    let deliver = (): void => {}
    const delivered = new Promise<void>((resolve) => (deliver = resolve))
    await page.route('**/models', (route) => route.fulfill({ json: { models: [{ ...model, installed }] } }))
    await page.route('**/models/pull', async (route) => {
      await delivered
      installed = true
      await route.fulfill({ status: 200, contentType: 'text/event-stream', body: 'event: done\ndata: {}\n\n' })
    })
    await page.getByRole('link', { name: 'Health' }).click()
    await page.getByRole('button', { name: 'Fetch small' }).click()
    await page.getByRole('link', { name: 'Documents' }).click()
    await page.getByRole('link', { name: 'Health' }).click()
    await page.getByRole('progressbar', { name: 'Fetching small' }).waitFor()
    await page.getByRole('link', { name: 'Documents' }).click()
    deliver()
    await page.getByRole('link', { name: 'Health' }).click()
    await page.locator('.installed').waitFor()
  })

  test('while folders are read the page says how far it is', async () => {
    await using visitor = await visit()
    const { page } = visitor
    const progress = { done: 12, total: 48, added: 12, changed: 0, unchanged: 0, removed: 0, failed: [], notes: [], skipped: {}, pending_embeddings: 0 }
    await page.route('**/readyz', (route) =>
      route.fulfill({ status: 503, json: { ready: false, pending_embeddings: 0, message: 'reading documents of default', progress } }),
    )
    await page.getByRole('link', { name: /^Health/ }).click()
    await page.reload()
    await page.getByText('Starting: reading documents of default, 12 of 48 files.').waitFor()
    assert.equal(await page.locator('.start-progress progress').evaluate((bar: any) => bar.value / bar.max), 0.25)
    await page.locator('.top nav .dot.busy').waitFor()
  })

  test('feedback is given by keyboard, with words, and the mind can be changed', async () => {
    await using visitor = await visit()
    const { page } = visitor
    await askOut(page, 'How often is the signing key rotated?')
    await page.getByRole('button', { name: 'Bad answer' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('Thank you.').waitFor()
    await page.getByLabel('What was wrong?').fill('It misses who does it.')
    await page.getByLabel('What should it have said?').fill('By the platform team.')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByText('Thank you, your words are kept.').waitFor()
    await page.getByText('How this answer came about').click()
    const traceId = await page.locator('.trace dd a').innerText()
    const feedback = async () => ((await (await fetch(`${visited.server.url}/traces/${traceId}`)).json()) as any).feedback
    assert.deepEqual(
      [(await feedback()).rating, (await feedback()).comment, (await feedback()).correction],
      ['down', 'It misses who does it.', 'By the platform team.'],
    )
    await page.getByRole('button', { name: 'Good answer' }).click()
    await page.locator('.thumbs [aria-label="Good answer"][aria-pressed=true]').waitFor()
    assert.equal((await feedback()).rating, 'up')
    await page.reload()
    await page.locator('.thumbs [aria-label="Good answer"][aria-pressed=true]').waitFor()
  })

  test('feedback that cannot be sent says so and can be sent again', async () => {
    await using visitor = await visit()
    const { page } = visitor
    await askOut(page, 'How often is the signing key rotated?')
    await page.context().setOffline(true)
    await page.getByRole('button', { name: 'Good answer' }).click()
    await page.locator('.feedback [role=alert]').getByText('does not answer').waitFor()
    assert.equal(await page.getByRole('button', { name: 'Good answer' }).getAttribute('aria-pressed'), 'false')
    await page.context().setOffline(false)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.locator('.thumbs [aria-pressed=true]').waitFor()
    assert.equal(await page.locator('.feedback [role=alert]').count(), 0)
  })

  test('an empty collection leads to adding documents; the handbook offers questions that it answers', async () => {
    await using visitor = await visit()
    const { page } = visitor
    await page.route('**/status', async (route) => {
      const status = await (await route.fetch()).json()
      await route.fulfill({ json: { ...status, collections: [] } })
    })
    await page.reload()
    await page.locator('.next').getByRole('link', { name: 'Add documents' }).click()
    await page.getByRole('heading', { name: 'Documents' }).waitFor()
    await page.unroute('**/status')
    await page.route('**/status', async (route) => {
      const status = await (await route.fetch()).json()
      await route.fulfill({ json: { ...status, collections: [{ name: 'handbook', documents: 9, chunks: 90 }] } })
    })
    await page.goto(visited.server.url)
    await page.getByText('You are asking the handbook of Answerable.').waitFor()
    assert.equal(await page.getByLabel('Collection').inputValue(), 'handbook')
    assert.ok((await page.locator('.examples button').count()) >= 3)
  })

  test('documents of another collection can be asked by choosing it', async () => {
    await fetch(`${visited.server.url}/documents`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ source: 'zebra.md', text: '# Zebra\n\nThe zebra service runs in Lagos.\n', collection: 'animals' }),
    })
    await using visitor = await visit()
    const { page } = visitor
    await page.getByLabel('Collection').selectOption('animals')
    await askOut(page, 'Where does the zebra service run?')
    assert.match(await page.locator('.exchange .reading').innerText(), /Lagos/)
    assert.equal((await post(visited.server.url, '/ask', { question: 'Where does the zebra service run?', collection: 'animals' })).status, 200)
  })
})
