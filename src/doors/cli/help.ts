import { operations } from '../../operations/index.ts'
import type { Operation } from '../../operations/operation.ts'
import { commonFlags, fieldsOf, watchFlags } from './arguments.ts'

const serveHelp = `  serve [PATH…]                   Serve the page and the API; PATHs (folders, files, addresses) are brought in first (the default command)
      --port 3000                 Port; 0 takes a free one
      --host 127.0.0.1            Address; 0.0.0.0 to be reachable from outside, which wants a key: keys create
      --collection default        Collection for the PATHs
      --watch                     Bring in what changes below the PATHs, for as long as it serves
      --no-jobs                   Leave uploads, sites, vectors and judging to workers
  worker                          Do that work, without serving: any number of them on one DATABASE_URL
  mcp                             Serve the Model Context Protocol on stdin and stdout; a running server has it at /mcp`

export const workerHelp = `Take what servers leave to be done: uploads, sites, missing vectors, judging of answers. Any number of workers share one PostgreSQL server;
what a worker that died had begun, another one takes over.

Usage: answerable worker [FLAGS]

${['data', 'database-url', 'help'].map((flag) => `  --${flag.padEnd(30)}${commonFlags[flag as keyof typeof commonFlags].help}`).join('\n')}`

export const generalHelp = (version: string): string => `answerable ${version}: answers over your own documents, every sentence traced to its source

Usage: answerable [COMMAND] [ARGUMENTS] [FLAGS]

${serveHelp}
${operations
  .filter((it) => it.cli)
  .map(commandLine)
  .join('\n')}

${flagLines(Object.entries(commonFlags).map(([flag, { help }]) => [`--${flag}`, help]))}
  --version                       Print the version

"answerable COMMAND --help" tells more. Settings: docs/reference/config.md.
Exit codes: 0 done, 1 failed, 2 wrong usage, 100 the gate of an evaluation is shut.`

export const commandHelp = (it: Operation): string => {
  const fields = fieldsOf(it)
  const positional = it.cli!.positional ?? []
  const flags = fields.map((field): [string, string] => [
    `--${field.flag}`,
    `${field.description}${field.type === 'json' ? ' (JSON, or a file that holds it)' : field.default === undefined ? '' : ` (default ${JSON.stringify(field.default)})`}`,
  ])
  const named = positional.flatMap((name): [string, string][] => fields.filter((it) => it.name === name).map((it) => [name.toUpperCase(), it.description]))
  return `${it.summary}\n\nUsage: answerable ${usage(it)} [FLAGS]\n\n${flagLines([
    ...named,
    ...flags.filter(([flag]) => !positional.includes(flag.slice(2).replaceAll('-', '_'))),
    ...Object.entries({ ...(it.cli!.watches && watchFlags), ...commonFlags }).map(([flag, { help }]): [string, string] => [`--${flag}`, help]),
  ])}${it.cli!.exitCodes === undefined ? '' : `\n\nExit codes: ${it.cli!.exitCodes}.`}`
}

const usage = (it: Operation): string => {
  const fields = fieldsOf(it)
  const names = (it.cli!.positional ?? []).map((name) => {
    const field = fields.find((each) => each.name === name)
    const label = name.toUpperCase() + (field?.type === 'strings' ? '…' : '')
    return field?.required ? label : `[${label}]`
  })
  return [...it.cli!.words, ...names].join(' ')
}

const commandLine = (it: Operation): string => `  ${usage(it).padEnd(32)}${it.summary}`

const flagLines = (rows: readonly (readonly [string, string])[]): string => rows.map(([flag, help]) => `  ${flag.padEnd(32)}${help}`).join('\n')
