import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { AppError } from '../../base/error.ts'
import { readUserFile } from './read-user-file.ts'

interface ReadFile {
  readonly name: string
  readonly text: string
}

export interface ReadImport {
  readonly files: readonly ReadFile[]
  readBeside(path: string): Promise<string | null>
}

// As the programs call them that keep tests in folders.
const configuration = /^promptfooconfig\.(ya?ml|json)$/
const incident = /^test_case\.ya?ml$/

/** Test files of another program: one file, or a folder with a promptfoo configuration or with incidents. Fails with `not_found`, `too_large` or `invalid`. */
export const readImport = async (path: string): Promise<ReadImport> => {
  const isFolder = (await stat(path).catch(() => null))?.isDirectory() === true
  const paths = isFolder ? await filesIn(path) : [path]
  const root = isFolder ? path : dirname(path)
  return {
    files: await Promise.all(
      paths.map(async (file) => ({ name: relative(root, file).replaceAll('\\', '/') || basename(file), text: await readUserFile(file) })),
    ),
    readBeside: (named) => readUserFile(resolve(dirname(paths[0]!), named)).catch(() => null),
  }
}

const filesIn = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((it) => it.isFile() && !it.parentPath.split(/[\\/]/).includes('node_modules'))
  const found = (pattern: RegExp): string[] => files.flatMap((it) => (pattern.test(it.name) ? [join(it.parentPath, it.name)] : [])).sort()
  const own = found(configuration).filter((it) => dirname(resolve(it)) === resolve(folder))
  if (own.length > 0) return own.slice(0, 1)
  const incidents = found(incident)
  if (incidents.length > 0) return incidents
  throw new AppError('invalid', `"${folder}" holds neither a promptfooconfig.yaml nor any test_case.yaml. Name the file itself.`)
}
