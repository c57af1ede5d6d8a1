import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { tinyPdf } from '../support/tiny-pdf.ts'
import { startStubModel, type StubModel } from '../support/stub-model/server.ts'
import { ask, askAndRead, focusedClass, highlighted, isInSight, putDocument, until } from './asking.ts'
import { noBrowser } from './browser.ts'
import { documents, hostileDocument, hostileMarkup, hostileName } from './documents.ts'
import { visitedProgram } from './visited-program.ts'

const manual = tinyPdf(
  ['The gearbox has two shafts.', 'Oil the shafts each spring.', 'The torque limit of the gearbox is 340 newton metres.', 'Call the maker for parts.'].map(
    (line, index) => [`Chapter ${index + 1}`, '', line],
  ),
)

/** One paragraph in the lines of its page. */
const cooling = tinyPdf([['The condenser of the plant holds 19 litres of coolant', 'when it is full, and half of that after a dry summer.', 'Fill it slowly.']])

const costs = `# Costs

| meal | limit | proof |
|---|---|---|
| lunch | **15 euros** | with \`receipt\` |
| dinner | **30 euros** | with \`receipt\` |
`

const parking = 'Guests leave their cars on the north side; parking at the observatory is free of charge.'

/** What is near to a question stands behind other words. */
const visits = `# Visits

The observatory opens at dusk, and its dome is cold all year round. Bring a coat, and a lamp with red light.

${parking}

Tours begin when the sky is dark.
`

/** Put, because a client may choose any name. (Titles have lost their HTML before they are stored.) */
const putHostile = (url: string): Promise<void> => putDocument(url, `${hostileName}.md`, hostileDocument, { title: hostileName })

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

describe('answers in a browser', { skip: noBrowser }, () => {
  let stub: StubModel
  const files = { ...documents, 'costs.md': costs, 'visits.md': visits, 'manual.pdf': manual, 'cooling.pdf': cooling }
  const visited = visitedProgram(files, async () => {
    stub = await startStubModel()
    return { OPENAI_BASE_URL: stub.url, ANSWERABLE_GENERATOR: 'openai', ANSWERABLE_MODEL: 'stub-1' }
  })
  const { visit } = visited
  after(() => stub?.close())

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
    await page.locator('.source').waitFor({ state: 'detached' })
    await until(async () => (await focusedClass(page)).includes('citation-number'))
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

  test('of a nearest passage the part that comes next to the question is shown, and it opens there', async () => {
    await using visitor = await visit()
    const { page } = visitor
    stub.set({ mode: 'honest', text: 'NOT_FOUND' })
    await ask(page, 'Who pays for parking at the observatory?')
    await page.locator('.exchange.abstained').waitFor()
    stub.set({ mode: 'honest' })
    const nearest = page.locator('.passages button.citation').first()
    assert.equal(await nearest.locator('.quote').innerText(), parking)
    await nearest.click()
    await page.locator('.source-text mark').first().waitFor()
    assert.equal(await highlighted(page), parking)
    // The next question closes it, and leaves the focus where it is written.
    await page.getByLabel('Your question').fill('Who won the football world cup in 1998?')
    await page.keyboard.press('Enter')
    await page.locator('.exchange.abstained').nth(1).waitFor()
    await page.locator('.source').waitFor({ state: 'detached' })
    assert.equal(await page.evaluate('document.activeElement.id'), 'question')
  })

  test('an open source stays while the next question is answered, then shows what that answer cites', async () => {
    await using visitor = await visit()
    const { page } = visitor
    await askAndRead(page, 'Where is the remote state of atlas kept?')
    await page.locator('.reading .citation-number').first().click()
    await page.locator('.source .place', { hasText: 'state.md' }).waitFor()
    stub.set({
      mode: 'honest',
      text: 'The signing key is rotated every 42 days by the platform team [1]. The security officer approves each signing key rotation in writing [1].',
      partMs: 60,
    })
    await ask(page, 'How is the signing key rotated, and who approves it?')
    await page.locator('.exchange.asking .reading').waitFor()
    assert.match(await page.locator('.source .place').innerText(), /state\.md/)
    await page.locator('.source .place', { hasText: 'keys.md' }).waitFor()
    stub.set({ mode: 'honest' })
    await page.locator('.source-text mark').getByText('42 days').waitFor()
    assert.equal(await page.evaluate('document.activeElement.id'), 'question')
    // One that is opened while the answer comes is the person's own choice.
    stub.set({ mode: 'honest', partMs: 60 })
    await ask(page, 'What is the torque limit of the gearbox?')
    await page.locator('.exchange.asking').waitFor()
    await page.locator('.exchange').first().locator('.citation-number').first().click()
    await page.locator('.source .place', { hasText: 'state.md' }).waitFor()
    await page.locator('.exchange.answered').nth(2).waitFor()
    stub.set({ mode: 'honest' })
    assert.match(await page.locator('.source .place').innerText(), /state\.md/)
    assert.deepEqual(visitor.trouble, [])
  })

  test('a quote of a table is told as its cells, and highlighted as it stands', async () => {
    await using visitor = await visit()
    const { page } = visitor
    stub.set({ mode: 'honest', text: 'The limit for dinner is 30 euros [1].' })
    await ask(page, 'What is the limit for dinner in euros?')
    await page.locator('.exchange.answered').waitFor()
    stub.set({ mode: 'honest' })
    const cited = page.locator('.citations button.citation').first()
    assert.equal(await cited.locator('.quote').innerText(), 'meal · limit · proof; lunch · 15 euros · with receipt; dinner · 30 euros · with receipt')
    await cited.click()
    await page.locator('.source-text mark:not([hidden])').first().waitFor()
    assert.match(await highlighted(page), /dinner \| \*\*30 euros\*\* \| with `receipt`/)
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

  test('hostile words in answer, quote, name and document stay words', async () => {
    await putHostile(visited.server.url)
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

  test('the policy of the server lets the page work and blocks nothing it needs', async () => {
    await using visitor = await visit({ bypassCSP: false })
    const { page } = visitor
    await askAndRead(page, 'Where is the remote state of atlas kept?')
    await page.locator('.reading .citation-number').first().click()
    await page.locator('.source-text mark').first().waitFor()
    assert.deepEqual(visitor.complaints, [])
    assert.deepEqual(visitor.trouble, [])
  })

  test('a sentence that the source supports in part is marked with the reason, one that it does not support is told apart', async () => {
    await using visitor = await visit()
    const { page } = visitor
    stub.set({
      mode: 'honest',
      text: 'The signing key is rotated every 42 days by the platform team, usually on quiet mornings [1]. The security officer approves each signing key rotation in writing [1]. The signing key is rotated every 97 days by the platform team [1].',
    })
    await ask(page, 'How is the signing key rotated?')
    await page.locator('.exchange.answered').waitFor()
    stub.set({ mode: 'honest' })
    const leftOut = page.locator('.left-out')
    await leftOut.waitFor()
    assert.equal(await leftOut.getByText('rotated every 97 days').isVisible(), false)
    await leftOut.locator('summary').click()
    assert.match(await leftOut.innerText(), /97 days.+97/s)
    assert.doesNotMatch(await page.locator('.exchange .reading').innerText(), /97/)

    const doubtful = page.locator('.citation-number.doubtful')
    assert.match((await doubtful.getAttribute('aria-label')) ?? '', /Partly supported: \w/)
    await doubtful.focus()
    // By keys, as the person would: a focus that a script gives need not be seen.
    await page.keyboard.press('Tab')
    await page.keyboard.press('Shift+Tab')
    await page.locator('.tip').filter({ hasText: 'Partly supported' }).waitFor()
    assert.match(await page.locator('.citations .verdict').innerText(), /^Partly supported: \w/)
    assert.match(await page.locator('.reading .partly').first().innerText(), /quiet mornings/)
  })

  test('a quote of a PDF opens at its page', async () => {
    await using visitor = await visit()
    const { page } = visitor
    await askAndRead(page, 'What is the torque limit of the gearbox?')
    const cited = page.locator('.citations button.citation').first()
    assert.match(await cited.innerText(), /page 3/)
    await cited.click()
    await page.locator('.source-text mark').first().waitFor()
    assert.match(await highlighted(page), /torque limit of the gearbox is 340/)
    assert.ok(await isInSight(page, '.source-text mark:not([hidden])'))
    assert.match(await page.locator('.source .place').innerText(), /manual\.pdf › .*page 3$/)
    assert.deepEqual(await page.locator('.source-text .page-label').allInnerTexts(), ['Page 1', 'Page 2', 'Page 3', 'Page 4'])
    const label = (await page.locator('.page-label', { hasText: 'Page 3' }).boundingBox())!
    const quote = (await page.locator('.source-text mark').first().boundingBox())!
    const next = (await page.locator('.page-label', { hasText: 'Page 4' }).boundingBox())!
    assert.ok(label.y < quote.y && quote.y < next.y)
  })

  test('lines of a PDF are joined to paragraphs, and the quote stays exact', async () => {
    await using visitor = await visit()
    const { page } = visitor
    const done = await askAndRead(page, 'How many litres of coolant does the condenser hold?')
    await page.locator('.reading .citation-number').first().click()
    await page.locator('.source-text mark').first().waitFor()
    assert.equal(await highlighted(page), done.citations[0].quote)
    assert.match(done.citations[0].quote, /coolant\nwhen/, 'the quote should hold a line end, to show that offsets survive it')
    assert.match(await page.locator('.source-text .reading').innerText(), /holds 19 litres of coolant when it is full/)
  })

  test('one steps from source to source, by button and by key', async () => {
    await using visitor = await visit()
    const { page } = visitor
    stub.set({
      mode: 'honest',
      text: 'The signing key is rotated every 42 days by the platform team [1]. The security officer approves each signing key rotation in writing [1].',
    })
    await ask(page, 'How is the signing key rotated, and who approves it?')
    await page.locator('.exchange.answered').waitFor()
    stub.set({ mode: 'honest' })
    await page.locator('.reading .citation-number').first().click()
    await page.locator('.source-text mark').getByText('42 days').waitFor()
    await page.keyboard.press('ArrowRight')
    await page.locator('.source-text mark').getByText('security officer').waitFor()
    assert.equal(await page.getByRole('button', { name: 'Next source' }).isDisabled(), true)
    await page.getByRole('button', { name: 'Previous source' }).click()
    await page.locator('.source-text mark').getByText('42 days').waitFor()
  })

  test('a source that has changed since shows the version that was cited, and says so', async () => {
    await using visitor = await visit()
    const { page } = visitor
    await putDocument(visited.server.url, 'yield.md', '# Yield\n\nThe yield of the reactor is 12 megawatts.\n')
    await askAndRead(page, 'What is the yield of the reactor?')
    await putDocument(visited.server.url, 'yield.md', '# Yield\n\nThe yield of the reactor was measured anew: 15 megawatts.\n')
    await page.locator('.reading .citation-number').first().click()
    await page.locator('.source .notice').getByText('You see the version that was cited.').waitFor()
    assert.match(await highlighted(page), /12 megawatts/)
    await page.getByRole('button', { name: 'Show the current version' }).click()
    await page.locator('.source .notice').getByText('these words are no longer in it').waitFor()
    assert.match(await page.locator('.source-text').innerText(), /15 megawatts/)
    assert.equal(await page.locator('.source-text mark').count(), 0)
  })

  test('how an answer came about can be read, and its passages opened', async () => {
    await using visitor = await visit()
    const { page } = visitor
    await askAndRead(page, 'Where is the remote state of atlas kept?')
    await page.getByText('How this answer came about').click()
    await page.getByRole('region', { name: 'Passages considered' }).waitFor()
    assert.match(await page.locator('.trace').innerText(), /stub-1.+answer\.v\d.+supported.+retrieve \d/s)
    await page.locator('.trace tbody button').first().click()
    await page.locator('.source-text mark:not([hidden])').first().waitFor()
    assert.match(await highlighted(page), /remote state/)
    assert.deepEqual(visitor.trouble, [])
  })

  test('the answer is announced once, when it is whole', async () => {
    await using visitor = await visit()
    const { page } = visitor
    stub.set({
      mode: 'honest',
      text: 'The signing key is rotated every 42 days by the platform team [1]. The security officer approves each signing key rotation in writing [1].',
      partMs: 30,
    })
    await page.evaluate(`window.said = []; new MutationObserver(() => {
      const now = document.querySelector('.ask > [role=status]')?.textContent
      if (now && now !== said.at(-1)) said.push(now)
    }).observe(document.body, { childList: true, subtree: true, characterData: true })`)
    await ask(page, 'How is the signing key rotated, and who approves it?')
    await page.locator('.exchange.answered').waitFor()
    stub.set({ mode: 'honest' })
    const said = (await page.evaluate('said')) as string[]
    assert.equal(said.filter((it) => it.includes('42 days')).length, 1)
    assert.match(said.at(-1)!, /^The answer is complete, with 2 sources\. The signing key .+ in writing\.$/)
    assert.equal(await page.locator('.exchanges[aria-live], .exchange[aria-live]').count(), 0)
  })

  test('when the server goes in the middle of an answer, what was verified stays; then the page says what to do, and asks again', async () => {
    await using visitor = await visit()
    const { page } = visitor
    stub.set({
      mode: 'honest',
      text: 'The signing key is rotated every 42 days by the platform team [1]. The security officer approves each signing key rotation in writing [1].',
      partMs: 300,
    })
    await ask(page, 'How is the signing key rotated, and who approves it?')
    await page.locator('.exchange.asking .reading').getByText('rotated every 42 days').waitFor()
    await visited.server.stop('SIGKILL')
    await page.locator('.exchange.failed').waitFor()
    assert.match(await page.locator('.exchange .failure').innerText(), /^The connection ended before the answer was complete\. Ask again\.$/)
    assert.match(await page.locator('.exchange .reading').innerText(), /rotated every 42 days/)
    await page.getByRole('button', { name: 'Ask again' }).click()
    await page.getByText('server does not answer. Start it again').first().waitFor()
    assert.equal(await page.locator('.exchange').count(), 1)
    assert.deepEqual(visitor.trouble, [])
  })
})

/** Four pages, of which the third has the answer. */
