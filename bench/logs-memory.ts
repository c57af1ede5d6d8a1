/**
 * `node bench/logs-memory.ts [GIGABYTES] [HEAP MB]`: a made log of that size, never on disk, through a pipe into a reader whose heap is capped;
 * prints the most memory it ever held, a line for each tenth of the way.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { redactor } from '../src/guard/redact.ts'
import { readLog } from '../src/logs/read-log.ts'
import { variedLog } from './logs/varied-log.ts'

const [gigabytes = 10, heapMb = 256] = process.argv.slice(2).map(Number)
const blockLines = 20_000
const blocks = 40

if (process.env.ANSWERABLE_BENCH_READS) await read()
else await write()

async function write(): Promise<void> {
  // Blocks made once and written over and over: the pipe is what is measured, not the making.
  const log = variedLog(7)
  const made = Array.from({ length: blocks }, () => Buffer.from(log.lines(blockLines)))
  const reader = spawn(process.execPath, [`--max-old-space-size=${heapMb}`, import.meta.filename, String(gigabytes)], {
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { ...process.env, ANSWERABLE_BENCH_READS: '1' },
  })
  const ended = once(reader, 'exit')
  let written = 0
  for (let block = 0; written < gigabytes * 1e9; block++) {
    const text = made[block % blocks]!
    written += text.length
    if (!reader.stdin.write(text)) await once(reader.stdin, 'drain')
  }
  reader.stdin.end()
  const [code] = await ended
  process.exit(code ?? 1)
}

async function read(): Promise<void> {
  const reader = readLog({ redact: redactor(), now: new Date(), onClusters: () => {} })
  const startedAt = performance.now()
  let [bytes, told, most] = [0, 0, 0]
  const tell = (): void => {
    const { lines, templates } = reader.progress()
    const seconds = (performance.now() - startedAt) / 1_000
    console.log(
      `${(bytes / 1e9).toFixed(2)} GB, ${lines.toLocaleString('en')} lines, ${templates} kinds, ${Math.round(lines / seconds).toLocaleString('en')} lines/s, at most ${(most / 1e6).toFixed(0)} MB resident`,
    )
  }
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    reader.push(chunk)
    bytes += chunk.length
    if (bytes < told) continue
    told += (gigabytes * 1e9) / 10
    most = Math.max(most, process.memoryUsage.rss())
    tell()
  }
  const { statistics } = reader.finish()
  most = Math.max(most, process.resourceUsage().maxRSS * 1_024)
  tell()
  console.log(
    `${statistics.templates.length} templates, lines counted ${statistics.templates.reduce((sum, { count }) => sum + count, 0).toLocaleString('en')} of ${statistics.lines.toLocaleString('en')}`,
  )
}
