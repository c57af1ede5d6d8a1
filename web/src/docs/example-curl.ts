import { bodyOf, inputFields, type ApiOperation, type Field, type OpenApi } from './open-api.ts'

/** A command to copy: required fields only, with an example that a reader understands. */
export const exampleCurl = (api: OpenApi, origin: string, method: string, path: string, operation: ApiOperation): string => {
  const fields = inputFields(api, operation)
  const filled = fields.filter(({ where }) => where === 'path').reduce((url, { name }) => url.replace(`{${name}}`, exampleOf(name)), path)
  const query = fields.filter(({ where, required }) => where === 'query' && required).map(({ name }) => `${name}=${exampleOf(name)}`)
  const url = `${origin}${filled}${query.length > 0 ? `?${query.join('&')}` : ''}`
  return [`curl ${method === 'GET' ? '' : `-X ${method} `}'${url}'`, ...bodyLines(operation, fields)].join(' \\\n  ')
}

const bodyLines = (operation: ApiOperation, fields: readonly Field[]): string[] => {
  const body = bodyOf(operation)
  if (!body) return []
  if (body.mediaType === 'multipart/form-data') return ["-F 'collection=default'", "-F 'files=@guide.md'"]
  const required = fields.filter(({ where, required }) => where === 'body' && required)
  const json = JSON.stringify(Object.fromEntries(required.map(({ name, schema }) => [name, schema.type === 'integer' ? 1 : exampleOf(name)])))
  return [`-H 'content-type: ${body.mediaType}'`, `-d '${json}'`]
}

const examples: Readonly<Record<string, string>> = {
  question: 'How do I keep secrets out of the state file?',
  query: 'remote state',
  source: 'notes/first.md',
  text: '# Notes',
  document_id: 'DOCUMENT_ID',
  job_id: 'JOB_ID',
  trace_id: 'TRACE_ID',
}

const exampleOf = (name: string): string => examples[name] ?? name.toUpperCase()
