/** The program as customers meet it: both databases connected, the shop's policy beside its orders, tokens of our own issuers. */
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { run, serve, workplace, type Workplace } from '../../../test/support/program.ts'
import type { AskReply } from '../score/case.ts'
import { openNorthwind } from './northwind-database.ts'
import { openIssuer, type Issuer } from './tokens.ts'

export type SetName = 'retail' | 'northwind'

export interface Question {
  readonly question: string
  readonly history: readonly object[]
}

export interface Serving extends AsyncDisposable {
  ask(set: SetName, customer: string, asked: Question): Promise<{ readonly reply: AskReply; readonly ms: number }>
  /** The same through `/v1/chat/completions`. */
  chat(set: SetName, customer: string, asked: Question): Promise<{ readonly reply: AskReply; readonly ms: number }>
  /** Text of the card that a citation's quote is a slice of; what was said instead where there is none. */
  card(set: SetName, customer: string, record: { readonly entity: string; readonly id: string }): Promise<string>
}

const collections: Readonly<Record<SetName, string>> = { retail: 'shop', northwind: 'northwind' }
const records = join(import.meta.dirname, '..')

export interface ServeOptions {
  readonly data: string
  readonly sets: readonly SetName[]
  readonly answerer: string
  readonly embedder: string
  /** Settings beside these. */
  readonly env?: Readonly<Record<string, string>>
}

export const serveRecords = async ({ data, sets, answerer, embedder, env: others }: ServeOptions): Promise<Serving> => {
  await using parts = new AsyncDisposableStack()
  const place = parts.use(workplace({}))
  const issuers = new Map<SetName, Issuer>()
  const files = new Map<SetName, string>()
  for (const set of sets) {
    const issuer = await openIssuer(place.home, set)
    issuers.set(set, issuer)
    files.set(set, writeDescription(place, set, issuer))
  }
  const northwind = files.has('northwind') ? parts.use(await openNorthwind(data, files.get('northwind')!)) : null
  const env = { ANSWERABLE_GENERATOR: answerer, ANSWERABLE_EMBEDDER: embedder, ANSWERABLE_REQUESTS_PER_MINUTE: '100000', ...northwind?.env, ...others }
  for (const file of files.values()) {
    const connected = await run(['records', 'connect', file, '--data', place.data], env)
    if (connected.code !== 0) throw new Error(`Not connected: ${connected.stderr || connected.stdout}`)
  }
  const server = parts.use(await serve(['--data', place.data], { env }))
  if (files.has('retail')) await putPolicy(server.url, data)

  const tokens = new Map<string, string>()
  const headersOf = async (set: SetName, customer: string): Promise<Record<string, string>> => {
    const name = `${set} ${customer}`
    if (!tokens.has(name)) tokens.set(name, await issuers.get(set)!.tokenOf(customer))
    return { authorization: `Bearer ${tokens.get(name)}`, 'content-type': 'application/json' }
  }
  const post = async (path: string, set: SetName, customer: string, body: object): Promise<{ reply: unknown; ms: number }> => {
    const headers = await headersOf(set, customer)
    const from = performance.now()
    const response = await fetch(`${server.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    const text = await response.text()
    const ms = performance.now() - from
    if (response.ok) return { reply: JSON.parse(text), ms }
    return { reply: { answer: `HTTP ${response.status}: ${text}`, sources: [], citations: [], abstained: null, model: '' } satisfies AskReply, ms }
  }
  const kept = parts.move()
  return {
    ask: async (set, customer, { question, history }) => {
      const { reply, ms } = await post('/ask', set, customer, { question, history, collection: collections[set] })
      return { reply: reply as AskReply, ms }
    },
    chat: async (set, customer, { question, history }) => {
      const messages = [...history, { role: 'user', content: question }]
      const { reply, ms } = await post('/v1/chat/completions', set, customer, { model: collections[set], messages })
      return { reply: ofChat(reply), ms }
    },
    card: async (set, customer, { entity, id }) => {
      const path = ['records', collections[set], entity, id].map(encodeURIComponent).join('/')
      const response = await fetch(`${server.url}/${path}`, { headers: await headersOf(set, customer) })
      return response.ok ? ((await response.json()) as { text: string }).text : `HTTP ${response.status}`
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

/** The example file of the set, with our issuer; paths in it stay those beside the example. */
const writeDescription = (place: Workplace, set: SetName, issuer: Issuer): string => {
  const example = join(records, set, 'records.yaml')
  const text = readFileSync(example, 'utf8')
    .replace(/^( +- )(\.\.\/\S+)$/gm, (_, dash: string, path: string) => `${dash}${resolve(dirname(example), path)}`)
    .replace(/^customers:\n(?=( +))/m, (_, indent: string) => `customers:\n${indent}tokens:\n${indent}  - ${issuer.described}\n`)
  const file = join(place.home, `${set}.yaml`)
  writeFileSync(file, text)
  return file
}

const putPolicy = async (url: string, data: string): Promise<void> => {
  const text = readFileSync(join(data, 'tau-retail/policy.md'), 'utf8')
  const body = JSON.stringify({ source: 'policy.md', text, collection: collections.retail })
  const response = await fetch(`${url}/documents`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body })
  if (!response.ok) throw new Error(`The policy was not taken: ${await response.text()}`)
}

interface Chat {
  readonly choices: readonly { readonly message: { readonly content: string; readonly annotations: readonly { readonly url_citation: Annotated }[] } }[]
  readonly answerable: Pick<AskReply, 'sources' | 'abstained'>
}
type Annotated = Omit<AskReply['citations'][number], 'answer_start' | 'answer_end'> & { readonly start_index: number; readonly end_index: number }

const ofChat = (reply: unknown): AskReply => {
  if (!(reply as Partial<Chat>).choices) return reply as AskReply
  const { choices, answerable } = reply as Chat
  const { content, annotations } = choices[0]!.message
  const citations = annotations.map(({ url_citation: { start_index: from, end_index: to, ...it } }) => ({ ...it, answer_start: from, answer_end: to }))
  return { answer: content, sources: answerable.sources, citations, abstained: answerable.abstained, model: '' }
}
