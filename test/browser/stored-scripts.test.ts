/** What people, documents and models put into the program runs nowhere in its page and asks nobody for anything (goal S5), even without the fence of CSP. */
import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { exits } from '../support/exits.ts'
import { payloadCount, scriptPayload } from '../support/script-payloads.ts'
import { attacks } from '../support/stub-model/attacker.ts'
import { startStubModel, type StubModel } from '../support/stub-model/server.ts'
import { askOut, putDocument } from './asking.ts'
import { noBrowser } from './browser.ts'
import { visitedProgram } from './visited-program.ts'

/** Each goes into a name, a title, a heading, a text and metadata: 300 places. */
const documents = payloadCount
/** Of the page; `npm run test:security` asks more of them. */
const questions = Number(process.env['ANSWERABLE_TEST_SCRIPTS'] ?? 10)

describe('scripts that were stored', { skip: noBrowser }, () => {
  let sink: Server
  const requests: string[] = []
  let stub: StubModel
  const visited = visitedProgram({}, async () => {
    stub = await startStubModel()
    return { OPENAI_BASE_URL: stub.url, ANSWERABLE_GENERATOR: 'openai,extractive', ANSWERABLE_MODEL: 'stub-1', ANSWERABLE_EMBEDDER: 'none' }
  })
  let address = ''

  before(async () => {
    sink = createServer((request, response) => {
      requests.push(request.url ?? '')
      response.end()
    })
    await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve))
    address = `http://127.0.0.1:${(sink.address() as AddressInfo).port}`
    for (let number = 0; number < documents; number++) {
      const payload = (place: number): string => scriptPayload(number, `${address}/${place}`)
      const oneLine = (place: number): string => payload(place).replace(/\s+/g, ' ')
      await putDocument(
        visited.server.url,
        `${String(number).padStart(2, '0')} ${oneLine(0)}.md`.replaceAll('\u0000', ''),
        `# ${oneLine(2)}\n\nThe valve number ${number} is set to ${number} bar ${payload(3)}\n`.replaceAll('\u0000', ''),
        { title: oneLine(1).replaceAll('\u0000', ''), metadata: { note: oneLine(4).replaceAll('\u0000', '') } },
      )
    }
  })
  after(async () => {
    sink?.close()
    await stub?.close()
  })

  /** Looks for what ran, what was asked for, and what stands in the page that no text of ours put there. */
  const assertQuiet = async (page: Page, trouble: readonly string[], where: string): Promise<void> => {
    const alien = await page.evaluate(
      `[...document.querySelectorAll('iframe,object,embed,base,meta[http-equiv],form[action],svg script,video,audio,img:not([src^="./"]),script:not([src^="./"])')].map((it) => it.outerHTML.slice(0, 200))`,
    )
    assert.deepEqual(alien, [], where)
    const links = (await page.evaluate(`[...document.querySelectorAll('a[href]')].map((it) => it.href)`)) as string[]
    assert.deepEqual(
      links.filter((href) => !/^https?:/.test(href)),
      [],
      where,
    )
    assert.deepEqual([trouble, requests], [[], []], where)
  }

  test('lists, sources, answers and their traces show them as text', async () => {
    await using visitor = await visited.visit({}, '/#/documents')
    const { page, trouble } = visitor
    await page.locator('.document').first().waitFor()
    await assertQuiet(page, trouble, 'documents')
    await page.goto(`${visited.server.url}/#/`)
    for (let asked = 0; asked < questions; asked++) {
      const number = Math.floor((asked * documents) / questions)
      const said = scriptPayload(number, `${address}/model`)
      stub.set({ mode: 'honest', text: `The valve number ${number} is set to ${number} bar ${said} [1].\n\n${said}` })
      await askOut(page, `To how many bar is the valve number ${number} set? ${scriptPayload(number, `${address}/question`)}`.slice(0, 900))
      const mark = page.locator('.reading .citation-number').last()
      if ((await mark.count()) > 0) {
        await mark.click()
        await page.locator('.source').waitFor()
      }
      await assertQuiet(page, trouble, `question ${number}: ${said}`)
    }
  })

  test('what a hostile model writes is text', async () => {
    await using visitor = await visited.visit()
    const { page, trouble } = visitor
    const ways = Object.values(exits).map((way) => way(address.slice('http://'.length), 'secret'))
    const said = [...Object.values(attacks).map((write) => write('a question').slice(0, 3000)), ...chunks(ways, 10).map((some) => some.join('\n\n'))]
    for (const [index, text] of said.entries()) {
      stub.set({
        mode: 'honest',
        text: `The valve number ${index} is set to ${index} bar [1].\n\n${text}\n\nThe valve number ${index} is set to ${index} bar ${text} [1].`,
      })
      await askOut(page, `To how many bar is the valve number ${index} set?`)
      await assertQuiet(page, trouble, text)
    }
  })

  test('feedback, failures, and the views of quality, usage and health show them as text', async () => {
    const { url } = visited.server
    const json = { 'content-type': 'application/json' }
    for (let number = 0; number < 12; number++) {
      const payload = scriptPayload(number * 5, `${address}/feedback`).replaceAll('\u0000', '')
      stub.set({ mode: 'honest' })
      const response = await fetch(`${url}/ask`, {
        method: 'POST',
        headers: json,
        body: JSON.stringify({ question: `To how many bar is the valve number ${number} set? ${payload}` }),
      })
      const { trace_id } = (await response.json()) as { trace_id: string }
      const said = { trace_id, rating: 'down', comment: payload, correction: payload }
      assert.equal((await fetch(`${url}/feedback`, { method: 'POST', headers: json, body: JSON.stringify(said) })).ok, true)
      const files = new FormData()
      files.append('files', new Blob(['%PDF-1.4 broken']), `${payload.replaceAll('/', '∕').slice(0, 120)}.pdf`)
      await fetch(`${url}/documents`, { method: 'POST', body: files })
    }
    await using visitor = await visited.visit()
    const { page, trouble } = visitor
    for (const view of ['quality', 'usage', 'health', 'label', 'documents']) {
      await page.goto(`${url}/#/${view}`)
      await page.locator('main').waitFor()
      await page.waitForLoadState('networkidle')
      await assertQuiet(page, trouble, view)
    }
  })

  test('a document that is asked for by its address is data', async () => {
    const { url } = visited.server
    const { documents: list } = (await (await fetch(`${url}/documents?limit=100`)).json()) as { documents: { document_id: string }[] }
    assert.equal(list.length, documents)
    for (const { document_id } of list) {
      const response = await fetch(`${url}/documents/${document_id}`)
      assert.match(response.headers.get('content-type') ?? '', /^application\/json/)
      assert.equal(response.headers.get('x-content-type-options'), 'nosniff')
      assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'none'/)
    }
  })
})

const chunks = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))
