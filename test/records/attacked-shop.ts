/** The program as its operator set it up for a shop: records connected, policies beside them, customers coming with tokens of the shop's login. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onServer, type TestServer } from '../support/postgres-server.ts'
import { run, serve, workplace, type Server } from '../support/program.ts'
import { descriptionOf, returnsPolicy } from './attacks/description.ts'
import { judging, newOutcome, type Outcome, type Verdict } from './attacks/judge.ts'
import { secretsOf } from './attacks/secrets.ts'
import { eachAtMost, sender, type Reply, type Send } from './attacks/send.ts'
import { databaseSql, filesOf, roles } from './attacks/tables.ts'
import { shopLogin, type Login } from './attacks/tokens.ts'
import type { Attempt } from './attacks/attempt.ts'
import type { Shop } from './attacks/shop.ts'

export interface AttackedShop extends AsyncDisposable {
  readonly shop: Shop
  readonly login: Login
  readonly server: Server
  readonly send: Send
  readonly judge: (attempt: Attempt, reply: Reply) => Verdict
  /** Of the records, as a superuser; null where the program keeps them itself. */
  readonly recordsUrl: string | null
  /** Of the program's command line, on the same data; gives what it prints. Fails when it ends with anything but 0. */
  command(...words: string[]): Promise<string>
}

export interface ShopSettings {
  /** Where the rows are: a database of the shop's, or files that the program imports. */
  readonly postgres: TestServer | null
  readonly env?: Readonly<Record<string, string>>
  /** Who words the answers. */
  readonly answers?: 'rules' | 'model'
  /** Between the program and the records' database. */
  readonly through?: (url: string) => string
  /** Of an earlier start, so that two programs know the same customers. */
  readonly login?: Login
}

export const attackShop = async (shop: Shop, settings: ShopSettings): Promise<AttackedShop> => {
  const { postgres, answers = 'rules', through = (url) => url, login = shopLogin() } = settings
  const place = workplace({ 'returns.md': returnsPolicy })
  const recordsUrl = postgres ? await postgres.createDatabase() : null
  if (recordsUrl) await onServer(recordsUrl, databaseSql(shop))
  const urlAs = (role: string): string => (recordsUrl ? through(Object.assign(new URL(recordsUrl), { username: role, password: roles.password }).href) : '')
  const env = {
    ANSWERABLE_LOG_LEVEL: 'info',
    ANSWERABLE_REQUESTS_PER_MINUTE: '0',
    SHOP_URL: urlAs(roles.customer),
    SHOP_STAFF_URL: urlAs(roles.staff),
    ...settings.env,
  }

  const folder = join(place.home, 'records')
  mkdirSync(folder)
  const files = recordsUrl ? {} : filesOf(shop)
  const source = recordsUrl ? '{ postgres: { url_from: SHOP_URL, staff_url_from: SHOP_STAFF_URL } }' : `{ files: [${Object.keys(files).join(', ')}] }`
  const written = { ...files, 'jwks.json': login.jwks, 'records.yaml': descriptionOf(source, login, { answers }) }
  for (const [name, text] of Object.entries(written)) writeFileSync(join(folder, name), text)
  const command = async (...words: string[]): Promise<string> => {
    const { code, stdout, stderr } = await run([...words, '--data', place.data], env)
    if (code !== 0) throw new Error(`answerable ${words.join(' ')} ended with ${code}: ${stderr}${stdout}`)
    return stdout
  }
  try {
    await command('ingest', place.documents, '--collection', 'shop')
    await command('records', 'connect', join(folder, 'records.yaml'))
    const server = await serve(['--data', place.data], { env })
    const send = sender(server.url, login)
    return {
      shop,
      login,
      server,
      send,
      judge: judging(secretsOf(shop)),
      recordsUrl,
      command,
      [Symbol.asyncDispose]: async () => {
        send.close()
        await server.stop()
        place[Symbol.dispose]()
      },
    }
  } catch (error) {
    place[Symbol.dispose]()
    throw error
  }
}

/** Sends them, some at a time, and judges each reply. */
export const attack = async ({ send, judge }: AttackedShop, tries: Iterable<Attempt>, atOnce = 8): Promise<Outcome> => {
  const { outcome, add } = newOutcome()
  await eachAtMost(tries, atOnce, async (attempt) => {
    const reply = await send(attempt)
    add(attempt, reply, judge(attempt, reply))
  })
  return outcome
}
