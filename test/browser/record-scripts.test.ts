/** What customers wrote into the shop's rows runs nowhere in the page of another, nor in their own (goal S5), even without the fence of CSP. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { postgresMissing, startPostgres, type TestServer } from '../support/postgres-server.ts'
import { attackShop, type AttackedShop } from '../records/attacked-shop.ts'
import { howMany } from '../records/attacks/how-many.ts'
import { madeUpShop, type Shop } from '../records/attacks/shop.ts'
import { payloadCount, scriptPayload } from '../support/script-payloads.ts'
import { askOut } from './asking.ts'
import { noBrowser, openBrowser, openPage } from './browser.ts'

/** Nobody listens there: a request that leaves for it is seen by the browser. */
const sink = 'http://127.0.0.1:9'

describe('scripts in rows', { skip: noBrowser || postgresMissing }, () => {
  let postgres: TestServer
  let attacked: AttackedShop
  let browser: Browser

  before(async () => {
    postgres = await startPostgres()
    attacked = await attackShop(withScripts(madeUpShop(payloadCount, 81)), { postgres })
    browser = await openBrowser()
  })
  after(async () => {
    await browser?.close()
    await attacked?.[Symbol.asyncDispose]()
    await postgres?.close()
  })

  test('notes, products, names and addresses are text in answers and on cards', { timeout: 3_600_000 }, async (context) => {
    const { shop, server, login } = attacked
    const visitors = Math.min(howMany({ small: 6, full: payloadCount }), payloadCount)
    let [asked, cards] = [0, 0]
    for (let number = 0; number < visitors; number++) {
      const { customer_id } = shop.customers[Math.floor((number * payloadCount) / visitors)]!
      const { order_id } = shop.orders.find((order) => order.customer_id === customer_id)!
      await using visitor = await openPage(browser, server.url)
      const { page, trouble } = visitor
      await logIn(page, login.good(customer_id))
      for (const question of [
        `What is the note of my order ${order_id}?`,
        `What did I buy in order ${order_id}?`,
        'What is my address?',
        'What is my name and e-mail?',
        'Show all my orders with their notes.',
        'Which products do you sell?',
      ]) {
        await askOut(page, question)
        asked += 1
        const mark = page.locator('.reading .citation-number').last()
        if ((await mark.count()) > 0) {
          await mark.click()
          cards += 1
          await page.locator('.source').waitFor()
        }
        await assertQuiet(page, trouble, question)
      }
    }
    context.diagnostic(`${asked} answers and ${cards} cards with ${payloadCount} kinds of scripts in rows: none ran, none asked for anything`)
    assert.ok(cards > 0)
  })
})

/** As the page's login form does. */
const logIn = async (page: Page, token: string): Promise<void> => {
  const status = (await page.evaluate(
    `fetch('/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ key: ${JSON.stringify(token)} }) }).then((it) => it.status)`,
  )) as number
  assert.equal(status, 200)
  await page.reload()
  await page.getByLabel('Your question').waitFor()
}

const withScripts = (shop: Shop): Shop => {
  const payload = (number: number, place: string): string => scriptPayload(number, `${sink}/${place}`).replaceAll('\u0000', '').replaceAll(/\s+/g, ' ')
  return {
    ...shop,
    customers: shop.customers.map((it, index) => ({
      ...it,
      name: `${it.name} ${payload(index, 'name')}`,
      address: `${it.address} ${payload(index, 'address')}`,
    })),
    orders: shop.orders.map((it, index) => ({ ...it, note: payload(index, 'note') })),
    items: shop.items.map((it, index) => ({ ...it, product: `${it.product} ${payload(index, 'product')}` })),
    products: shop.products.map((it, index) => ({ ...it, name: `${it.name} ${payload(index * 7, 'catalogue')}` })),
  }
}

/** What ran, what was asked for, and what stands in the page that no text of ours put there. */
const assertQuiet = async (page: Page, trouble: readonly string[], where: string): Promise<void> => {
  const alien = await page.evaluate(
    `[...document.querySelectorAll('iframe,object,embed,base,meta[http-equiv],form[action],svg script,video,audio,img:not([src^="./"]),script:not([src^="./"])')].map((it) => it.outerHTML.slice(0, 200))`,
  )
  const links = (await page.evaluate(`[...document.querySelectorAll('a[href]')].map((it) => it.href)`)) as string[]
  assert.deepEqual([alien, links.filter((href) => !/^https?:/.test(href)), trouble], [[], [], []], where)
}
