import type { Generator, GeneratorPart, Message } from '../../src/domain/model.ts'

export const hello: Message[] = [
  { role: 'system', content: 'Answer from the sources.' },
  { role: 'user', content: '<source id="1">The default timeout is 5 s.</source>\n\nQuestion: What is the default timeout?' },
]

export interface Collected {
  readonly text: string
  /** Null when the stream failed. */
  readonly finish: Extract<GeneratorPart, { type: 'finish' }> | null
  readonly finishes: number
  readonly error: unknown
}

/** Reads a stream to its end, whatever that is. */
export const collect = async (parts: AsyncIterable<GeneratorPart>): Promise<Collected> => {
  let text = ''
  let finish: Collected['finish'] = null
  let finishes = 0
  try {
    for await (const part of parts) {
      if (part.type === 'text-delta') text += part.text
      else {
        finish = part
        finishes += 1
      }
    }
    return { text, finish, finishes, error: null }
  } catch (error) {
    return { text, finish, finishes, error }
  }
}

export const ask = (generator: Generator, options: { maxTokens?: number; messages?: readonly Message[]; signal?: AbortSignal } = {}): Promise<Collected> =>
  collect(generator.stream(options.messages ?? hello, { maxTokens: options.maxTokens ?? 200, temperature: 0 }, options.signal))

/** Waits until it is true; fails after `withinMs`. */
export const until = async (isTrue: () => boolean, withinMs = 2000): Promise<number> => {
  const start = performance.now()
  while (!isTrue()) {
    if (performance.now() - start > withinMs) throw new Error(`Not true within ${withinMs} ms: ${isTrue}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  return performance.now() - start
}
