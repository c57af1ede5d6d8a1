import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { run } from '../support/program.ts'
import { noBrowser } from './browser.ts'
import { documents } from './documents.ts'
import { visitedProgram } from './visited-program.ts'

// As a proxy passes on who comes from elsewhere: nobody is the owner then.
const fromElsewhere = { extraHTTPHeaders: { 'x-forwarded-for': '203.0.113.9' } }

describe('logging in in a browser', { skip: noBrowser }, () => {
  const visited = visitedProgram(documents)
  const visit = (options = {}, path = '/') => visited.visit({ ...fromElsewhere, ...options }, path)
  const command = async (...words: string[]): Promise<any> => JSON.parse((await run([...words, '--data', visited.place.data, '--json'])).stdout)
  const makeKey = (name: string, ...words: string[]): Promise<{ key: string; key_id: string }> => command('keys', 'create', '--name', name, ...words)
  const logIn = async ({ page }: Awaited<ReturnType<typeof visit>>, key: string): Promise<void> => {
    await page.getByLabel('Key').fill(key)
    await page.getByRole('button', { name: 'Log in' }).click()
  }

  test('whoever sits at the machine is not asked', async () => {
    await using visitor = await visited.visit()
    await visitor.page.getByRole('link', { name: 'Quality' }).waitFor()
    assert.equal(await visitor.page.getByRole('button', { name: 'Log out' }).count(), 0)
  })

  test('without a key there is only the form; a wrong one is told so; the right one shows what it is good for, until the person logs out', async () => {
    const { key } = await makeKey('support team', '--scope', 'ask', '--collection', 'default')
    await using visitor = await visit()
    const { page, trouble } = visitor
    await page.getByRole('heading', { name: 'Log in' }).waitFor()
    assert.equal(await page.getByRole('link', { name: 'Documents' }).count(), 0)
    await logIn(
      visitor,
      key.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
    )
    await page.getByRole('alert').filter({ hasText: 'This key is not good here' }).waitFor()
    await logIn(visitor, key)
    await page.getByText('Signed in as support team').waitFor()
    await page.getByRole('link', { name: 'Documents' }).click()
    await page.locator('.document-list').waitFor()
    assert.deepEqual(
      [
        await page.getByRole('link', { name: 'Quality' }).count(),
        await page.locator('input[type=file]').count(),
        await page.locator('.document-list .tool').count(),
      ],
      [0, 0, 0],
    )
    // The cookie is nothing that a script can take along.
    assert.equal(await page.evaluate('document.cookie'), '')
    await page.reload()
    await page.getByText('Signed in as support team').waitFor()
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.getByRole('heading', { name: 'Log in' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Log in' }).waitFor()
    assert.deepEqual(trouble, [])
  })

  test('a key that only asks is told that others may have asked, and of no command that it may not run', async () => {
    const { key } = await makeKey('asker', '--scope', 'ask')
    await using visitor = await visit()
    const { page } = visitor
    await logIn(visitor, key)
    await page.getByRole('link', { name: 'Questions' }).click()
    await page.getByText('Nothing was asked with your key yet; what others ask is not shown.').waitFor()
    await page.getByRole('link', { name: 'Usage' }).click()
    await page.getByText('No limit is set for your key.').waitFor()
    assert.equal((await page.locator('main').innerText()).includes('budgets set'), false)
  })

  test('every place works under the policy that lets no script make markup', async () => {
    const { key } = await makeKey('policy', '--scope', 'admin')
    await using visitor = await visit({ bypassCSP: false })
    const { page, complaints } = visitor
    await logIn(visitor, key)
    for (const place of ['Documents', 'Health', 'Quality', 'Ask']) {
      await page.getByRole('link', { name: place }).click()
      await page.locator('main h1, main textarea').first().waitFor()
    }
    await page.goto(`${visited.server.url}/docs`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    // What is missing before the login is told with 401.
    assert.deepEqual(
      complaints.filter((it) => !it.includes('401')),
      [],
    )
  })

  test('who may administer sees all places', async () => {
    const { key } = await makeKey('admin', '--scope', 'admin')
    await using visitor = await visit()
    await logIn(visitor, key)
    await visitor.page.getByRole('link', { name: 'Quality' }).waitFor()
    await visitor.page.getByRole('link', { name: 'Documents' }).click()
    await visitor.page.locator('.document-list .tool').first().waitFor()
    await visitor.page.locator('input[type=file]').waitFor({ state: 'attached' })
  })

  test('a key that is revoked while the page is open leads back to the form; who logs in next sees nothing of what was asked', async () => {
    const first = await makeKey('first')
    const second = await makeKey('second')
    await using visitor = await visit()
    const { page } = visitor
    await logIn(visitor, first.key)
    const question = page.getByRole('textbox', { name: 'Question' })
    await question.fill('What does the gateway do?')
    await question.press('Enter')
    await page.locator('.exchange').first().waitFor()
    await command('keys', 'revoke', first.key_id)
    await page.goto(`${visited.server.url}/#/documents`)
    await page.reload()
    await page.getByRole('heading', { name: 'Log in' }).waitFor()
    await logIn(visitor, second.key)
    await page.getByText('Signed in as second').waitFor()
    await page.goto(`${visited.server.url}/#/`)
    assert.equal((await page.locator('body').innerText()).includes('What does the gateway do?'), false)
  })

  test('a key that ends in the middle of the work is told at the next step', async () => {
    const { key, key_id } = await makeKey('ending')
    await using visitor = await visit()
    const { page } = visitor
    await logIn(visitor, key)
    await page.getByText('Signed in as ending').waitFor()
    await command('keys', 'suspend', key_id)
    await page.getByRole('link', { name: 'Documents' }).click()
    await page.getByRole('alert').filter({ hasText: 'no longer good here' }).waitFor()
    await page.getByRole('heading', { name: 'Log in' }).waitFor()
  })
})
