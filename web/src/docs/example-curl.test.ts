import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exampleCurl } from './example-curl.ts'
import type { ApiOperation, OpenApi } from './open-api.ts'

const api: OpenApi = { info: { title: 'T', version: '1' }, paths: {} }
const curl = (method: string, path: string, operation: ApiOperation): string => exampleCurl(api, 'http://localhost:3000', method, path, operation)

test('required fields of a body stand in the command, optional ones do not', () => {
  const schema = { type: 'object', properties: { query: { type: 'string' }, limit: { type: 'integer' } }, required: ['query'] }
  assert.equal(
    curl('POST', '/search', { requestBody: { content: { 'application/json': { schema } } } }),
    `curl -X POST 'http://localhost:3000/search' \\\n  -H 'content-type: application/json' \\\n  -d '{"query":"remote state"}'`,
  )
})

test('what stands in the path is named', () => {
  assert.equal(curl('GET', '/jobs/{job_id}', { parameters: [{ name: 'job_id', in: 'path', required: true }] }), `curl 'http://localhost:3000/jobs/JOB_ID'`)
})
