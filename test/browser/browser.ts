import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
const builtPage = join(import.meta.dirname, '../../web/dist/index.html')

/** Why tests in a browser cannot run here; false when they can. */
export const noBrowser: string | false = !existsSync(executablePath)
  ? 'no Chromium here; "apt-get install chromium" brings it'
  : existsSync(builtPage)
    ? false
    : 'the page is not built; "npm run build:page" does it'

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })

export interface WatchedPage extends AsyncDisposable {
  readonly page: Page
  /** Errors that scripts threw, and requests that left for another origin. */
  readonly trouble: readonly string[]
  /** What the browser itself complains of: blocked by policy, not found. */
  readonly complaints: readonly string[]
}

/** A fresh visitor. `bypassCSP` because what a document smuggles in has to stay without effect even without that second fence. */
export const openPage = async (browser: Browser, url: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<WatchedPage> => {
  const context = await browser.newContext({ bypassCSP: true, viewport: { width: 1280, height: 800 }, ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  const trouble: string[] = []
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => trouble.push(`script error: ${error.message}`))
  page.on('dialog', (dialog) => {
    trouble.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== new URL(url).origin) trouble.push(`request to ${request.url()}`)
  })
  await page.goto(url)
  return { page, trouble, complaints, [Symbol.asyncDispose]: () => context.close() }
}
