/** Writes docs/reference/ from the code: operations, settings, errors. With `--check` it only compares, for CI. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { errorCodes } from '../src/base/error.ts'
import { settings } from '../src/config.ts'
import { commandHelp, generalHelp } from '../src/doors/cli/help.ts'
import { mcpHelp } from '../src/doors/cli/mcp-command.ts'
import { resourceTemplate } from '../src/doors/mcp/resources.ts'
import { toolOperations, toolsFor } from '../src/doors/mcp/tools.ts'
import { chatRequestSchema } from '../src/doors/openai/chat-request.ts'
import { embeddingsRequestSchema } from '../src/doors/openai/embeddings.ts'
import { owner } from '../src/domain/call.ts'
import { editorSchema } from '../src/evaluate/suite/suite-file.ts'
import { httpStatus } from '../src/doors/http/problem.ts'
import { operations } from '../src/operations/index.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const version = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version
const made = '<!-- Made by "npm run docs" from the code. Do not edit. -->\n'

interface Property {
  type?: string | string[]
  anyOf?: Property[]
  description?: string
  default?: unknown
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  enum?: unknown[]
}

const fieldRows = (input: z.ZodType, omitted: readonly string[] = []): string => {
  const schema = z.toJSONSchema(input, { io: 'input' }) as { properties?: Record<string, Property>; required?: string[] }
  const fields = Object.entries(schema.properties ?? {}).filter(([name]) => !omitted.includes(name))
  const rows = fields.map(([name, field]) => {
    const limits = [
      field.enum && field.enum.map((value) => `\`${String(value)}\``).join(', '),
      field.minLength !== undefined || field.maxLength !== undefined ? `${field.minLength ?? 0}…${field.maxLength ?? '∞'} characters` : '',
      field.minimum !== undefined || (field.maximum !== undefined && field.maximum < 1e15) ? `${field.minimum ?? ''}…${field.maximum ?? ''}` : '',
    ]
    const fallback = field.default === undefined ? (schema.required?.includes(name) ? 'required' : '') : `\`${JSON.stringify(field.default)}\``
    return `| \`${name}\` | ${typeOf(field)} | ${fallback} | ${[field.description, ...limits].filter(Boolean).join('; ')} |`
  })
  return rows.length === 0 ? '' : ['\n| field | type | default | meaning |', '|---|---|---|---|', ...rows, ''].join('\n')
}

/** Null is the same as left out. */
const typeOf = ({ type, anyOf = [] }: Property): string => {
  const types = [type ?? anyOf.map((it) => it.type ?? [])].flat(2).filter((it) => it !== 'null')
  return [...new Set(types)].join(' or ') || 'value'
}

const http = (): string => {
  const sections = operations.filter((it) => it.http).map((it) => `\n## ${it.http!.method} ${it.http!.path}\n\n${it.summary}.\n${fieldRows(it.input)}`)
  return `${made}# HTTP\n\nThe same as \`/openapi.json\` tells to programs and \`/docs\` to people. Errors are \`application/problem+json\` with \`code\` and \`detail\`.\n${sections.join('')}`
}

const cli = (): string => {
  const sections = operations.filter((it) => it.cli).map((it) => `\n## answerable ${it.cli!.words.join(' ')}\n\n\`\`\`\n${commandHelp(it)}\n\`\`\`\n`)
  return `${made}# Command line\n\n\`\`\`\n${generalHelp(version)}\n\`\`\`\n${sections.join('')}`
}

const mcp = (): string => {
  const sections = toolOperations.map(({ input, mcp: { name, description, omit } }) => {
    const { annotations } = toolsFor(owner).find((tool) => tool.name === name)!
    const effect = annotations!.readOnlyHint ? 'Reads only' : annotations!.destructiveHint ? 'Takes away or replaces: clients ask before' : 'Writes'
    return `\n## ${name}\n\n${description} ${effect}.\n${fieldRows(input, omit)}`
  })
  return `${made}# MCP\n\nThe tools of \`POST /mcp\` (streamable HTTP) and of \`answerable mcp\` (stdio). A key sees the tools that it may use. Documents are resources, \`${resourceTemplate.uriTemplate}\`.\n\n\`\`\`\n${mcpHelp}\n\`\`\`\n${sections.join('')}`
}

const openAi = (): string =>
  `${made}# OpenAI's API\n\nWhat is understood of it. Other fields are accepted and have no effect; the reply names them in \`answerable.ignored\`.\n\n## POST /v1/chat/completions\n${fieldRows(chatRequestSchema)}\n## POST /v1/embeddings\n${fieldRows(embeddingsRequestSchema)}\n## GET /v1/models\n\n\`answerable\` is the collection that a caller works in, \`answerable/NAME\` a named one.\n\n## GET /v1/models/{model}\n\nOne of them.\n`

const config = (): string => {
  const rows = Object.entries(settings).map(([name, it]) => {
    const parsed = it.schema.safeParse(undefined)
    const fallback = parsed.success && parsed.data !== undefined ? `\`${JSON.stringify(parsed.data)}\`` : ''
    return `| \`${name}\` | \`${it.env}\` | ${fallback} | ${it.help}${it.secret ? ' Never printed.' : ''} |`
  })
  return `${made}# Settings\n\nFlags win over the environment, the environment over \`answerable.yaml\` in the working folder, the file over the defaults.\n\n| in answerable.yaml | environment | default | meaning |\n|---|---|---|---|\n${rows.join('\n')}\n`
}

const errors = (): string =>
  `${made}# Error codes\n\nEvery error is one of these, with a sentence that says what happened and what to do.\n\n| code | HTTP status |\n|---|---|\n${errorCodes.map((code) => `| \`${code}\` | ${httpStatus[code]} |`).join('\n')}\n`

/** For editors: `# yaml-language-server: $schema=…` on the first line of a suite. Not below docs/, which is the handbook's. */
const suite = (): string => `${JSON.stringify(z.toJSONSchema(editorSchema, { io: 'input' }), null, 2)}\n`

const pages: Record<string, string> = {
  'http.md': http(),
  'cli.md': cli(),
  'mcp.md': mcp(),
  'openai.md': openAi(),
  'config.md': config(),
  'errors.md': errors(),
  '../../evals/suites/suite.schema.json': suite(),
}
const folder = join(root, 'docs/reference')
mkdirSync(folder, { recursive: true })
const stale = Object.entries(pages).filter(([name, text]) => !existsSync(join(folder, name)) || readFileSync(join(folder, name), 'utf8') !== text)
if (process.argv.includes('--check')) {
  if (stale.length > 0) {
    process.stderr.write(`docs/reference is stale: ${stale.map(([name]) => name).join(', ')}. Run "npm run docs".\n`)
    process.exit(1)
  }
} else {
  for (const [name, text] of stale) writeFileSync(join(folder, name), text)
  process.stderr.write(`docs/reference: ${stale.length} of ${Object.keys(pages).length} pages written\n`)
}
