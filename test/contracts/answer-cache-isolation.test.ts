import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openAnswerCache } from '../../src/adapters/postgres/answer-cache.ts'
import { asCaller } from '../../src/adapters/postgres/as-caller.ts'
import type { Database } from '../../src/adapters/postgres/database.ts'
import { openDocumentStore } from '../../src/adapters/postgres/document-store.ts'
import { answerKeys } from '../../src/app/answer-keys.ts'
import { readPrompts } from '../../src/app/read-prompt.ts'
import { drain } from '../../src/base/async.ts'
import { newId, newTraceId } from '../../src/base/id.ts'
import { seededRandom } from '../../src/base/random.ts'
import { readConfig } from '../../src/config.ts'
import type { AnswerQuestion } from '../../src/domain/answer.ts'
import { owner, withinCall, type Caller } from '../../src/domain/call.ts'
import { answered, eventsOf } from '../../src/middleware/answer-for-tests.ts'
import { cachedAnswers } from '../../src/middleware/cached-answers.ts'
import { sharedAnswers } from '../../src/middleware/shared-answers.ts'
import { putInput } from '../support/put-input.ts'
import { storeCases } from '../support/stores.ts'

const { cases, close } = storeCases()
after(close)

const questions = ['What is the limit?', "what's the limit", 'Who is the owner?', 'Where does it run?', 'When was it built?', 'Why?']

interface Step {
  readonly who: 'ours' | 'theirs'
  readonly does: 'asks' | 'puts'
  readonly question: string
}

/** What both do, in one order; alone, theirs are left out. */
const stepsOf = (seed: number): Step[] => {
  const random = seededRandom(seed)
  return Array.from({ length: 24 }, () => ({
    who: random() < 0.4 ? 'ours' : 'theirs',
    does: random() < 0.85 ? 'asks' : 'puts',
    question: questions[Math.floor(random() * questions.length)]!,
  }))
}

for (const { name, skip, open } of cases) {
  let database: (Database & AsyncDisposable) | undefined
  before(async () => {
    if (!skip) database = await open()
  })
  after(() => database?.[Symbol.asyncDispose]())

  test(`${name}: what one caller asks and puts changes nothing for another, not even what is given again`, { skip }, async () => {
    const config = readConfig({}, {}, '/nowhere')
    const seen = asCaller(database!)
    const documents = openDocumentStore(seen)
    const ask: AnswerQuestion = async function* ({ collection, text }) {
      const answer = answered({ text: `${collection.slice(-6)} says: ${text}`, model: 'extractive' })
      yield* eventsOf(answer)
      return answer
    }
    const shared = sharedAnswers()
    const answers = cachedAnswers(ask, {
      // So few that whoever could displace another's would.
      cache: openAnswerCache(seen, { mostAgeMs: 3600_000, mostRows: 3, mostBytes: 1_000_000 }),
      shared,
      keyOf: answerKeys({ version: '1', config, prompts: readPrompts('prompts'), modelFor: () => null, embedderOf: async () => null }),
      isWorthWaiting: () => false,
      mayBeKept: () => true,
      newTraceId,
      clock: () => performance.now(),
      onFailure: (error) => assert.fail(String(error)),
    })

    /** What `ours` sees, its own collection's name left out. */
    const run = async (steps: readonly Step[]): Promise<unknown[]> => {
      const collections = { ours: newId(), theirs: newId() }
      const outcomes: unknown[] = []
      for (const [index, { who, does, question }] of steps.entries()) {
        const collection = collections[who]
        const caller: Caller = { ...owner, id: who, collections: [collection] }
        await withinCall({ caller }, async () => {
          if (does === 'puts') await documents.put(putInput({ collection, text: `Words ${index}.` }))
          if (does === 'puts') return
          const asked = { text: question, collection, maxTokens: 512, topK: 10, history: [], responseSchema: null }
          const { cache, text, usage, timingsMs, passages } = await drain(answers(asked))
          await shared.settled()
          assert.ok(text.startsWith(collection.slice(-6)), 'an answer from elsewhere')
          if (who === 'ours') outcomes.push([cache, text.replace(collection.slice(-6), ''), usage, Object.keys(timingsMs), passages.length])
        })
      }
      return outcomes
    }

    const outcomes = new Set<string>()
    for (let seed = 1; seed <= 12; seed++) {
      const ours: Step = { who: 'ours', does: 'puts', question: '' }
      const steps = [ours, ...stepsOf(seed)]
      const alone = await run(steps.filter(({ who }) => who === 'ours'))
      const together = await run(steps)
      assert.deepEqual(together, alone, `seed ${seed}`)
      for (const [cache] of alone as [string][]) outcomes.add(cache)
    }
    assert.deepEqual([...outcomes].sort(), ['exact', 'miss', 'semantic'], 'all of them were seen')
  })
}
