import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { startEmbeddingsServer, type EmbeddingsServer } from '../support/embeddings-server.ts'
import { put, serve } from '../support/program.ts'
import { until } from './asking.ts'
import { assertAccessible } from './axe.ts'
import { noBrowser } from './browser.ts'
import { visitedProgram } from './visited-program.ts'

const chunks = 12

const settings = ({ baseUrl }: EmbeddingsServer, model: string) => ({
  ANSWERABLE_EMBEDDER: 'openai',
  ANSWERABLE_EMBEDDER_BASE_URL: baseUrl,
  ANSWERABLE_EMBEDDER_MODEL: model,
  ANSWERABLE_EMBEDDER_API_KEY: 'key-of-the-test',
})

describe('the embedding model in a browser', { skip: noBrowser }, () => {
  let embeddings: EmbeddingsServer
  const visited = visitedProgram({}, async (place) => {
    embeddings = await startEmbeddingsServer()
    await using first = await serve(['--data', place.data], { env: settings(embeddings, 'narrow') })
    for (let number = 0; number < chunks; number++) await put(first.url, { source: `${number}.md`, text: `# Book ${number}\n\nIt speaks of owls.\n` })
    return settings(embeddings, 'very-wide')
  })
  after(() => embeddings?.[Symbol.asyncDispose]())

  const collection = (page: Page) => page.locator('.embedding li', { hasText: 'default' })

  const untilSearchedWith = (page: Page, name: string): Promise<void> => collection(page).locator('.name span strong', { hasText: name }).waitFor()

  test('a change is estimated, confirmed, seen, gone back from, and what is kept is deleted', async () => {
    await using visitor = await visited.visit({}, '/#/health')
    const { page } = visitor
    await untilSearchedWith(page, 'narrow')
    const embeddedFor = (model: string): number => embeddings.asked.filter((it) => it.model === model).reduce((sum, { input }) => sum + input.length, 0)
    const before = embeddedFor('very-wide')

    await page.getByRole('button', { name: 'Change the model of default' }).click()
    await assertAccessible(page, 'form')
    await page.getByRole('button', { name: 'Estimate' }).click()
    await page.locator('.estimate', { hasText: /very-wide, on a server, which is sent the texts: 12 chunks to embed \(.* tokens\), .*price unknown/ }).waitFor()
    await assertAccessible(page, 'estimate')
    assert.ok(embeddedFor('very-wide') - before < chunks, 'nothing is embedded before it is confirmed')

    embeddings.delayMs = 1500
    await page.getByRole('button', { name: 'Change to very-wide' }).click()
    await page.locator('.embedding .change', { hasText: /of 12 chunks embedded with very-wide/ }).waitFor()
    await page.locator('.top nav .dot.busy').waitFor()
    await assertAccessible(page, 'change under way')
    await page.getByRole('button', { name: 'Stop the change of default' }).waitFor()
    embeddings.delayMs = 2
    await untilSearchedWith(page, 'very-wide')
    await collection(page)
      .getByText(/^Kept from before: narrow \(12 vectors, \d+\skB\)$/)
      .waitFor()

    await page.getByRole('button', { name: 'Go back to narrow in default' }).click()
    await untilSearchedWith(page, 'narrow')
    await page.getByRole('button', { name: 'Delete what is kept of default' }).click()
    await page.getByText('Delete the vectors of very-wide? There is no going back to them.').waitFor()
    await assertAccessible(page, 'deletion to be confirmed')
    await page.getByRole('button', { name: 'Keep' }).click()
    await page.getByRole('button', { name: 'Delete what is kept of default' }).click()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await collection(page).getByText('Kept from before').waitFor({ state: 'detached' })
    const { collections } = (await (await fetch(`${visited.server.url}/embedding`)).json()) as any
    assert.deepEqual(
      collections.flatMap((it: any) => it.vectors).map(({ model, count }: any) => [model.split('@')[0], count]),
      [['narrow', chunks]],
    )
    assert.deepEqual(visitor.trouble, [])
  })

  test('a model that cannot be had is one sentence, and nothing begins', async () => {
    await using visitor = await visited.visit({}, '/#/health')
    const { page } = visitor
    await page.getByRole('button', { name: 'Change the model of default' }).click()
    await page.getByLabel('Search “default” with').fill('no-such-model')
    await page.keyboard.press('Enter')
    await page.locator('.change-model .failure', { hasText: /no-such-model/ }).waitFor()
    await page.keyboard.press('Escape')
    await page.locator('.change-model').waitFor({ state: 'detached' })
    assert.equal(((await (await fetch(`${visited.server.url}/embedding`)).json()) as any).collections[0].next_model, null)
  })

  test('from another machine it can be seen and not changed', async () => {
    await using visitor = await visited.visit({}, '/')
    const { page } = visitor
    await page.route('**/models', (route) => route.fulfill({ status: 403, json: { code: 'forbidden', detail: 'Only on the machine itself.' } }))
    await page.getByRole('link', { name: /^Health/ }).click()
    await untilSearchedWith(page, 'narrow')
    await until(() => page.locator('.embedding li').isVisible())
    assert.equal(await page.locator('.embedding button').count(), 0)
  })

  test('who writes is told task by task, with window and price', async () => {
    await using visitor = await visited.visit({}, '/')
    const { page } = visitor
    const model = { context_tokens: 128_000, max_output_tokens: null, structured: 'strict', tools: true, last_failure: null, state: 'closed' }
    const task = { temperature: 0, max_tokens: 4096, notes: [] }
    const tasks = [
      {
        ...task,
        task: 'answer',
        live: 'small',
        models: [
          { ...model, id: 'large', price_per_million_usd: { input: 2.5, output: 10 }, state: 'open', last_failure: 'It does not answer.' },
          { ...model, id: 'small', price_per_million_usd: { input: 0, output: 0 } },
        ],
      },
      {
        ...task,
        task: 'creative',
        temperature: 0.7,
        live: 'odd',
        models: [{ ...model, id: 'odd', price_per_million_usd: null }],
        notes: ['creative: too small.'],
      },
      { ...task, task: 'judge', live: null, models: [] },
    ]
    await page.route('**/status', async (route) => route.fulfill({ json: { ...(await (await route.fetch()).json()), tasks } }))
    await page.reload()
    await page.getByRole('link', { name: /^Health/ }).click()
    await page.locator('.tasks').waitFor()
    const shown = await page.locator('.tasks > ul > li').allInnerTexts()
    assert.equal(shown.length, 2)
    assert.match(shown[0]!, /Answers.*4,096 tokens.*large.*128,000 tokens · \$2\.5 in, \$10 out.*Passed over for now\. It does not answer\..*small.*no cost/s)
    assert.match(shown[1]!, /temperature 0\.7.*odd.*price unknown.*too small/s)
    await assertAccessible(page, 'tasks')
  })
})
