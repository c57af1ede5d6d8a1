/** Multipart form data → files in a folder of ours and the other fields; nothing is held in memory. */
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { FastifyRequest } from 'fastify'
import { AppError, isAppError } from '../../base/error.ts'
import { newId } from '../../base/id.ts'

export interface UploadForm {
  readonly collection: string | undefined
  readonly files: { name: string; path: string }[]
}

export const receiveUpload = async (request: FastifyRequest, folder: string): Promise<UploadForm> => {
  if (!request.isMultipart())
    throw new AppError('invalid', 'Send files as multipart form data, e.g. curl -F files=@guide.md …/documents. A single text goes with PUT /documents.')
  const files: { name: string; path: string }[] = []
  let collection: string | undefined
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    for await (const part of request.parts()) {
      if (part.type === 'field') {
        if (part.fieldname === 'collection') collection = String(part.value)
        continue
      }
      const path = join(folder, newId())
      files.push({ name: part.filename || 'upload', path })
      await pipeline(part.file, createWriteStream(path, { mode: 0o600 }))
      if (part.file.truncated)
        throw new AppError(
          'too_large',
          `"${part.filename}" is larger than an upload may be (ANSWERABLE_UPLOAD_LIMIT_MB). Split it, or ingest it from a folder.`,
        )
    }
  } catch (error) {
    await discardUpload({ files })
    if (isDiskFull(error))
      throw new AppError('no_space', 'The disk is full, so the upload could not be kept. Free some space and upload it again.', { cause: error })
    throw isAppError(error) || String((error as { code?: unknown }).code).startsWith('FST_') ? error : unreadableForm(error)
  }
  return { collection, files }
}

/** Takes what `receiveUpload` gave. */
export const discardUpload = async (form: unknown): Promise<void> => {
  const { files } = form as Pick<UploadForm, 'files'>
  await Promise.all(files.map((file) => rm(file.path, { force: true })))
}

const isDiskFull = (error: unknown): boolean => ['ENOSPC', 'EDQUOT'].includes(String((error as NodeJS.ErrnoException).code))

/** Broken by the client, or cut off because it left. */
const unreadableForm = (cause: unknown): AppError =>
  new AppError('invalid', `The form could not be read: ${(cause as Error).message}. Send files as multipart form data, e.g. with curl -F files=@guide.md.`, {
    cause,
  })
