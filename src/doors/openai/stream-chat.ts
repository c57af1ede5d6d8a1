import type { FastifyReply } from 'fastify'
import type { App } from '../../operations/app.ts'
import { ask } from '../../operations/ask.ts'
import { perform, type Context, type OperationEvent } from '../../operations/operation.ts'
import { openEventStream, type EventStream } from '../http/events.ts'
import type { CitationJson } from './annotations.ts'
import { citationChunk, firstChunk, lastChunk, objectChunk, textChunk, usageChunk, type AnswerJson, type ChatCall } from './chat-answer.ts'
import { openAiError } from './error.ts'

/** Chunks as the answer comes: each sentence, then its annotations. Fails only before the first chunk; later failures are told in the stream. */
export const streamChat = async (
  app: App,
  call: ChatCall,
  input: unknown,
  reply: FastifyReply,
  context: Context,
  logFailure: (error: unknown) => void,
): Promise<void> => {
  let stream: EventStream | null = null
  const send = (chunk: object): Promise<void> => {
    stream ??= openStream(reply, call)
    return stream.sendUnnamed(JSON.stringify(chunk))
  }
  // Waited for, so that a slow reader holds up his own answer.
  const onEvent = async (event: OperationEvent): Promise<void> => {
    const chunk = chunkOf(call, event)
    if (chunk) return send(chunk)
    stream ??= openStream(reply, call)
  }
  try {
    const answer = (await perform(app, ask, input, { ...context, onEvent })) as AnswerJson
    if (call.request.wantsObject) await send(objectChunk(call, answer))
    await send(lastChunk(call, answer))
    if (call.request.includeUsage) await send(usageChunk(call, answer))
    await stream!.sendUnnamed('[DONE]')
  } catch (error) {
    if (!stream) throw error
    logFailure(error)
    void send(openAiError(error).body)
  }
  await stream!.end()
}

const openStream = (reply: FastifyReply, call: ChatCall): EventStream => {
  const stream = openEventStream(reply.hijack().raw, { ...(reply.getHeaders() as Record<string, string>), 'x-content-type-options': 'nosniff' })
  void stream.sendUnnamed(JSON.stringify(firstChunk(call)))
  return stream
}

const chunkOf = (call: ChatCall, { type, data }: OperationEvent): object | null => {
  if (type === 'delta' && !call.request.wantsObject) return textChunk(call, (data as { text: string }).text)
  return type === 'citation' ? citationChunk(call, data as CitationJson) : null
}
