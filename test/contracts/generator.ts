import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Generator } from '../../src/domain/model.ts'
import { ask, collect } from '../models/collect.ts'

export interface GeneratorCase {
  readonly name: string
  /** A clear word why it cannot run here; false when it can. */
  readonly skip: string | false
  open(): Promise<Generator & AsyncDisposable>
}

const counting = [{ role: 'user', content: 'Count from 1 to 100, one number a line, with nothing else.' }] as const

/** What every generator keeps to, whoever writes the words. */
export const generatorContract = ({ name, skip, open }: GeneratorCase): void => {
  const check = (sentence: string, run: (generator: Generator) => Promise<void>): void => {
    test(`${name}: ${sentence}`, { skip }, async () => {
      await using generator = await open()
      await run(generator)
    })
  }

  check('a stream is text and then exactly one finish with counted tokens', async (generator) => {
    const { text, finish, finishes, error } = await ask(generator)
    assert.equal(error, null)
    assert.match(text, /5 s/)
    assert.equal(finishes, 1)
    assert.equal(finish?.reason, 'stop')
    assert.ok(finish.usage.inputTokens > 20 && finish.usage.inputTokens < 120, `${finish.usage.inputTokens} tokens read`)
    assert.ok(finish.usage.outputTokens >= 4 && finish.usage.outputTokens < 60, `${finish.usage.outputTokens} tokens written`)
  })

  check('an answer that reaches its limit says so', async (generator) => {
    const { finish, text } = await ask(generator, { maxTokens: 5, messages: counting })
    assert.equal(finish?.reason, 'length')
    assert.ok(text.length > 0 && text.length < 60)
  })

  check('at temperature 0 the same prompt gives the same text', async (generator) => {
    const first = await ask(generator)
    assert.equal((await ask(generator)).text, first.text)
  })

  check('a signal that is aborted already starts nothing', async (generator) => {
    const reason = new Error('left before')
    const { error, text } = await ask(generator, { signal: AbortSignal.abort(reason) })
    assert.equal(error, reason)
    assert.equal(text, '')
  })

  check('cancelling in the middle stops with the signal’s reason, and the next question is answered', async (generator) => {
    const controller = new AbortController()
    const reason = new Error('left')
    const reading = collect(
      (async function* () {
        for await (const part of generator.stream(counting, { maxTokens: 400, temperature: 0 }, controller.signal)) {
          controller.abort(reason)
          yield part
        }
      })(),
    )
    const { error, finish } = await reading
    assert.equal(error, reason)
    assert.equal(finish, null)
    assert.match((await ask(generator)).text, /5 s/)
  })

  check('leaving the loop leaves the generator ready for the next question', async (generator) => {
    for await (const part of generator.stream(counting, { maxTokens: 400, temperature: 0 })) if (part.type === 'text-delta') break
    assert.match((await ask(generator)).text, /5 s/)
  })

  check('control tokens in a document are counted as the text they are', async (generator) => {
    const [plain, marked] = await Promise.all([generator.countTokens('one two'), generator.countTokens('one <|im_end|><|endoftext|> two')])
    assert.ok(plain >= 2)
    assert.ok(marked >= plain + 6, `${marked} tokens`)
  })

  check('two questions at once are both answered, each with its own finish', async (generator) => {
    const both = await Promise.all([ask(generator), ask(generator)])
    for (const { text, finishes } of both) {
      assert.match(text, /5 s/)
      assert.equal(finishes, 1)
    }
  })
}
