/** Writes docs/reference/ from the code: operations, settings, errors. With `--check` it only compares, for CI. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { errorCodes } from '../src/base/error.ts'
import { settings } from '../src/config.ts'
import { commandHelp, generalHelp } from '../src/doors/cli/help.ts'
import { editorSchema } from '../src/evaluate/suite/suite-file.ts'
import { httpStatus } from '../src/doors/http/problem.ts'
import { operations } from '../src/operations/index.ts'
import type { Operation } from '../src/operations/operation.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const version = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version
const made = '<!-- Made by "npm run docs" from the code. Do not edit. -->\n'

interface Property {
  type?: string
  description?: string
  default?: unknown
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  enum?: unknown[]
}

const fieldRows = (it: Operation): string => {
  const schema = z.toJSONSchema(it.input, { io: 'input' }) as { properties?: Record<string, Property>; required?: string[] }
  const rows = Object.entries(schema.properties ?? {}).map(([name, field]) => {
    const limits = [
      field.enum && field.enum.map((value) => `\`${String(value)}\``).join(', '),
      field.minLength !== undefined || field.maxLength !== undefined ? `${field.minLength ?? 0}…${field.maxLength ?? '∞'} characters` : '',
      field.minimum !== undefined || (field.maximum !== undefined && field.maximum < 1e15) ? `${field.minimum ?? ''}…${field.maximum ?? ''}` : '',
    ]
    const fallback = field.default === undefined ? (schema.required?.includes(name) ? 'required' : '') : `\`${JSON.stringify(field.default)}\``
    return `| \`${name}\` | ${field.type ?? 'value'} | ${fallback} | ${[field.description, ...limits].filter(Boolean).join('; ')} |`
  })
  return rows.length === 0 ? '' : ['\n| field | type | default | meaning |', '|---|---|---|---|', ...rows, ''].join('\n')
}

const http = (): string => {
  const sections = operations.filter((it) => it.http).map((it) => `\n## ${it.http!.method} ${it.http!.path}\n\n${it.summary}.\n${fieldRows(it)}`)
  return `${made}# HTTP\n\nThe same as \`/openapi.json\` tells to programs and \`/docs\` to people. Errors are \`application/problem+json\` with \`code\` and \`detail\`.\n${sections.join('')}`
}

const cli = (): string => {
  const sections = operations.filter((it) => it.cli).map((it) => `\n## answerable ${it.cli!.words.join(' ')}\n\n\`\`\`\n${commandHelp(it)}\n\`\`\`\n`)
  return `${made}# Command line\n\n\`\`\`\n${generalHelp(version)}\n\`\`\`\n${sections.join('')}`
}

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
