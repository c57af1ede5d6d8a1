import { plural } from '../plural.ts'
import type { Upload } from './upload.ts'

/** How an upload is doing, in one sentence. */
export const uploadSentence = (upload: Upload): string => (upload.kind === 'site' ? siteSentence(upload) : filesSentence(upload))

const filesSentence = (upload: Upload): string => {
  const files = upload.names.length === 1 ? upload.names[0]! : `${upload.names.length} files`
  switch (upload.state) {
    case 'sending':
      return `Sending ${files} …`
    case 'queued':
    case 'running':
      return `Reading ${files} …`
    case 'done':
      return doneSentence(upload, files)
    case 'failed':
      return `${files} could not be added.`
  }
}

const doneSentence = ({ names, failedFiles, unchanged, collection }: Upload, files: string): string => {
  const failed = failedFiles.length
  if (unchanged === names.length) return `Already in “${collection}”, unchanged: ${files}.`
  if (failed === 0) return `${files} can be asked now, in “${collection}”.`
  if (failed >= names.length) return `${files} could not be added.`
  return `${names.length - failed} of ${files} can be asked now, in “${collection}”; ${failed} could not be read.`
}

const siteSentence = (upload: Upload): string => {
  const address = upload.names[0]!
  switch (upload.state) {
    case 'sending':
    case 'queued':
      return `Waiting to read ${address} …`
    case 'running':
      return `Reading ${address} …`
    case 'done':
      return siteDoneSentence(upload, address)
    case 'failed':
      return `${address} could not be added.`
  }
}

const siteDoneSentence = ({ stands, unchanged, removed, failedFiles, collection }: Upload, address: string): string => {
  if (stands === 0) return `No page of ${address} could be added.`
  const pages = plural(stands, 'page')
  const rest = [removed > 0 && `${removed} that are gone were removed`, failedFiles.length > 0 && `${failedFiles.length} could not be read`].filter(Boolean)
  const end = rest.length > 0 ? `; ${rest.join('; ')}.` : '.'
  if (unchanged === stands) return `Nothing has changed at ${address}: its ${pages} ${stands === 1 ? 'is' : 'are'} in “${collection}” already${end}`
  return `${pages} of ${address} can be asked now, in “${collection}”${end}`
}

/** Where the reading of a site is; empty before its first page. Apart from the sentence, which is read aloud when it changes. */
export const siteProgress = ({ done, total, current }: Upload): string =>
  [total !== null && `${done.toLocaleString('en')} of ${total.toLocaleString('en')} pages known so far`, current && pathOf(current)].filter(Boolean).join(' · ')

/** The site is named above. */
const pathOf = (address: string): string => {
  const { pathname, search } = new URL(address)
  return pathname + search
}
