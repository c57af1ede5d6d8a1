import { useEffect, useState } from 'preact/hooks'
import { readCertificates, readTrends, readTriage, type Certificate, type Period, type Trends, type Triage } from '../api/quality.ts'
import { sentenceOf } from '../api/request.ts'

export interface Quality {
  readonly trends: Trends | null
  readonly triage: Triage | null
  readonly certificates: readonly Certificate[]
  readonly failure: string | null
}

const nothingYet: Quality = { trends: null, triage: null, certificates: [], failure: null }

/** Read anew whenever another period is wanted; what is shown stays until the new figures are there. */
export const useQuality = (period: Period): Quality => {
  const [quality, setQuality] = useState(nothingYet)
  useEffect(() => {
    let isCurrent = true
    const show = (more: Partial<Quality>): void => {
      if (isCurrent) setQuality((it) => ({ ...it, ...more }))
    }
    Promise.all([readTrends(period), readCertificates()]).then(
      ([trends, certificates]) => show({ trends, certificates, failure: null }),
      (error: unknown) => show({ failure: sentenceOf(error) }),
    )
    // It looks corrections up in the documents, which takes longer.
    readTriage(period).then(
      (triage) => show({ triage }),
      (error: unknown) => show({ failure: sentenceOf(error) }),
    )
    return () => void (isCurrent = false)
  }, [period.collection, period.days])
  return quality
}
