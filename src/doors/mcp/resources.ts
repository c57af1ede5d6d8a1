/** Documents as resources: `answerable://COLLECTION/SOURCE`, each part of the source percent-encoded. */
import type { ListResourcesResult, ReadResourceResult } from '@modelcontextprotocol/server'
import type { z } from 'zod'
import { AppError } from '../../base/error.ts'
import { listCollections } from '../../operations/collections.ts'
import { findDocument, listDocuments } from '../../operations/documents.ts'
import type { Context, Operation } from '../../operations/operation.ts'
import type { InvokeOperation } from './call-tool.ts'

export const resourceTemplate = {
  uriTemplate: 'answerable://{collection}/{+source}',
  name: 'document',
  title: 'A document by its collection and source',
  mimeType: 'text/markdown',
}

const pageSize = 100

export const listResources = async (invoke: InvokeOperation, cursor: string | undefined, context: Context): Promise<ListResourcesResult> => {
  const { collections } = (await invoke(listCollections as Operation, {}, context)) as z.output<typeof listCollections.output>
  const names = collections.map(({ name }) => name)
  const at = cursor === undefined ? { collection: names[0], cursor: null } : readCursor(cursor)
  if (at.collection === undefined) return { resources: [] }
  const input = { collection: at.collection, limit: pageSize, ...(at.cursor !== null && { cursor: at.cursor }) }
  const page = (await invoke(listDocuments as Operation, input, context)) as z.output<typeof listDocuments.output>
  const next = page.next_cursor
    ? { collection: at.collection, cursor: page.next_cursor }
    : { collection: names[names.indexOf(at.collection) + 1], cursor: null }
  return {
    resources: page.documents.map(({ collection, source, title, media_type, updated_at }) => ({
      uri: uriOf(collection, source),
      name: source,
      title: title || source,
      mimeType: textType(media_type),
      annotations: { lastModified: updated_at },
    })),
    ...(next.collection !== undefined && { nextCursor: writeCursor(next.collection, next.cursor) }),
  }
}

export const readResource = async (invoke: InvokeOperation, uri: string, context: Context): Promise<ReadResourceResult> => {
  const document = (await invoke(findDocument as Operation, readUri(uri), context)) as z.output<typeof findDocument.output>
  return { contents: [{ uri, mimeType: textType(document.media_type), text: document.text }] }
}

export const uriOf = (collection: string, source: string): string => `answerable://${collection}/${source.split('/').map(encodeURIComponent).join('/')}`

const readUri = (uri: string): { collection: string; source: string } => {
  const [, collection, source] = /^answerable:\/\/([^/]+)\/(.+)$/s.exec(uri) ?? []
  try {
    return { collection: collection!, source: source!.split('/').map(decodeURIComponent).join('/') }
  } catch {
    throw new AppError('not_found', `"${uri.slice(0, 200)}" is no document here. Its address is answerable://COLLECTION/SOURCE, as resources/list gives it.`)
  }
}

/** PDF and Word are kept as Markdown. */
const textType = (mediaType: string): string => (mediaType.startsWith('text/') && mediaType !== 'text/html' ? mediaType : 'text/markdown')

const writeCursor = (collection: string, cursor: string | null): string => `${collection}/${cursor ?? ''}`

const readCursor = (text: string): { collection: string | undefined; cursor: string | null } => {
  const [collection = '', cursor = ''] = text.split('/')
  return { collection, cursor: cursor || null }
}
