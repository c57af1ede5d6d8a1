/** The door for clients of OpenAI's API: their words in and out, our operations between. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { newId } from '../../base/id.ts'
import { AppError } from '../../base/error.ts'
import type { Caller } from '../../domain/call.ts'
import type { App } from '../../operations/app.ts'
import { ask } from '../../operations/ask.ts'
import { embedTexts } from '../../operations/embed.ts'
import { listCollections } from '../../operations/collections.ts'
import { accessOf, perform, type Context, type Operation } from '../../operations/operation.ts'
import { retryAfterOf } from '../http/problem.ts'
import type { RequestFacts } from '../http/request-facts.ts'
import { readChatRequest } from './chat-request.ts'
import { wholeCompletion, type AnswerJson, type ChatCall } from './chat-answer.ts'
import { embeddingsAnswer, readEmbeddingsRequest } from './embeddings.ts'
import { openAiError } from './error.ts'
import { collectionOf, findModel, modelsOf } from './models.ts'
import { streamChat } from './stream-chat.ts'

export const openAiRoutes = (server: FastifyInstance, app: App, facts: RequestFacts): void => {
  const contextOf = (request: FastifyRequest, reply: FastifyReply): Context & { readonly caller: Caller } => ({
    caller: facts.callerOf(request),
    signal: facts.signalOf(reply),
  })
  const routes = async (scope: FastifyInstance): Promise<void> => {
    scope.setErrorHandler((error, request, reply) => {
      facts.logFailure(error, request)
      return sendError(error, reply)
    })
    scope.setNotFoundHandler((request, reply) => sendError(noRoute(request), reply))

    const listing = { config: { access: accessOf(listCollections as Operation), forCustomers: true } }
    scope.get('/models', listing, async (request, reply) => ({ object: 'list', data: await modelsOf(app, contextOf(request, reply)) }))
    // Ids have a slash in them, and not every client escapes it.
    scope.get<{ Params: { '*': string } }>('/models/*', listing, async (request, reply) => findModel(app, request.params['*'], contextOf(request, reply)))

    const asking = { config: { access: accessOf(ask as Operation), forCustomers: ask.forCustomers, load: { line: ask.line } } }
    scope.post('/chat/completions', asking, async (request, reply) => {
      const chat = readChatRequest(request.body)
      const context = contextOf(request, reply)
      const input = { ...chat.input, ...(await collectionOf(app, chat.model, context)) }
      const call: ChatCall = { id: `chatcmpl-${newId()}`, created: Math.floor(Date.now() / 1000), request: chat, base: baseOf(request) }
      if (!chat.stream) return wholeCompletion(call, (await perform(app, ask, input, context)) as AnswerJson)
      await streamChat(app, call, input, reply, context, (error) => facts.logFailure(error, request))
      return reply
    })

    const embedding = { config: { access: accessOf(embedTexts as Operation), load: {} } }
    scope.post('/embeddings', embedding, async (request, reply) => {
      const asked = readEmbeddingsRequest(request.body)
      const context = contextOf(request, reply)
      const input = { ...asked.input, ...(await collectionOf(app, asked.model, context)) }
      return embeddingsAnswer(asked, (await perform(app, embedTexts, input, context)) as Parameters<typeof embeddingsAnswer>[1])
    })
  }
  void server.register(routes, { prefix: '/v1' })
}

const sendError = (error: unknown, reply: FastifyReply): FastifyReply => {
  const { status, body } = openAiError(error)
  const retryAfter = retryAfterOf(error)
  if (retryAfter !== null) reply.header('retry-after', retryAfter)
  return reply.code(status).send(body)
}

const noRoute = ({ method, url }: FastifyRequest): AppError =>
  new AppError('not_found', `There is no ${method} ${url.split('?')[0]}. Of OpenAI's API there are /v1/chat/completions, /v1/embeddings and /v1/models.`)

/** As the client wrote it: the name in Host is checked to be one of ours. */
const baseOf = (request: FastifyRequest): string => `${request.headers['x-forwarded-proto'] === 'https' ? 'https' : request.protocol}://${request.host}`
