import { parseArgs } from 'node:util'
import type { Attack } from './attacker.ts'
import type { StubOptions } from './options.ts'
import { startStubModel } from './server.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8099' },
    mode: { type: 'string', default: 'honest' },
    attack: { type: 'string', default: 'all' },
    text: { type: 'string' },
    'first-token-ms': { type: 'string', default: '0' },
    'part-ms': { type: 'string', default: '0' },
    /** As JSON, e.g. `{"kind":"status","status":429,"retryAfterSeconds":1,"times":1}`. */
    fault: { type: 'string' },
    'api-key': { type: 'string' },
    /** Any other of `StubOptions` as JSON, e.g. `{"ignoresStream":true}`. */
    options: { type: 'string', default: '{}' },
  },
})

const stub = await startStubModel({
  ...(JSON.parse(values.options) as Partial<StubOptions>),
  port: Number(values.port),
  mode: values.mode as StubOptions['mode'],
  attack: values.attack as Attack,
  firstTokenMs: Number(values['first-token-ms']),
  partMs: Number(values['part-ms']),
  ...(values.text !== undefined && { text: values.text }),
  ...(values.fault !== undefined && { fault: JSON.parse(values.fault) as NonNullable<StubOptions['fault']> }),
  ...(values['api-key'] !== undefined && { apiKey: values['api-key'] }),
})
console.log(`Stub model (${values.mode}) on ${stub.url}/v1, in OpenAI's format and Anthropic's. Ctrl-C ends it.`)
process.on('SIGINT', () => void stub.close().then(() => process.exit(0)))
process.on('SIGTERM', () => void stub.close().then(() => process.exit(0)))
