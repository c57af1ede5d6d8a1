import { useState } from 'preact/hooks'
import { copiedAnswer } from './copied-answer.ts'
import type { NumberedCitation } from './number-citations.ts'

export const CopyAnswer = ({ text, numbered }: { text: string; numbered: readonly NumberedCitation[] }) => {
  const [state, setState] = useState<'ready' | 'copied' | 'refused'>('ready')
  const copy = async (): Promise<void> => {
    setState((await writeClipboard(copiedAnswer(text, numbered))) ? 'copied' : 'refused')
    setTimeout(() => setState('ready'), 2500)
  }
  return (
    <button type="button" class="tool" onClick={() => void copy()} title="Copy the answer with its sources">
      <span class="icon icon-copy" aria-hidden="true" /> <span role="status">{labels[state]}</span>
    </button>
  )
}

const labels = { ready: 'Copy', copied: 'Copied', refused: 'The browser refused' }

/** Browsers give the clipboard to https and localhost only. */
const writeClipboard = (text: string): Promise<boolean> =>
  navigator.clipboard
    ? navigator.clipboard.writeText(text).then(
        () => true,
        () => false,
      )
    : Promise.resolve(false)
