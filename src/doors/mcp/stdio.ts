import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio'
import { openMcpServer, type McpParts } from './server.ts'

/** Speaks on stdin and stdout until the client closes them, or the signal. Whatever is under way then is aborted. */
export const serveOverStdio = async (parts: McpParts, signal: AbortSignal): Promise<void> => {
  const connection = serveStdio(() => openMcpServer(parts), {
    transport: new StdioServerTransport(),
    onerror: parts.logFailure,
    // Nothing here is subscribed to.
    maxSubscriptions: 1,
  })
  await new Promise<void>((resolve) => {
    if (signal.aborted || process.stdin.readableEnded) return resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
    process.stdin.once('end', resolve).once('close', resolve)
  })
  await connection.close()
}
