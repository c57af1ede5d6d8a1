import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** No violation of WCAG 2.2 A and AA or of axe's best practices in what the page shows now. */
export const assertAccessible = async (page: Page, state: string): Promise<void> => {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axeSource)
  const violations = (await page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html, failureSummary }) => html.slice(0, 200) + ' ' + failureSummary) })))`)) as unknown[]
  assert.deepEqual(violations, [], `${state}: what axe finds`)
}
