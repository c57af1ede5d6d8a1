/**
 * Anthropic's own server always says its usage, and the SDK takes no event without. Servers that copy its format may leave it out: zeros are put
 * in its place, which count as not said.
 */
export const withUsage =
  (fetch: typeof globalThis.fetch): typeof globalThis.fetch =>
  async (input, init) => {
    const response = await fetch(input, init)
    if (!response.ok || !response.body) return response
    const { status, statusText, headers } = response
    const body = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(byLine(fillLine)).pipeThrough(new TextEncoderStream())
    return new Response(body, { status, statusText, headers })
  }

/** Lines keep their ends; a last line without one is passed on as it came. */
const byLine = (change: (line: string) => string): TransformStream<string, string> => {
  let held: string[] = []
  return new TransformStream({
    transform: (chunk, controller) => {
      const end = chunk.lastIndexOf('\n') + 1
      if (end === 0) return void held.push(chunk)
      const lines = [...held, chunk.slice(0, end)].join('')
      held = [chunk.slice(end)]
      controller.enqueue(lines.replace(/^.*$/gm, change))
    },
    flush: (controller) => controller.enqueue(change(held.join(''))),
  })
}

const fillLine = (line: string): string => {
  const json = /^(?:data:)?\s*(\{.*"(?:message_start|message_delta|message)".*\})\s*$/.exec(line)?.[1]
  if (!json) return line
  try {
    return line.replace(json, () => JSON.stringify(fill(JSON.parse(json) as AnthropicEvent)))
  } catch {
    return line
  }
}

interface AnthropicEvent {
  readonly type?: string
  readonly usage?: object
  readonly message?: { readonly usage?: object }
}

const fill = (event: AnthropicEvent): AnthropicEvent => {
  if (event.type === 'message_start') return { ...event, message: { ...event.message, usage: { ...noTokens, ...event.message?.usage } } }
  if (event.type === 'message_delta' || event.type === 'message')
    return { ...event, usage: { ...(event.type === 'message' && noTokens), output_tokens: 0, ...event.usage } }
  return event
}

const noTokens = { input_tokens: 0, output_tokens: 0 }
