import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { serve, workplace, type Server, type Workplace } from '../support/program.ts'
import { startStubModel, type StubModel } from '../support/stub-model/server.ts'
import { noBrowser, openBrowser, openPage } from './browser.ts'
import { documents, hostileDocument, hostileMarkup, hostileName } from './documents.ts'

describe('the page in a browser', { skip: noBrowser }, () => {
  let stub: StubModel
  let place: Workplace
  let server: Server
  let browser: Browser

  before(async () => {
    stub = await startStubModel()
    place = workplace(documents)
    const env = { OPENAI_BASE_URL: stub.url, ANSWERABLE_GENERATOR: 'openai', ANSWERABLE_MODEL: 'stub-1' }
    ;[server, browser] = await Promise.all([serve([place.documents, '--data', place.data], { env }), openBrowser()])
  })
  after(async () => {
    await browser?.close()
    await server?.stop()
    place?.[Symbol.dispose]()
    await stub?.close()
  })

  const visit = (options?: Parameters<typeof openPage>[2]) => openPage(browser, server.url, options)

  test('a sentence is shown as soon as it is verified, and the whole answer is cited', async () => {
    await using visitor = await visit()
    const { page } = visitor
    stub.set({
      mode: 'honest',
      text: 'The signing key is rotated every 42 days by the platform team [1]. The security officer approves each signing key rotation in writing [1].',
      partMs: 60,
    })
    await ask(page, 'How is the signing key rotated, and who approves it?')
    await page.locator('.exchange.asking .reading').getByText('rotated every 42 days').waitFor()
    await page.locator('.exchange.answered').waitFor()
    stub.set({ mode: 'honest' })
    assert.equal(await page.locator('.exchange .reading .citation-number').count(), 2)
    assert.match(await page.locator('.facts').innerText(), /stub-1.*\d+ tokens/s)
    assert.deepEqual(visitor.trouble, [])
  })

  test('a clicked citation opens its document with exactly the quote highlighted and in sight', async () => {
    await using visitor = await visit()
    const { page } = visitor
    const done = await askAndRead(page, 'Where is the remote state of atlas kept?')
    await page.locator('.reading .citation-number').first().click()
    const mark = page.locator('.source-text mark:not([hidden])').first()
    await mark.waitFor()
    assert.equal(await highlighted(page), done.citations[0].quote)
    assert.match(done.citations[0].quote, /\*\*/, 'the quote should hold markup, to show that offsets survive it')
    assert.doesNotMatch(await page.locator('.source-text .reading').innerText(), /\*\*/)
    assert.ok(await isInSight(page, '.source-text mark:not([hidden])'))
    await page.keyboard.press('Escape')
    assert.equal(await page.locator('.source').count(), 0)
    assert.match((await page.evaluate('document.activeElement.className')) as string, /citation-number/)
  })

  test('a quote in the middle of a megabyte is found', async () => {
    await using visitor = await visit()
    const { page } = visitor
    const done = await askAndRead(page, 'What is the quasar threshold in kelvin?')
    await page.locator('.reading .citation-number').first().click()
    await page.locator('.source-text mark:not([hidden])').first().waitFor()
    assert.equal(await highlighted(page), done.citations[0].quote)
    assert.ok(await isInSight(page, '.source-text mark:not([hidden])'))
    await page.getByRole('button', { name: 'Show what comes before' }).click()
    assert.equal(await highlighted(page), done.citations[0].quote)
  })

  test('what the documents do not say is told calmly, with the nearest passages', async () => {
    await using visitor = await visit()
    const { page } = visitor
    await ask(page, 'Who won the football world cup in 1998?')
    await page.locator('.exchange.abstained').waitFor()
    assert.equal(await page.getByRole('heading', { name: 'No answer in these documents' }).count(), 1)
    assert.equal(await page.locator('.exchange .failure').count(), 0)
    assert.equal(await page.locator('.exchange .citations').count(), 0)
  })

  test('Stop closes the connection, and the model stops too', async () => {
    await using visitor = await visit()
    const { page } = visitor
    const before = stub.aborted.length
    stub.set({ mode: 'honest', partMs: 500 })
    await ask(page, 'How is the signing key rotated?')
    await page.locator('.exchange.asking').getByText('Reading what was found').waitFor()
    await until(() => stub.requests.length > 0)
    await page.getByRole('button', { name: 'Stop' }).click()
    await page.locator('.exchange.stopped').waitFor()
    await until(() => stub.aborted.length > before)
    stub.set({ mode: 'honest' })
  })

  test('a failing model server is one clear sentence', async () => {
    await using visitor = await visit()
    const { page } = visitor
    stub.set({ mode: 'faulty', fault: { kind: 'status', status: 401 } })
    await ask(page, 'How is the signing key rotated?')
    await page.locator('.exchange.failed').waitFor()
    stub.set({ mode: 'honest' })
    assert.match(await page.locator('.exchange .failure').innerText(), /^[A-Z].{20,}\.$/s)
    assert.deepEqual(visitor.trouble, [])
  })

  test('an uploaded file is listed, can be asked, opened and removed; a bad one is told with its reason', async () => {
    await using visitor = await visit()
    const { page } = visitor
    await page.getByRole('link', { name: 'Documents' }).click()
    await page.locator('#files').setInputFiles([
      { name: 'walrus.md', mimeType: 'text/markdown', buffer: Buffer.from('# Walrus\n\nThe walrus service listens on port 9443 in every region.\n') },
      { name: 'empty.md', mimeType: 'text/markdown', buffer: Buffer.from('') },
    ])
    await page.getByText('1 of 2 files can be asked now').waitFor()
    assert.match(await page.locator('.failed-files').innerText(), /empty\.md.+\w/s)
    await page.locator('.document').filter({ hasText: 'walrus.md' }).waitFor()

    await page.getByRole('link', { name: 'Ask' }).click()
    const done = await askAndRead(page, 'Which port does the walrus service listen on?')
    assert.deepEqual(done.sources, ['walrus.md'])

    await page.getByRole('link', { name: 'Documents' }).click()
    await page.getByRole('button', { name: 'Remove Walrus' }).click()
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await page.locator('.document').filter({ hasText: 'walrus.md' }).waitFor({ state: 'detached' })

    await page.getByRole('link', { name: 'Ask' }).click()
    await page.locator('.reading .citation-number').first().click()
    await page.getByText('This document has been removed since it was cited.').waitFor()
    assert.match(await page.locator('.source .notice blockquote').innerText(), /port 9443/)
  })

  test('hostile words in answer, quote, name and document stay words', async () => {
    await putHostile(server.url)
    await using visitor = await visit()
    const { page } = visitor
    stub.set({ mode: 'honest', text: `The frobnicator port is 4711 ${hostileMarkup} [1].` })
    await ask(page, 'What is the frobnicator port?')
    await page.locator('.exchange.answered, .exchange.abstained').waitFor()
    stub.set({ mode: 'honest' })
    await assertInert(page)
    const cited = page.locator('.citations button.citation, .passages button.citation').filter({ hasText: 'onerror' }).first()
    if (!(await cited.isVisible())) await page.locator('.passages summary').click()
    await cited.click()
    await page.locator('.source-text').getByText('frobnicator').first().waitFor()
    assert.ok((await page.locator('.source .place').innerText()).includes(hostileName))
    await assertInert(page)
    assert.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true, 'a very long word must not push the page wide')
    await page.getByRole('button', { name: 'Close the source' }).click()
    await page.getByRole('link', { name: 'Documents' }).click()
    await page.locator('.document').filter({ hasText: 'onerror' }).waitFor()
    await assertInert(page)
    assert.deepEqual(visitor.trouble, [])
  })

  test('a phone is wide enough for everything', async () => {
    await using visitor = await visit({ viewport: { width: 390, height: 844 } })
    const { page } = visitor
    await askAndRead(page, 'Where is the remote state of atlas kept?')
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 390)
    await page.locator('.reading .citation-number').first().click()
    await page.locator('.source-text mark').first().waitFor()
    assert.ok(await isInSight(page, '.source-text mark:not([hidden])'))
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 390)
  })

  test('the API page shows every operation with a command to copy', async () => {
    await using visitor = await openPage(browser, `${server.url}/docs`)
    const { page } = visitor
    const api = (await (await fetch(`${server.url}/openapi.json`)).json()) as { paths: Record<string, Record<string, unknown>> }
    const count = Object.values(api.paths).reduce((sum, item) => sum + Object.keys(item).length, 0)
    await page.locator('.operation').first().waitFor()
    assert.equal(await page.locator('.operation').count(), count)
    assert.equal(await page.locator('.operation pre').getByText('curl').count(), count)
    assert.deepEqual(visitor.trouble, [])
  })

  test('the policy of the server lets the page work and blocks nothing it needs', async () => {
    await using visitor = await visit({ bypassCSP: false })
    const { page } = visitor
    await askAndRead(page, 'Where is the remote state of atlas kept?')
    await page.locator('.reading .citation-number').first().click()
    await page.locator('.source-text mark').first().waitFor()
    assert.deepEqual(visitor.complaints, [])
    assert.deepEqual(visitor.trouble, [])
  })

  test('when the server has gone the page says so and what to do', async () => {
    await using visitor = await visit()
    const { page } = visitor
    await page.locator('.health summary').waitFor()
    await server.stop()
    await ask(page, 'How is the signing key rotated?')
    await page.locator('.exchange.failed').waitFor()
    assert.match(await page.locator('.exchange .failure').innerText(), /server does not answer\. Start it again/)
    assert.deepEqual(visitor.trouble, [])
  })
})

const ask = async (page: Page, question: string): Promise<void> => {
  await page.getByLabel('Your question').fill(question)
  await page.keyboard.press('Enter')
}

/** Asks in the page, then gives what the API answers to the same question (the stub model always says the same): a stream's body cannot be read from outside. */
const askAndRead = async (page: Page, question: string): Promise<any> => {
  await ask(page, question)
  await page.locator('.exchange.answered').first().waitFor()
  const response = await fetch(new URL('/ask', page.url()), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question }),
  })
  return response.json()
}

/** Put, because a client may choose any name. (Titles have lost their HTML before they are stored.) */
const putHostile = async (url: string): Promise<void> => {
  const body = JSON.stringify({ source: `${hostileName}.md`, title: hostileName, text: hostileDocument })
  const response = await fetch(`${url}/documents`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body })
  assert.equal(response.status, 201)
}

const highlighted = (page: Page): Promise<string> => page.evaluate(`[...document.querySelectorAll('.source-text mark')].map((it) => it.textContent).join('')`)

const isInSight = (page: Page, selector: string): Promise<boolean> =>
  page.evaluate(`(() => {
    const box = document.querySelector('${selector}').getBoundingClientRect()
    return box.top >= 0 && box.bottom <= innerHeight && box.width > 0
  })()`)

const assertInert = async (page: Page): Promise<void> => {
  assert.equal(await page.evaluate('window.hacked'), undefined)
  assert.equal(await page.locator('#app :is(img, script, iframe, object, embed, svg, style, link, form[action], [onerror], [onclick], [onload])').count(), 0)
  const addresses = (await page.evaluate(`[...document.querySelectorAll('#app [href]')].map((it) => it.protocol)`)) as string[]
  assert.deepEqual(
    addresses.filter((it) => it !== 'http:' && it !== 'https:'),
    [],
  )
  assert.equal(await page.locator('.exchange .reading a').count(), 0, 'an answer leads nowhere')
}

const until = async (isTrue: () => boolean): Promise<void> => {
  for (const end = Date.now() + 10_000; !isTrue(); await new Promise((resolve) => setTimeout(resolve, 20))) {
    if (Date.now() > end) throw new Error('What was waited for did not come within 10 s.')
  }
}
