/**
 * What documents of each format take: tokens, chunks, time, memory. Each set is read in a process of its own, whose peak is measured
 * against that of a process which has read one word. `node evals/formats.ts` writes evals/FORMATS.md.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { cpus, homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadTokenCounter } from '../src/adapters/models/token-counter.ts'
import { isAppError } from '../src/base/error.ts'
import { prepare } from '../src/ingest/prepare.ts'
import type { Awkward } from '../test/fixtures/awkward/awkward.ts'
import { csv } from '../test/fixtures/awkward/csv.ts'
import { docx } from '../test/fixtures/awkward/docx.ts'
import { html } from '../test/fixtures/awkward/html.ts'
import { json } from '../test/fixtures/awkward/json.ts'
import { large } from '../test/fixtures/awkward/large.ts'
import { markdown } from '../test/fixtures/awkward/markdown.ts'
import { mdx } from '../test/fixtures/awkward/mdx.ts'
import { notebooks } from '../test/fixtures/awkward/notebook.ts'
import { pdf } from '../test/fixtures/awkward/pdf.ts'
import { text } from '../test/fixtures/awkward/text.ts'

const awkward: Readonly<Record<string, readonly Awkward[]>> = { txt: text, md: markdown, mdx, html, pdf, docx, ipynb: notebooks, csv, json }
// Read apart from the others: it takes 800 MB by design, and is stopped there when the program reads it.
const apart = 'content that unpacks to 200 MB'

interface Taken {
  readonly documents: number
  readonly refused: number
  readonly bytes: number
  readonly characters: number
  readonly chunks: number
  readonly tokens: number
  readonly ms: number
  readonly peakMb: number
}

const bytesOf = (content: string | Uint8Array): Uint8Array => (typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content))

const counter = (): ReturnType<typeof loadTokenCounter> | undefined => {
  const path = join(process.env['ANSWERABLE_MODELS_DIR'] ?? join(homedir(), '.cache/answerable/models'), 'bge-small-en-v1.5/tokenizer.json')
  return existsSync(path) ? loadTokenCounter(path) : undefined
}

const measure = async (format: string, set: string): Promise<Taken> => {
  const countTokens = counter()
  await prepare(bytesOf('word'), { source: 'a.txt' }, countTokens)
  const before = process.resourceUsage().maxRSS
  const contents = set === 'large' ? [large[format]!()] : awkward[format]!.filter(({ name }) => name !== apart).map(({ content }) => content)
  const sum = { documents: 0, refused: 0, bytes: 0, characters: 0, chunks: 0, tokens: 0, ms: 0 }
  for (const content of contents) {
    const bytes = bytesOf(content)
    sum.documents++
    sum.bytes += bytes.length
    const start = process.cpuUsage()
    try {
      const parsed = await prepare(bytes, { source: `a.${format}` }, countTokens)
      sum.characters += parsed.text.length
      sum.chunks += parsed.chunks!.length
      sum.tokens += parsed.chunks!.reduce((tokens, chunk) => tokens + chunk.tokens, 0)
    } catch (error) {
      if (!isAppError(error)) throw error
      sum.refused++
    }
    const { user, system } = process.cpuUsage(start)
    sum.ms += (user + system) / 1000
  }
  return { ...sum, peakMb: (process.resourceUsage().maxRSS - before) / 1024 }
}

const [format, set] = process.argv.slice(2)
if (format && set) {
  process.stdout.write(JSON.stringify(await measure(format, set)))
} else {
  const rows = ['awkward', 'large'].flatMap((kind) =>
    Object.keys(awkward).map((name) => {
      const taken = JSON.parse(execFileSync(process.execPath, [fileURLToPath(import.meta.url), name, kind], { encoding: 'utf8' })) as Taken
      const row = `| ${name} | ${kind} | ${taken.documents} | ${taken.refused} | ${Math.round(taken.bytes / 1000)} | ${Math.round(taken.characters / 1000)} | ${taken.tokens} | ${taken.chunks} | ${Math.round(taken.ms)} | ${Math.round(taken.peakMb)} |`
      process.stdout.write(`${row}\n`)
      return row
    }),
  )
  const page = `# What formats take

\`npm run figures:formats\` makes this page: the awkward documents of \`test/fixtures/awkward/\`, and a manual of about 1 MB in each format (of MDX 120 KB, see there).
Tokens are those of ${counter() ? 'bge-small-en-v1.5' : 'the estimate, because no tokenizer is installed'}. Time is that of the processor (its collector of garbage works beside) for parsing and cutting, with the first load of the format's parser; memory is the peak of the process over one that has read a word, garbage not yet collected included. ${cpus().length} cores, Node ${process.versions.node}.

| format | set | documents | refused | KB | 1,000 characters of text | tokens | chunks | ms | peak MB |
|---|---|--:|--:|--:|--:|--:|--:|--:|--:|
${rows.join('\n')}

The awkward set of PDF leaves out the one that unpacks to 200 MB: the program stops its process, here it would be the only figure.
`
  writeFileSync(new URL('FORMATS.md', import.meta.url), page)
}
