import { useEffect, useRef, useState } from 'preact/hooks'
import type { OpenSources, SourceReference } from './source.ts'

interface Opened {
  readonly references: readonly SourceReference[]
  readonly index: number
  /** Not where the person is about to write something else. */
  readonly takesFocus: boolean
}

export interface OpenedSources {
  readonly opened: Opened | null
  readonly open: OpenSources
  readonly step: (index: number) => void
  readonly close: () => void
  /** From what is open to the first of these, or to none; the focus stays in the panel, or outside of it. */
  readonly follow: (references: readonly SourceReference[]) => void
}

/** Which source is open, among those it was opened with. Closing gives the focus back to what opened it; going elsewhere in the page closes. */
export const useSource = (place: unknown): OpenedSources => {
  const [opened, setOpened] = useState<Opened | null>(null)
  const opener = useRef<Element | null>(null)
  useEffect(() => setOpened(null), [place])
  const open: OpenSources = (references, index) => {
    opener.current = document.activeElement
    setOpened({ references, index, takesFocus: true })
  }
  const step = (index: number): void => setOpened((it) => it && { ...it, index, takesFocus: true })
  const close = (): void => {
    setOpened(null)
    // After the page behind a sheet can have the focus again; who writes the next question by then keeps it.
    requestAnimationFrame(() => {
      const { activeElement } = document
      const isFree = activeElement === null || activeElement === document.body || activeElement.closest('.source') !== null
      if (isFree && opener.current instanceof HTMLElement) opener.current.focus()
    })
  }
  const follow = (references: readonly SourceReference[]): void => {
    const takesFocus = document.activeElement?.closest('.source') != null
    if (references.length > 0) setOpened({ references, index: 0, takesFocus })
    else if (takesFocus) close()
    else setOpened(null)
  }
  return { opened, open, step, close, follow }
}
