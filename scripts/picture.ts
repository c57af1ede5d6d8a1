/** Writes the pictures of the page that the README shows: the handbook, asked with the extractive answerer, a citation open. "npm run picture". */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'

const root = join(import.meta.dirname, '..')
const question = 'How is an answer verified?'
const size = { width: 1280, height: 800 }
const mostBytes = 300_000

const main = async (): Promise<void> => {
  const home = mkdtempSync(join(tmpdir(), 'answerable-picture-'))
  const server = startServer(home)
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu'],
  })
  try {
    const url = await addressOf(server)
    await untilReady(url)
    mkdirSync(join(root, 'docs/images'), { recursive: true })
    await take(browser, url, 'light', 'docs/images/page.png')
    await take(browser, url, 'dark', 'docs/images/page-dark.png')
  } finally {
    await browser.close()
    if (server.exitCode === null && server.kill()) await once(server, 'exit')
    rmSync(home, { recursive: true, force: true })
  }
}

const startServer = (home: string): ChildProcess =>
  spawn(process.execPath, [join(root, 'src/main.ts'), 'serve', '--port', '0', '--data', join(home, 'data')], {
    env: { ...process.env, ANSWERABLE_GENERATOR: 'extractive', ANSWERABLE_HANDBOOK: 'true' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })

const addressOf = (server: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = ''
    // Read to its end: a server that can no longer speak would stop.
    server.stderr!.on('data', (piece: Buffer) => {
      said += piece.toString()
      const url = /\bat (http:\/\/\S+)/.exec(said)?.[1]
      if (url) resolve(url)
    })
    server.once('exit', () => reject(new Error(`The server ended before it listened. It said: ${said}`)))
  })

const untilReady = async (url: string): Promise<void> => {
  for (const until = Date.now() + 120_000; Date.now() < until; await new Promise((resolve) => setTimeout(resolve, 200))) {
    const response = await fetch(`${url}/readyz`).catch(() => null)
    // With the vectors, so that the picture is the same each time.
    if (response?.ok && ((await response.json()) as { pending_embeddings: number }).pending_embeddings === 0) return
  }
  throw new Error('The server was not ready within two minutes.')
}

const take = async (browser: Browser, url: string, colorScheme: 'light' | 'dark', path: string): Promise<void> => {
  const page = await browser.newPage({ viewport: size, colorScheme, reducedMotion: 'reduce' })
  await page.goto(url)
  await page.getByLabel('Your question').fill(question)
  await page.keyboard.press('Enter')
  await page.locator('.exchange.answered .citation-number').first().click()
  await page.locator('.source-text mark:not([hidden])').first().waitFor()
  await page.screenshot({ path: join(root, path) })
  await page.close()
  const { size: bytes } = statSync(join(root, path))
  if (bytes > mostBytes) throw new Error(`${path} has ${bytes} bytes, more than the README should load.`)
  console.log(`${path}: ${Math.round(bytes / 1000)} kB`)
}

await main()
