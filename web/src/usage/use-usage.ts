import { useEffect, useState } from 'preact/hooks'
import { sentenceOf } from '../api/request.ts'
import { readUsage, type Usage, type UsageBy } from '../api/usage.ts'

export interface UsageShown {
  readonly days: Usage | null
  /** By what is chosen. */
  readonly parts: Usage | null
  readonly failure: string | null
}

const nothingYet: UsageShown = { days: null, parts: null, failure: null }

/** Read anew whenever something else is wanted; what is shown stays until the new figures are there. */
export const useUsage = (by: UsageBy, days: number): UsageShown => {
  const [shown, setShown] = useState(nothingYet)
  useEffect(() => {
    let isCurrent = true
    Promise.all([readUsage('day', days), readUsage(by, days)]).then(
      ([perDay, parts]) => isCurrent && setShown({ days: perDay, parts, failure: null }),
      (error: unknown) => isCurrent && setShown((it) => ({ ...it, failure: sentenceOf(error) })),
    )
    return () => void (isCurrent = false)
  }, [by, days])
  return shown
}
