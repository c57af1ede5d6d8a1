/** What tests of the page do and see again and again. */
import type { Page } from 'playwright-core'

export const ask = async (page: Page, question: string): Promise<void> => {
  await page.getByLabel('Your question').fill(question)
  await page.keyboard.press('Enter')
}

/** Asks and waits until the question's exchange is over. */
export const askOut = async (page: Page, question: string): Promise<void> => {
  const before = await page.locator('.exchange').count()
  await ask(page, question)
  await page.locator('.exchange').nth(before).waitFor()
  await page.locator('.exchange.asking').waitFor({ state: 'detached' })
}

/** Asks in the page, then gives what the API answers to the same question (the stub model always says the same): a stream's body cannot be read from outside. */
export const askAndRead = async (page: Page, question: string): Promise<any> => {
  await ask(page, question)
  await page.locator('.exchange.answered').first().waitFor()
  const response = await fetch(new URL('/ask', page.url()), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question }),
  })
  return response.json()
}

export const putDocument = async (url: string, source: string, text: string, more: Record<string, unknown> = {}): Promise<void> => {
  const body = JSON.stringify({ source, text, ...more })
  const response = await fetch(`${url}/documents`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body })
  if (!response.ok) throw new Error(`PUT /documents answered ${response.status}: ${await response.text()}`)
}

export const highlighted = (page: Page): Promise<string> =>
  page.evaluate(`[...document.querySelectorAll('.source-text mark')].map((it) => it.textContent).join('')`)

/** Comes into sight, within the time that pages are given: scrolling follows the drawing. */
export const isInSight = (page: Page, selector: string): Promise<boolean> =>
  page
    .waitForFunction(
      `(() => {
    const box = document.querySelector('${selector}').getBoundingClientRect()
    return box.top >= 0 && box.bottom <= innerHeight && box.width > 0
  })()`,
    )
    .then(
      () => true,
      () => false,
    )

/** The class of what has the focus. */
export const focusedClass = (page: Page): Promise<string> => page.evaluate('document.activeElement.className')

export const until = async (isTrue: () => boolean | Promise<boolean>): Promise<void> => {
  for (const end = Date.now() + 10_000; !(await isTrue()); await new Promise((resolve) => setTimeout(resolve, 20))) {
    if (Date.now() > end) throw new Error('What was waited for did not come within 10 s.')
  }
}
