/** `answerable mcp`: a client starts this program and speaks with it on stdin and stdout, which hold nothing but the protocol. */
import { isAppError } from '../base/error.ts'
import { readConfig } from '../config.ts'
import type { McpCommand } from '../doors/cli/mcp-command.ts'
import { serveOverStdio } from '../doors/mcp/stdio.ts'
import { owner } from '../domain/call.ts'
import { openResidentData } from './resident-data.ts'
import { version } from './version.ts'

export const serveMcp = async ({ scope, data: dataDir, databaseUrl }: McpCommand, signal: AbortSignal): Promise<void> => {
  const config = readConfig({ dataDir, databaseUrl })
  const say = (line: string): void => void (config.logLevel !== 'silent' && process.stderr.write(`${line}\n`))
  const data = openResidentData(config, say)
  const logFailure = (error: unknown): void => {
    if (!isAppError(error)) say(String((error as Error)?.stack ?? error))
  }
  try {
    await serveOverStdio({ caller: { ...owner, scope }, invoke: data.invoke, version, logFailure }, signal)
  } finally {
    await data.close()
  }
}
