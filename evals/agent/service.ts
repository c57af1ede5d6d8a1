/** A small web service that can be made to fail like real ones do. Started by scenarios, with its settings as JSON. */
import { openSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'

interface Settings {
  readonly name: string
  readonly port: number
  readonly log: string
  /** Is asked with each request; where it is down, so is this. */
  readonly dependsOn?: string
  /** Is written to with each request. */
  readonly writesTo?: string
  /** JSON; read at the start. */
  readonly config?: string
  readonly clockOffsetSeconds?: number
  readonly leakMbPerSecond?: number
  /** Ends so long after its start, with this last word. */
  readonly endsAfterMs?: number
  readonly lastWord?: string
  readonly opensFiles?: number
  readonly delayMs?: number
  /** Of 100 requests. */
  readonly failing?: number
  readonly failure?: string
  readonly busy?: boolean
}

const settings = JSON.parse(process.argv[2]!) as Settings
const { name, port } = settings

// Kept open: who has no descriptor left still writes.
const logFile = openSync(settings.log, 'a')
const log = (level: 'INFO' | 'WARN' | 'ERROR' | 'FATAL', message: string): void =>
  void writeSync(logFile, `${new Date().toISOString()} ${level} [${name}] ${message}\n`)

const fatal = (message: string, code = 1): never => {
  log('FATAL', message)
  process.exit(code)
}

process.on('uncaughtException', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EADDRINUSE') fatal(`listen EADDRINUSE: address already in use 127.0.0.1:${port}`)
  fatal(`${error.name}: ${error.message}`)
})

log('INFO', `starting, pid ${process.pid}`)
if (settings.config !== undefined) {
  try {
    JSON.parse(readFileSync(settings.config, 'utf8'))
  } catch (error) {
    fatal(`cannot read configuration ${settings.config}: ${(error as Error).message}`)
  }
}

const kept: unknown[] = []
if (settings.leakMbPerSecond) {
  const step = settings.leakMbPerSecond / 4
  setInterval(() => kept.push(Buffer.alloc(step * 1024 * 1024, 1)), 250)
  setInterval(
    () => log('WARN', `session cache holds ${kept.length * 40} entries, heap and buffers ${Math.round(process.memoryUsage().rss / 1048576)} MB`),
    2000,
  )
}
if (settings.endsAfterMs !== undefined) setTimeout(() => fatal(settings.lastWord ?? 'out of order'), settings.endsAfterMs)

let descriptors = 0
const takeDescriptors = (): string | null => {
  try {
    for (; descriptors < (settings.opensFiles ?? 0); descriptors++) openSync('/dev/null', 'r')
    return null
  } catch (error) {
    return `${(error as NodeJS.ErrnoException).code}: too many open files, open '/dev/null'`
  }
}
if (settings.busy) {
  const spin = (): void => {
    for (const end = Date.now() + 80; Date.now() < end;);
    setTimeout(spin, 5)
  }
  setTimeout(spin, 50)
}

let requests = 0
let failures = 0

const troubleOf = async (): Promise<string | null> => {
  if (settings.delayMs) await new Promise((resolve) => setTimeout(resolve, settings.delayMs))
  if (settings.failing !== undefined && requests % 100 < settings.failing) return settings.failure ?? 'TypeError: order.total is undefined'
  if (settings.opensFiles !== undefined) {
    const trouble = takeDescriptors()
    if (trouble !== null) return `accept failed: ${trouble}`
  }
  if (settings.writesTo !== undefined) {
    try {
      writeFileSync(join(settings.writesTo, `upload-${process.pid}`), Buffer.alloc(65536, 7))
    } catch (error) {
      return `${(error as Error).message}`
    }
  }
  if (settings.dependsOn === undefined) return null
  try {
    const answer = await fetch(settings.dependsOn, { signal: AbortSignal.timeout(2000) })
    return answer.ok ? null : `upstream ${settings.dependsOn} answered ${answer.status}`
  } catch (error) {
    const { code, message } = ((error as Error).cause ?? error) as NodeJS.ErrnoException
    return `upstream ${settings.dependsOn}: ${code ?? ''} ${message}`
  }
}

const server = createServer(async (request, response) => {
  const now = new Date(Date.now() + (settings.clockOffsetSeconds ?? 0) * 1000)
  response.setHeader('date', now.toUTCString())
  if (request.url === '/metrics') {
    const memory = process.memoryUsage().rss
    return response.end(
      `# TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes ${memory}\n# TYPE http_requests_total counter\nhttp_requests_total ${requests}\n# TYPE http_errors_total counter\nhttp_errors_total ${failures}\n`,
    )
  }
  requests += 1
  const trouble = request.url === '/ping' ? null : await troubleOf()
  if (trouble !== null) {
    failures += 1
    log('ERROR', `${request.method} ${request.url} 503 ${trouble}`)
    response.statusCode = 503
    return response.end('unavailable\n')
  }
  if (request.url !== '/ping') log('INFO', `${request.method} ${request.url} 200`)
  response.end('ok\n')
})
server.listen(port, '127.0.0.1', () => {
  log('INFO', `listening on 127.0.0.1:${port}`)
  // After it listens: who has no descriptor for its own socket does not even start.
  if (settings.opensFiles === undefined) return
  const trouble = takeDescriptors()
  if (trouble !== null) log('ERROR', `accept failed: ${trouble}`)
})
