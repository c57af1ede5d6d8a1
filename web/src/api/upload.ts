import { RequestError, serverIsAway, toRequestError } from './request.ts'

/** Sends files and resolves to the id of the job that reads them. With XMLHttpRequest, because fetch does not tell how far an upload is. */
export const uploadFiles = (collection: string, files: readonly File[], onSent: (share: number) => void): Promise<string> =>
  new Promise((resolve, reject) => {
    const call = new XMLHttpRequest()
    call.open('POST', new URL('documents', document.baseURI))
    call.responseType = 'json'
    call.upload.onprogress = ({ loaded, total, lengthComputable }) => lengthComputable && onSent(loaded / total)
    call.onerror = () => reject(new RequestError('unreachable', serverIsAway))
    call.onload = () => {
      if (call.status === 202) resolve((call.response as { job_id: string }).job_id)
      else reject(toRequestError(call.response, call.status))
    }
    call.send(formOf(collection, files))
  })

const formOf = (collection: string, files: readonly File[]): FormData => {
  const form = new FormData()
  // First, because the server reads the parts in order and stores files as they come.
  form.append('collection', collection)
  for (const file of files) form.append('files', file, file.name)
  return form
}
