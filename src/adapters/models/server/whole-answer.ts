/** Some gateways answer a request for a stream with one JSON body: it is read as what it is, whatever its headers say. */
import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4GenerateResult, LanguageModelV4StreamPart } from '@ai-sdk/provider'

/** Sends the request once; the parts of the stream that comes back, or of the whole answer in its place. Fails as the SDK does. */
export const streamOrWhole = async (
  loadModel: (fetch: typeof globalThis.fetch) => Promise<LanguageModelV4>,
  fetch: typeof globalThis.fetch,
  request: LanguageModelV4CallOptions,
): Promise<ReadableStream<LanguageModelV4StreamPart>> => {
  let whole: Response | null = null
  const model = await loadModel(async (input, init) => {
    // The SDK asks a second time, for an answer that is here already.
    if (whole) return whole
    const response = await fetch(input, init)
    const { isJson, response: same } = await peek(response)
    if (!isJson) return same
    whole = same
    throw new Error('not a stream')
  })
  try {
    return (await model.doStream(request)).stream
  } catch (error) {
    if (!whole) throw error
    return ReadableStream.from(partsOf(await model.doGenerate(request)))
  }
}

/** A stream of events never begins with a brace, an answer in JSON always does. */
const peek = async (response: Response): Promise<{ isJson: boolean; response: Response }> => {
  if (!response.ok || !response.body) return { isJson: false, response }
  const reader = response.body.getReader()
  const seen: Uint8Array<ArrayBuffer>[] = []
  let start = ''
  while (start === '') {
    const { done, value } = await reader.read()
    if (done) break
    seen.push(value)
    start = new TextDecoder().decode(value).trimStart()
  }
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: async (controller) => {
      const next = seen.shift() ?? (await reader.read()).value
      if (next) controller.enqueue(next)
      else controller.close()
    },
    cancel: (reason) => reader.cancel(reason),
  })
  const { status, statusText, headers } = response
  return { isJson: start.startsWith('{'), response: new Response(body, { status, statusText, headers }) }
}

function* partsOf({ content, finishReason, usage }: LanguageModelV4GenerateResult): Generator<LanguageModelV4StreamPart> {
  for (const part of content) {
    if (part.type === 'text') yield { type: 'text-delta', id: '0', delta: part.text }
    if (part.type === 'reasoning') yield { type: 'reasoning-delta', id: '0', delta: part.text }
  }
  yield { type: 'finish', finishReason, usage }
}
