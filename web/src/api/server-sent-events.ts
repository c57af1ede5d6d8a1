export interface ServerSentEvent {
  readonly event: string
  readonly data: string
}

/** Reads `text/event-stream` from pieces of text that may end anywhere. Comments (heartbeats) and unfinished events are left out. */
export async function* serverSentEvents(pieces: AsyncIterable<string>): AsyncGenerator<ServerSentEvent> {
  let rest = ''
  for await (const piece of pieces) {
    const blocks = (rest + piece).replaceAll('\r\n', '\n').split('\n\n')
    rest = blocks.pop()!
    for (const block of blocks) {
      const event = parseBlock(block)
      if (event) yield event
    }
  }
}

/** Of text that holds whole events. */
export const parseBlocks = (text: string): ServerSentEvent[] =>
  text
    .replaceAll('\r\n', '\n')
    .split('\n\n')
    .flatMap((block) => parseBlock(block) ?? [])

const parseBlock = (block: string): ServerSentEvent | null => {
  let event = 'message'
  const data: string[] = []
  for (const line of block.split('\n')) {
    const [, field, value] = /^([a-z]+): ?(.*)$/.exec(line) ?? []
    if (field === 'event') event = value!
    if (field === 'data') data.push(value!)
  }
  return data.length > 0 ? { event, data: data.join('\n') } : null
}
