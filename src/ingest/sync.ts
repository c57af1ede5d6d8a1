import { throwIfAborted } from '../base/async.ts'
import type { DocumentStore, InventoryEntry } from '../domain/document.ts'
import type { DocumentParser, SourceFile, SourceProblem, SyncProgress, SyncRequest } from '../domain/source.ts'
import { inFlight } from './in-flight.ts'
import { bookMetadata, bookStamp, readBooks, type Books } from './book/read-book.ts'
import { includesIn, isCurrent, ownStamp, readPage, stampWith } from './book/read-page.ts'
import { reasonOf, StoreFailure, toStore } from './store-write.ts'
import { newTally, type Outcome } from './tally.ts'
import { takenSources } from './taken-sources.ts'

export interface SyncParts {
  readonly store: Pick<DocumentStore, 'put' | 'touch' | 'remove' | 'inventory' | 'holders'>
  readonly parser: DocumentParser
  /** Is there still a folder or file of this path? A root that has gone leaves its sources to whoever walks them now. */
  readonly rootExists: (root: string) => Promise<boolean>
}

/** Brings the store in step with a folder. Yields after each file; returns the last of what it yielded. */
export type SyncRoot = (request: SyncRequest, signal?: AbortSignal) => AsyncGenerator<SyncProgress, SyncProgress>

// One is read while one is parsed and one is stored; the parser and the store do one thing at a time.
const filesInFlight = 4

/**
 * Reads what changed since the last sync of the same root, and removes what has gone. A file that cannot be read is reported and
 * keeps its last version. Each document is a transaction of its own: after a crash the next sync goes on where this one stopped.
 * Fails as a whole only when the root cannot be walked or the store cannot be written.
 */
export const syncRoot = ({ store, parser, rootExists }: SyncParts): SyncRoot =>
  async function* ({ collection, folder, prefix }, signal) {
    const tally = newTally()
    const files: SourceFile[] = []
    const hidden: SourceProblem[] = []
    for await (const item of folder.list(signal)) {
      if (item.type === 'file') files.push(item)
      else if (item.type === 'skipped') tally.skip(item.path)
      else {
        tally.fail({ source: prefix + item.path, reason: item.reason })
        if (item.hides) hidden.push(item)
      }
      if (files.length % 500 === 1) yield tally.progress(null)
    }

    const books = await readBooks(folder, files, signal)
    const known = new Map((await store.inventory(collection, folder.root)).map((entry) => [entry.source, entry]))
    const pages = files.filter(({ path }) => !books.summaries.has(path))
    yield tally.progress(pages.length)

    const sources = pages.map(({ path }) => prefix + path).filter((source) => !known.has(source))
    const taken = await takenSources({ store, rootExists }, collection, folder.root, sources)
    const included = new Set<string>()
    const onStamp = (stamp: string): void => includesIn(stamp).forEach((path) => isOfBook(path, books) && included.add(path))
    const bring = bringFile({ store, parser }, { collection, folder, prefix }, books, known, onStamp, signal)
    const bringOwn = async (file: SourceFile): Promise<Outcome> => {
      const reason = taken.get(prefix + file.path)
      return reason ? { type: 'failed', failure: { source: prefix + file.path, reason } } : bring(file)
    }
    // Pages of books first: what they include stands in them, and is no document of its own.
    const [ofBooks, others] = partition(pages, ({ path }) => books.pages.has(path))
    for await (const outcome of inFlight(ofBooks, filesInFlight, bringOwn)) {
      tally.count(outcome)
      yield tally.progress(pages.length)
    }
    const [parts, own] = partition(others, ({ path }) => included.has(path))
    for (const _ of parts) {
      tally.skipKind('on their own, as a page of the book includes them')
      tally.count({ type: 'passed' })
    }
    for await (const outcome of inFlight(own, filesInFlight, bringOwn)) {
      tally.count(outcome)
      yield tally.progress(pages.length)
    }

    const seen = new Set([...ofBooks, ...own].map(({ path }) => prefix + path))
    for (const { source, documentId } of known.values()) {
      if (seen.has(source) || hidden.some(({ path }) => isAt(source, prefix + path))) continue
      throwIfAborted(signal)
      if (await store.remove(documentId)) tally.remove()
    }
    const last = tally.progress(pages.length)
    yield last
    return last
  }

const isOfBook = (path: string, { folders }: Books): boolean => folders.some((folder) => path.startsWith(folder))

const partition = <Item>(items: readonly Item[], test: (item: Item) => boolean): [Item[], Item[]] => [items.filter(test), items.filter((item) => !test(item))]

const isAt = (source: string, path: string): boolean => source === path || source.startsWith(`${path}/`)

const bringFile =
  (
    { store, parser }: Pick<SyncParts, 'store' | 'parser'>,
    { collection, folder, prefix }: SyncRequest,
    books: Books,
    inventory: ReadonlyMap<string, InventoryEntry>,
    onStamp: (stamp: string) => void,
    signal?: AbortSignal,
  ) =>
  async (file: SourceFile): Promise<Outcome> => {
    const source = prefix + file.path
    const page = books.pages.get(file.path)
    const own = file.stamp + bookStamp(page)
    const stored = inventory.get(source)
    const known = stored?.pipeline === parser.pipeline ? stored : undefined
    if (known && (await isCurrent(known.stamp, own, folder))) {
      if (page) onStamp(known.stamp)
      return { type: 'unchanged', notes: [] }
    }
    try {
      throwIfAborted(signal)
      const read = await readPage(folder, file.path, page !== undefined, signal)
      const stamp = stampWith(own, read.includes)
      if (page) onStamp(stamp)
      const knownVersion = known && ownStamp(known.stamp).endsWith(bookStamp(page)) ? known.version : undefined
      const parsed = await parser.parse(read.bytes, { source, title: page?.title, metadata: page && bookMetadata(page), knownVersion }, signal)
      const { chunks, notes, version: _, ...fields } = parsed
      if (chunks === null) {
        await toStore(() => store.touch(known!.documentId, stamp), signal)
        return { type: 'unchanged', notes: [] }
      }
      const document = { ...fields, collection, source, origin: { root: folder.root, stamp } }
      const { outcome } = await toStore(() => store.put({ document, chunks, pipeline: parser.pipeline, vectors: null }), signal)
      return { type: outcome, notes: [...read.notes, ...notes].map((reason) => ({ source, reason })) }
    } catch (error) {
      throwIfAborted(signal)
      if (error instanceof StoreFailure) throw error.cause
      if (page && stored) onStamp(stored.stamp) // It keeps its last version.
      return { type: 'failed', failure: { source, reason: reasonOf(error) } }
    }
  }
