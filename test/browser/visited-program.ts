import { after, before } from 'node:test'
import type { Browser } from 'playwright-core'
import { serve, workplace, type Server, type Workplace } from '../support/program.ts'
import { openBrowser, openPage, type WatchedPage } from './browser.ts'

export interface Visited {
  readonly place: Workplace
  readonly server: Server
  readonly browser: Browser
  /** A fresh visitor at a path of the page. */
  visit(options?: Parameters<typeof openPage>[2], path?: string): Promise<WatchedPage>
}

/** Inside `describe`: the program serves these documents from before the first test until after the last one, and a browser visits it. */
export const visitedProgram = (
  files: Readonly<Record<string, string | Uint8Array>>,
  /** Settings of the program, once what they need runs. */
  prepare: (place: Workplace) => Promise<Readonly<Record<string, string>>> = async () => ({}),
): Visited => {
  let place: Workplace
  let server: Server
  let browser: Browser
  before(async () => {
    place = workplace(files)
    const env = await prepare(place)
    browser = await openBrowser()
    server = await serve([...(Object.keys(files).length > 0 ? [place.documents] : []), '--data', place.data], { env })
  })
  after(async () => {
    await browser?.close()
    await server?.stop()
    place?.[Symbol.dispose]()
  })
  return {
    get place() {
      return place
    },
    get server() {
      return server
    },
    get browser() {
      return browser
    },
    visit: (options, path = '/') => openPage(browser, `${server.url}${path}`, options),
  }
}
