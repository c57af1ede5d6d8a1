/** Files that are small and ask for much: each is made here, because none should lie in a repository. */
import { deflateSync } from 'node:zlib'
import { tinyZip } from './tiny-zip.ts'

export interface HostileFile {
  readonly bytes: Uint8Array
  /** What its one line says; or, where it is read, what must be in its text and what must not. */
  readonly refused?: RegExp
  readonly read?: { readonly holds: string; readonly lacks?: string }
}

const text = (words: string): Uint8Array => new TextEncoder().encode(words)
const repeat = (count: number, line: (index: number) => string): string => Array.from({ length: count }, (_, index) => line(index)).join('')

/** Objects as given, numbered from 1; the first is the catalogue. */
const pdf = (objects: readonly (string | Uint8Array)[], trailer = ''): Uint8Array => {
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n')]
  const offsets = objects.map((body, index) => {
    const offset = parts.reduce((sum, part) => sum + part.length, 0)
    parts.push(Buffer.from(`${index + 1} 0 obj\n`), Buffer.from(body), Buffer.from('\nendobj\n'))
    return `${String(offset).padStart(10, '0')} 00000 n \n`
  })
  const start = parts.reduce((sum, part) => sum + part.length, 0)
  const size = objects.length + 1
  parts.push(
    Buffer.from(`xref\n0 ${size}\n0000000000 65535 f \n${offsets.join('')}trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF`),
  )
  return Buffer.concat(parts)
}

const stream = (data: Uint8Array, entries = ''): Buffer =>
  Buffer.concat([Buffer.from(`<< /Length ${data.length} ${entries} >>\nstream\n`), data, Buffer.from('\nendstream')])

const words = text('BT /F1 12 Tf 10 50 Td (Words of a page) Tj ET')
const page =
  '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 900 100] /Contents 4 0 R /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>'
const onePage = '<< /Type /Pages /Kids [3 0 R] /Count 1 >>'
const catalogue = (entries = ''): string => `<< /Type /Catalog /Pages 2 0 R ${entries} >>`

/** Two kilobytes that unpack to 700 megabytes. */
const unpacksWithoutEnd = (): Uint8Array => deflateSync(deflateSync(Buffer.alloc(700_000_000, ' '), { level: 9 }), { level: 9 })

const entities = `<!DOCTYPE lolz [<!ENTITY a "lollollol">${repeat(9, (index) => `<!ENTITY ${'bcdefghij'[index]} "${`&${'abcdefghi'[index]};`.repeat(10)}">`)}]>`
const ofOneSecret = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'

const nestedZip = (): Uint8Array => tinyZip({ 'word/a.zip': tinyZip({ 'b.zip': tinyZip({ 'c.txt': new Uint8Array(10_000_000) }) }) })

/** By name; made one after the other, so that they do not lie in memory together. */
export const hostileFiles: Readonly<Record<string, () => HostileFile>> = {
  'bomb.pdf': () => ({
    bytes: pdf([catalogue(), onePage, page, stream(unpacksWithoutEnd(), '/Filter [/FlateDecode /FlateDecode]')]),
    refused: /needed more than 512 MB of memory and was stopped/,
  }),
  'circle.pdf': () => ({
    bytes: pdf([catalogue(), '<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 3 >>', page, stream(words)]),
    refused: /PDF is broken or cut off/,
  }),
  'pages.pdf': () => ({
    bytes: pdf([catalogue(), `<< /Type /Pages /Kids [${'3 0 R '.repeat(100_000)}] /Count 100000 >>`, page, stream(words)]),
    refused: /has 100000 pages; at most 5000 are read/,
  }),
  'count.pdf': () => ({ bytes: pdf([catalogue(), '<< /Type /Pages /Kids [3 0 R] /Count 100000 >>', page, stream(words)]), read: { holds: 'Words of a page' } }),
  'actions.pdf': () => ({
    bytes: pdf([
      catalogue(
        '/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> /AA << /WC << /S /Launch /F (calc.exe) >> >> /Names << /EmbeddedFiles << /Names [(x.txt) 5 0 R] >> >>',
      ),
      onePage,
      page,
      stream(words),
      '<< /Type /Filespec /F (x.txt) /EF << /F 6 0 R >> >>',
      stream(text('embedded words')),
    ]),
    read: { holds: 'Words of a page', lacks: 'embedded' },
  }),
  'nested.pdf': () => ({
    bytes: pdf([catalogue(`/X ${'<< /A '.repeat(200_000)}1${' >>'.repeat(200_000)}`), onePage, page, stream(words)]),
    refused: /PDF is broken or cut off/,
  }),
  'table.pdf': () => ({
    bytes: text(
      `%PDF-1.4\n1 0 obj\n${catalogue()}\nendobj\nxref\n0 999999999\n${'0000000000 65535 f \n'.repeat(1000)}trailer << /Size 999999999 /Root 1 0 R >>\nstartxref\n57\n%%EOF`,
    ),
    refused: /PDF is broken or cut off/,
  }),
  'itself.pdf': () => ({
    bytes: text('%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer << /Size 1 /Root 1 0 R /Prev 9 >>\nstartxref\n9\n%%EOF'),
    refused: /PDF is broken/,
  }),
  'nested.zip': () => ({ bytes: nestedZip(), refused: /which is not read|is broken/ }),
  'nested.docx': () => ({ bytes: nestedZip(), refused: /Word document/ }),
  'laughs.xhtml': () => ({ bytes: text(`${entities}<html><body><p>Words &j; of a page</p></body></html>`), read: { holds: 'of a page', lacks: 'lollol' } }),
  'secret.xhtml': () => ({ bytes: text(`${ofOneSecret}<html><body><p>Words &x; of a page</p></body></html>`), read: { holds: 'of a page', lacks: 'root:' } }),
  'secret.svg.html': () => ({
    bytes: text(`${ofOneSecret}<svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg><p>Words of a page</p>`),
    read: { holds: 'Words of a page', lacks: 'root:' },
  }),
  'nested.html': () => ({ bytes: text(`${'<div>'.repeat(100_000)}words`), refused: /nests its elements too deeply/ }),
  'attributes.html': () => ({ bytes: text(`<div ${repeat(50_000, (index) => `a${index}=1 `)}>words</div>`), read: { holds: 'words' } }),
  'quotes.md': () => ({ bytes: text(`${'>'.repeat(100_000)}words`), read: { holds: 'words' } }),
  'brackets.md': () => ({ bytes: text(`${'['.repeat(300_000)} words`), read: { holds: 'words' } }),
  'links.md': () => ({ bytes: text(`${'[a]('.repeat(100_000)} words`), read: { holds: 'words' } }),
  'emphasis.md': () => ({ bytes: text(`${'*a_ '.repeat(100_000)} words`), read: { holds: 'words' } }),
  'hints.md': () => ({ bytes: text(`${'{% hint a '.repeat(50_000)} words`), read: { holds: 'words' } }),
  'tags.md': () => ({ bytes: text(`${'<a '.repeat(100_000)} words`), read: { holds: 'words' } }),
  'braces.mdx': () => ({ bytes: text(`${'{'.repeat(100_000)} words`), read: { holds: 'words' } }),
  'long.txt': () => ({ bytes: Buffer.alloc(49_000_000, 'word and another one. '), refused: /49 million characters of text; at most 20/ }),
  'huge.txt': () => ({ bytes: Buffer.alloc(500_000_000, 'a '), refused: /This is 500 MB; at most 52 MB are read/ }),
  'nested.json': () => ({ bytes: text(`${'['.repeat(500_000)}"words"${']'.repeat(500_000)}`), read: { holds: 'words' } }),
  'columns.csv': () => ({
    bytes: text(`${repeat(1_000_000, (index) => `c${index},`)}\n${'1,'.repeat(1_000_000)}`),
    refused: /million characters of text; at most 20/,
  }),
  'outputs.ipynb': () => ({
    bytes: text(
      JSON.stringify({
        cells: [
          { cell_type: 'code', source: ['print(1)'], outputs: [{ output_type: 'stream', text: ['y'.repeat(10_000_000)] }] },
          { cell_type: 'markdown', source: 'Words of a page' },
        ],
        metadata: {},
        nbformat: 4,
        nbformat_minor: 5,
      }),
    ),
    read: { holds: 'Words of a page' },
  }),
  'line.js': () => ({ bytes: text('var a=1;'.repeat(2_500_000)), refused: /This is minified/ }),
  'nested.py': () => ({ bytes: text(repeat(400, (index) => `${' '.repeat(index)}if words:\n`)), read: { holds: 'if words' } }),
  'heredocs.sh': () => ({ bytes: text(`${'cat <<A <<B\n'.repeat(10_000)}words`), read: { holds: 'words' } }),
}
