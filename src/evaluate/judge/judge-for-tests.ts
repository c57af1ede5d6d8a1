import type { Capabilities, Generator, GeneratorPart, Message } from '../../domain/model.ts'
import { AppError, type ErrorCode } from '../../base/error.ts'
import type { Rubric } from '../../domain/judgement.ts'
import type { JudgeModel } from './ask-judge.ts'

export const rubric: Rubric = {
  version: 'correct.v1',
  hash: 'a'.repeat(64),
  question: 'Is it right?',
  kind: 'single',
  needs: [],
  system: 'You judge.',
  user: '{{question}}\n\n{{reference}}\n\n{{evidence}}\n\n{{answer}}\n\nPass or fail?',
}

export const pairRubric: Rubric = { ...rubric, version: 'prefer.v1', kind: 'pair', user: '{{question}}\n\n{{first}}\n\n{{second}}\n\nWhich?' }

export const verdict = (word: string): string => JSON.stringify({ reasoning: 'Because.', verdict: word })

export type Reply = string | { readonly text: string; readonly reason: 'length' | 'refused' } | { readonly error: ErrorCode } | 'never'

/** A model that says what a function makes of the user's text, and counts what it is asked. */
export const modelThat = (reply: (user: string, call: number) => Reply, timeoutMs = 5_000): JudgeModel & { readonly asked: (readonly Message[])[] } => {
  const asked: (readonly Message[])[] = []
  const generator: Generator = {
    id: 'test-judge',
    contextTokens: 8_000,
    passageBudgetTokens: 4_000,
    capabilities: { structured: 'strict', tools: false, maxOutputTokens: null, languages: null } satisfies Capabilities,
    countTokens: async (text) => text.length,
    async *stream(messages, _options, signal): AsyncGenerator<GeneratorPart, void> {
      asked.push(messages)
      const said = reply(messages.find(({ role }) => role === 'user')!.content, asked.length)
      // Not even its signal moves it.
      if (said === 'never') await new Promise(() => {})
      signal?.throwIfAborted()
      if (typeof said === 'object' && 'error' in said) throw new AppError(said.error, `It failed with ${said.error}.`)
      yield { type: 'text-delta', text: typeof said === 'string' ? said : said.text }
      yield {
        type: 'finish',
        reason: typeof said === 'string' ? 'stop' : said.reason,
        usage: { inputTokens: 100, outputTokens: 10, reported: true, costUsd: 0.01 },
      }
    },
    close: async () => {},
  }
  let now = 0
  return { model: { generator, temperature: 0, maxTokens: 200 }, timeoutMs, clock: () => now++, asked }
}
