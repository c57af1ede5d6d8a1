/** Calls an operation in the process that owns the data folder, over its socket: same input, same events, same errors. */
import { request } from 'node:http'
import { AppError, type ErrorCode } from '../../base/error.ts'
import type { Context } from '../../operations/operation.ts'

export const callOwner = (socketPath: string, name: string, input: unknown, { signal, onEvent }: Context): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const call = request(
      { socketPath, path: `/local/${name}`, method: 'POST', headers: { 'content-type': 'application/json', host: 'localhost' }, ...(signal && { signal }) },
      async (response) => {
        try {
          for await (const { type, data } of readEvents(response)) {
            if (type === 'done') return resolve(data)
            if (type === 'error') return reject(errorOf(data))
            onEvent?.({ type, data })
          }
          reject(stoppedEarly())
        } catch (error) {
          reject(signal?.aborted ? signal.reason : stoppedEarly(error))
        }
      },
    )
    call.on('error', (error) => reject(signal?.aborted ? signal.reason : unreachable(error)))
    call.end(JSON.stringify(input))
  })

/** The stream ended, or was cut, before its last event. */
const stoppedEarly = (cause?: unknown): AppError =>
  new AppError('unavailable', 'The server that owns the data stopped before it had finished. Try again.', { cause })

const unreachable = (cause: NodeJS.ErrnoException): AppError =>
  new AppError('unavailable', 'The server that owns the data cannot be reached. If it is just starting or stopping, try again in a moment.', {
    cause,
    details: { notListening: cause.code === 'ENOENT' || cause.code === 'ECONNREFUSED' },
  })

async function* readEvents(chunks: AsyncIterable<Buffer>): AsyncGenerator<{ type: string; data: unknown }> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true })
    const frames = rest.split('\n\n')
    rest = frames.pop()!
    for (const frame of frames) {
      const type = /^event: (.*)$/m.exec(frame)?.[1]
      const data = /^data: (.*)$/m.exec(frame)?.[1]
      if (type && data !== undefined) yield { type, data: JSON.parse(data) }
    }
  }
  // Refused before the stream began.
  if (rest.startsWith('{')) yield { type: 'error', data: JSON.parse(rest) }
}

const errorOf = (problem: unknown): AppError => {
  const { code, detail } = problem as { code: ErrorCode; detail: string }
  return new AppError(code ?? 'internal', detail ?? 'The server failed without a reason.')
}
