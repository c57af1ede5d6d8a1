/** The OpenAPI 3.1 description, made from the table of operations: it cannot differ from what is served. */
import { z } from 'zod'
import { operations } from '../../operations/index.ts'
import { accessOf, type HttpRoute, type Operation } from '../../operations/operation.ts'
import { logMediaTypes } from './receive-log.ts'
import { openAiPaths } from '../openai/describe.ts'
import { cookieName } from './session-cookie.ts'
import { sessionPaths } from './session-routes.ts'

type Json = Record<string, unknown>

export const openApi = (version: string): Json => ({
  openapi: '3.1.0',
  info: {
    title: 'Answerable',
    version,
    description:
      'Answers over your own documents, every sentence traced to the exact words that support it. ' +
      'All offsets (start, end, answer_start, answer_end, page_starts) are UTF-16 code units, end exclusive: `text.slice(start, end)` in JavaScript.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  paths: paths(),
  // Without a key only the owner comes in: from this machine, while the server listens on loopback.
  security: [{ bearer: [] }, { apiKey: [] }, { session: [] }, {}],
  components: { schemas: { Problem: problemSchema }, responses: { Problem: problemResponse }, securitySchemes },
})

const paths = (): Json => {
  const byPath: Record<string, Json> = {}
  for (const it of operations) {
    if (!it.http) continue
    byPath[it.http.path] = { ...byPath[it.http.path], [it.http.method.toLowerCase()]: describe(it, it.http) }
  }
  for (const [path, methods] of Object.entries(sessionPaths))
    for (const [method, it] of Object.entries(methods)) byPath[path] = { ...byPath[path], [method]: { ...it, 'x-access': 'anyone' } }
  return { ...byPath, ...openAiPaths }
}

const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer', description: 'A key: ans_…' },
  apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key', description: 'The same key' },
  session: { type: 'apiKey', in: 'cookie', name: cookieName, description: 'What POST /session gives the page' },
}

const describe = (it: Operation, route: HttpRoute): Json => {
  const input = z.toJSONSchema(it.input, { io: 'input' }) as { properties?: Record<string, Json>; required?: string[] }
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!)
  const fields = Object.entries(input.properties ?? {})
  const hasBody = route.method === 'POST' || route.method === 'PUT'
  const parameters = fields
    .filter(([name]) => inPath.includes(name) || !hasBody)
    .map(([name, schema]) => parameter(name, schema, inPath.includes(name), input.required?.includes(name) ?? false))
  if (it.effect !== 'read' && !it.hasSecretOutput) parameters.push(idempotencyKey)
  return {
    operationId: it.name,
    summary: it.summary,
    // What a key must be good for; owner: an admin key of all collections.
    'x-access': accessOf(it) ?? 'anyone',
    ...(it.forCustomers && { 'x-for-customers': true }),
    ...(parameters.length > 0 && { parameters }),
    ...(hasBody && { requestBody: requestBody(it, input) }),
    responses: { ...goodResponses(it, route), default: problemResponse },
  }
}

const parameter = (name: string, schema: Json, isInPath: boolean, isRequired: boolean): Json => {
  const { description, ...rest } = schema
  return { name, in: isInPath ? 'path' : 'query', required: isInPath || isRequired, ...(description !== undefined && { description }), schema: rest }
}

const idempotencyKey: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key with the same request is done once: for a day it gets the first answer again, with "Idempotent-Replayed: true"',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
}

const requestBody = (it: Operation, input: Json): Json => ({
  required: true,
  content:
    it.name === 'uploadDocuments'
      ? { 'multipart/form-data': { schema: uploadSchema } }
      : it.name === 'summariseLog'
        ? logBodies(input)
        : { 'application/json': { schema: withoutDialect(input) } },
})

const uploadSchema = {
  type: 'object',
  required: ['files'],
  properties: {
    collection: { type: 'string', default: 'default', description: 'Send it before the files' },
    files: { type: 'array', items: { type: 'string', contentMediaType: 'application/octet-stream' } },
  },
}

/** JSON, a form with the file, or its bytes alone with the other fields in the query. */
const logBodies = (input: Json): Json => {
  const { files: _files, ...properties } = input['properties'] as Json
  const { text: _text, path: _path, compare_text: _compare, ...options } = properties
  const bytes = { type: 'string', contentMediaType: 'application/octet-stream' }
  return {
    'application/json': { schema: { ...withoutDialect(input), properties } },
    'multipart/form-data': {
      schema: { type: 'object', required: ['files'], properties: { files: { type: 'array', items: bytes }, compare: bytes, ...options } },
    },
    ...Object.fromEntries(logMediaTypes.map((type) => [type, { schema: bytes }])),
  }
}

const goodResponses = (it: Operation, route: HttpRoute): Json => {
  const statuses = route.statuses ?? [typeof route.status === 'number' ? route.status : 200]
  const schema = withoutDialect(z.toJSONSchema(it.output, { io: 'output' }) as Json)
  return Object.fromEntries(
    statuses.map((status) => [
      String(status),
      status === 204
        ? { description: it.summary }
        : {
            description: it.summary,
            content: {
              'application/json': { schema },
              ...(it.streams && { 'text/event-stream': { schema: { type: 'string', description: 'Events: passages, delta, citation, done, error' } } }),
            },
          },
    ]),
  )
}

const withoutDialect = ({ $schema: _, ...schema }: Json): Json => schema

const problemSchema = {
  type: 'object',
  description: 'RFC 9457; `detail` is a sentence that says what to do',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: { type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' }, code: { type: 'string' }, detail: { type: 'string' } },
}

const problemResponse = {
  description: 'What went wrong, and what to do',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}
