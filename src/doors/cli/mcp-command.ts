import { parseArgs } from 'node:util'
import { firstSentence, UsageError } from './arguments.ts'

export const mcpHelp = `Serve the Model Context Protocol on stdin and stdout, for a client that starts this program itself

Usage: answerable mcp [FLAGS]

  --scope write                   What its tools may do: ask (read only) or write
  --data DIR                      Folder that holds the data
  --database-url URL              PostgreSQL server to use instead of the embedded database
  --help                          Show this help

Where a server of yours holds the data, it is asked; else this program opens the data itself, and other commands and clients reach it meanwhile.
A running server has the same tools over HTTP, at /mcp. In the file of an MCP client:

  { "mcpServers": { "answerable": { "command": "answerable", "args": ["mcp"] } } }`

export interface McpCommand {
  readonly scope: 'ask' | 'write'
  readonly data: string | undefined
  readonly databaseUrl: string | undefined
  readonly help: boolean
}

export const parseMcp = (words: readonly string[]): McpCommand => {
  const { scope = 'write', data, 'database-url': databaseUrl, help = false } = parseFlags(words)
  if (scope !== 'ask' && scope !== 'write') throw new UsageError(`--scope is ask or write, not "${scope}".`)
  return { scope, data, databaseUrl, help }
}

const parseFlags = (words: readonly string[]) => {
  const text = { type: 'string' } as const
  try {
    return parseArgs({ args: [...words], options: { scope: text, data: text, 'database-url': text, help: { type: 'boolean', short: 'h' } } }).values
  } catch (error) {
    throw new UsageError(`${firstSentence((error as Error).message)} See "answerable mcp --help".`)
  }
}
