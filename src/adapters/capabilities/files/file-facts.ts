import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Systems } from '../../../domain/systems.ts'
import type { Look, Seen, SeenFact } from '../look.ts'
import { failureCode } from '../net/get.ts'
import { syntaxOf } from './syntax.ts'

const mostBytes = 4 * 1024 * 1024

/** Of a configuration file: its words stay where they are, beside the line where it cannot be read. */
export const fileFacts = ({ files }: Systems): Look => ({
  name: 'file_facts',
  summary: 'A configuration file: whether it is there, its hash, size, age, and whether its syntax (JSON, YAML, TOML, INI, nginx) holds together',
  how: 'process',
  params: { file: { kind: 'name', names: files.map((it) => it.name), about: 'Which file' } },
  see: async ({ file }): Promise<Seen> => {
    const { name, path } = files.find((it) => it.name === file)!
    const labels = { file: name }
    const found = await read(path).catch((error: unknown) => failureCode(error))
    if (typeof found === 'string') {
      return {
        facts: [
          { name: 'is_readable', value: false, labels },
          { name: 'failure', value: found, labels },
        ],
      }
    }
    const { bytes, modifiedAt, size, mode } = found
    const syntax = syntaxOf(path, bytes.toString('utf8'))
    const facts: SeenFact[] = [
      { name: 'is_readable', value: true, labels },
      { name: 'size_bytes', value: size, labels },
      { name: 'sha256', value: createHash('sha256').update(bytes).digest('hex'), labels },
      { name: 'seconds_since_change', value: Math.max(0, Math.round((Date.now() - modifiedAt.getTime()) / 1000)), labels },
      { name: 'is_writable_by_all', value: (mode & 0o002) !== 0, labels },
      { name: 'syntax', value: syntax.kind, labels },
      ...(syntax.kind === 'unknown' ? [] : [{ name: 'is_valid', value: syntax.faultLine === null, labels }]),
      ...(syntax.faultLine === null ? [] : [{ name: 'fault_line', value: syntax.faultLine, labels }]),
    ]
    return { facts, problem: size > mostBytes ? 'It has more than 4 MiB: its beginning was looked at.' : null }
  },
})

const read = async (path: string): Promise<{ bytes: Buffer; modifiedAt: Date; size: number; mode: number }> => {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const { mtime, size, mode, ...found } = await file.stat()
    if ((mode & constants.S_IFMT) !== constants.S_IFREG) throw Object.assign(new Error('no file'), { code: 'ENOTFILE', found })
    const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(size, mostBytes)), 0, undefined, 0)
    return { bytes: buffer.subarray(0, bytesRead), modifiedAt: mtime, size, mode }
  } finally {
    await file.close()
  }
}
