/** Compiles the vector scan: `node scripts/compile-dot.ts` after a change of `dot.wat`; a test compares the two. */
import { readFile, writeFile } from 'node:fs/promises'
import wabt from 'wabt'

const folder = new URL('../src/adapters/search/', import.meta.url)

export const compileDot = async (): Promise<string> => {
  const { parseWat } = await wabt()
  const module = parseWat('dot.wat', await readFile(new URL('dot.wat', folder), 'utf8'), { simd: true })
  module.validate()
  return Buffer.from(module.toBinary({}).buffer).toString('base64')
}

if (import.meta.main) {
  const text = `// Made from dot.wat by scripts/compile-dot.ts. Do not edit.\nexport const dotModule =\n  '${await compileDot()}'\n`
  await writeFile(new URL('dot.ts', folder), text)
}
