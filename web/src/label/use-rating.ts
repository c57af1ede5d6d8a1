import { useCallback, useEffect, useState } from 'preact/hooks'
import { getNext, rate, type Rating, type ToRate, type Where } from '../api/label.ts'
import { useAction } from '../use-action.ts'

export interface RatingWork {
  /** Null until the first answer is there. */
  readonly shown: ToRate | null
  /** Passed over since the page was opened, and not rated since. */
  readonly skipped: number
  /** Everything that is left was skipped, and the person has not said yet to go through it. */
  readonly isAtSkipped: boolean
  readonly isRunning: boolean
  readonly failure: string | null
  readonly save: (rating: Rating) => void
  readonly skip: () => void
  readonly goTo: (where: Where) => void
  readonly takeSkipped: () => void
}

/** Through a sheet in the rater's own order. What is saved is on the server before the next answer comes. */
export const useRating = (sheetId: string, rater: string): RatingWork => {
  const [shown, setShown] = useState<ToRate | null>(null)
  const [skipped, setSkipped] = useState<ReadonlySet<string>>(new Set())
  const { isRunning, failure, run } = useAction()

  const show = useCallback(async (where: Where) => setShown(await getNext(sheetId, rater, where)), [sheetId, rater])
  useEffect(() => {
    setSkipped(new Set())
    void run(() => show({ after: 0 }))
  }, [show])

  const item = shown?.item ?? null
  const position = shown?.position ?? 0
  const onward = (): Where => (item?.rating && position < shown!.total ? { position: position + 1 } : { after: position })
  return {
    shown,
    skipped: skipped.size,
    isAtSkipped: item !== null && item.rating === null && skipped.has(item.item_id),
    isRunning,
    failure,
    save: (rating) =>
      void run(async () => {
        if (item === null) return
        if (!isSame(rating, item.rating)) await rate(item.item_id, rater, rating)
        setSkipped((before) => without(before, item.item_id))
        await show(onward())
      }),
    skip: () =>
      void run(async () => {
        if (item === null) return
        if (item.rating === null) setSkipped((before) => new Set([...before, item.item_id]))
        await show(onward())
      }),
    goTo: (where) => void run(() => show(where)),
    takeSkipped: () => setSkipped(new Set()),
  }
}

const without = (ids: ReadonlySet<string>, id: string): ReadonlySet<string> => new Set([...ids].filter((it) => it !== id))

const isSame = (one: Rating, other: NonNullable<ToRate['item']>['rating']): boolean =>
  other !== null && one.accuracy === other.accuracy && one.helpfulness === other.helpfulness && one.comment.trim() === (other.comment ?? '')
