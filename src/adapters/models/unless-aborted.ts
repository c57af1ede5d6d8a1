/**
 * The result, or the signal's reason as soon as it is aborted, whatever `work` does about it. Its late failure is nobody's then and must not
 * end the program; a late result goes to `onLate`, to be given back.
 */
export const unlessAborted = <Result>(work: Promise<Result>, signal: AbortSignal | undefined, onLate: (result: Result) => void = () => {}): Promise<Result> =>
  new Promise((resolve, reject) => {
    let left = false
    const onAbort = (): void => {
      left = true
      reject(signal!.reason)
    }
    if (signal?.aborted) onAbort()
    signal?.addEventListener('abort', onAbort, { once: true })
    work.then((result) => (left ? onLate(result) : resolve(result)), reject).finally(() => signal?.removeEventListener('abort', onAbort))
  })
