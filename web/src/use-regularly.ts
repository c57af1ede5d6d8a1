import { useEffect } from 'preact/hooks'

/** At once, then again each time a while after it is done, while the page is looked at; `again` does it all anew. */
export const useRegularly = (ms: number, work: (isCurrent: () => boolean) => Promise<void>, again: unknown = null): void => {
  useEffect(() => {
    let isCurrent = true
    let timer: ReturnType<typeof setTimeout> | undefined
    const turn = async (): Promise<void> => {
      if (!document.hidden) await work(() => isCurrent)
      if (isCurrent) timer = setTimeout(turn, ms)
    }
    void turn()
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [again])
}
