import { useEffect, useRef, useState } from 'preact/hooks'
import type { OpenSources, SourceReference } from './source.ts'

interface Opened {
  readonly references: readonly SourceReference[]
  readonly index: number
}

/** Which source is open, among those it was opened with. Closing gives the focus back to what opened it; going elsewhere in the page closes. */
export const useSource = (place: unknown) => {
  const [opened, setOpened] = useState<Opened | null>(null)
  const opener = useRef<Element | null>(null)
  useEffect(() => setOpened(null), [place])
  const open: OpenSources = (references, index) => {
    opener.current = document.activeElement
    setOpened({ references, index })
  }
  const step = (index: number): void => setOpened((it) => it && { ...it, index })
  const close = (): void => {
    setOpened(null)
    // After the page behind a sheet can have the focus again.
    requestAnimationFrame(() => opener.current instanceof HTMLElement && opener.current.focus())
  }
  return { opened, open, step, close }
}
