import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { post } from '../support/program.ts'
import { startStubModel, type StubModel } from '../support/stub-model/server.ts'
import { assertAccessible } from './axe.ts'
import { noBrowser } from './browser.ts'
import { visitedProgram } from './visited-program.ts'

const hostile = '<img src=x onerror="window.hacked=1">'

describe('questions and traces in a browser', { skip: noBrowser }, () => {
  let stub: StubModel
  const visited = visitedProgram({ 'gateway.md': '# Gateway\n\nThe gateway listens on port 8080.\n' }, async () => {
    stub = await startStubModel()
    return { ANSWERABLE_GENERATOR: `compatible:stub@${stub.url}/v1`, ANSWERABLE_PRICES: 'stub=1/2' }
  })
  after(() => stub?.close())
  const overflows = (page: Page): Promise<boolean> => page.evaluate('document.documentElement.scrollWidth > innerWidth')

  test('before anybody has asked, the list says so', async () => {
    await using visitor = await visited.visit({}, '/#/questions')
    await visitor.page.getByText('Nobody has asked anything yet.').waitFor()
    await assertAccessible(visitor.page, 'questions, empty')
  })

  test('each question shows how it ended and opens to its stages, tokens and money', async () => {
    const ask = (question: string): Promise<Response> => post(visited.server.url, '/ask', { question })
    await ask('Which port does the gateway listen on?')
    await ask(`Who bakes the bread of the lighthouse keeper? ${hostile}`)
    await using visitor = await visited.visit({}, '/#/questions')
    const { page } = visitor
    await page.getByText('Which port does the gateway listen on?').waitFor()
    await page.getByText(hostile).waitFor()
    const answered = page.locator('.asked > li', { hasText: 'Which port' })
    assert.match(await answered.locator('.note').innerText(), /answered · .+ · default · owner/)
    await answered.locator('summary').click()
    const stages = answered.getByRole('region', { name: 'Stages in time' })
    for (const name of ['POST /ask', 'ask default', 'retrieval default', 'chat stub']) await stages.getByRole('rowheader', { name, exact: true }).waitFor()
    const calls = answered.getByRole('region', { name: 'Model calls' })
    await calls.getByText('stub, answer').waitFor()
    assert.match(await calls.innerText(), /\$0\.000\d+/)
    assert.match(await answered.innerText(), /answer\.v1, .*passages \d+/)
    await assertAccessible(page, 'questions, opened')
    assert.equal(await overflows(page), false)
    assert.equal(await page.evaluate('window.hacked'), undefined)
  })

  test('the list is narrowed by how questions ended', async () => {
    await using visitor = await visited.visit({}, '/#/questions')
    const { page } = visitor
    await page.getByText('Which port').waitFor()
    await page.getByLabel('Ended').selectOption('abstained')
    await page.getByText('Which port').waitFor({ state: 'detached' })
    await page.getByText('Who bakes the bread').waitFor()
    await page.getByLabel('Ended').selectOption('failed')
    await page.getByText('No question ended like that.').waitFor()
  })

  test('health names the tasks of a model by what they do', async () => {
    await using visitor = await visited.visit({}, '/#/health')
    const { page } = visitor
    await page.getByText('Judges answers in evaluations and quiet moments').waitFor()
    assert.equal(await page.getByText('Checks sentences').count(), 0)
  })

  test('a stage that failed keeps its name, and why is told once, in full; what was searched for is not denied', async () => {
    stub.set({ fault: { kind: 'status', status: 400 } })
    await post(visited.server.url, '/ask', { question: 'On which port does the gateway listen?' })
    stub.set({ fault: undefined })
    for (const width of [1280, 360]) {
      await using visitor = await visited.visit({ viewport: { width, height: 800 } }, '/#/questions')
      const { page } = visitor
      const failed = page.locator('.asked > li', { hasText: 'On which port' })
      await failed.locator('summary').click()
      const stages = failed.getByRole('region', { name: 'Stages in time' })
      await stages.getByRole('rowheader', { name: 'chat stub failed', exact: true }).waitFor()
      await stages.getByRole('rowheader', { name: 'ask default failed', exact: true }).waitFor()
      assert.equal(await stages.getByText('did not accept the request').count(), 1)
      assert.equal(await page.evaluate(`getComputedStyle(document.querySelector('.waterfall .failure')).display`), 'block')
      assert.equal(await failed.getByText('No passage was looked at.').count(), 0)
      await failed.getByText('Passages were searched for; which ones were found is not kept.').waitFor()
      assert.equal(await overflows(page), false)
      await assertAccessible(page, `questions, a failed one opened, ${width} wide`)
    }
  })

  test('below an answer, its trace shows the same, also on a narrow screen', async () => {
    await using visitor = await visited.visit({ viewport: { width: 360, height: 720 } }, '/')
    const { page } = visitor
    await page.getByLabel('Your question').fill('Which port does the gateway listen on?')
    await page.keyboard.press('Enter')
    await page.getByText('How this answer came about').click()
    await page.getByRole('region', { name: 'Stages in time' }).waitFor()
    assert.equal(await overflows(page), false)
  })
})
