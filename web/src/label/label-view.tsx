import { useState } from 'preact/hooks'
import type { OpenSources } from '../reading/source.ts'
import { RateSheet } from './rate-sheet.tsx'
import { RaterForm } from './rater-form.tsx'
import { useRaterName } from './rater-name.ts'
import { SheetList } from './sheet-list.tsx'

interface Props {
  /** Null: the list of all sheets. */
  readonly sheetId: string | null
  readonly onOpen: OpenSources
  readonly onLeave: () => void
}

export const LabelView = ({ sheetId, onOpen, onLeave }: Props) => {
  const [rater, setRater] = useRaterName()
  const [isChanging, setChanging] = useState(false)
  const begin = (name: string): void => {
    setRater(name)
    setChanging(false)
  }
  return (
    <div class="label">
      {sheetId === null && <SheetList />}
      {sheetId !== null && (rater === null || isChanging) && <RaterForm name={rater ?? ''} onName={begin} />}
      {sheetId !== null && rater !== null && !isChanging && (
        <RateSheet key={`${sheetId} ${rater}`} sheetId={sheetId} rater={rater} onChangeName={() => setChanging(true)} onOpen={onOpen} onLeave={onLeave} />
      )}
    </div>
  )
}
