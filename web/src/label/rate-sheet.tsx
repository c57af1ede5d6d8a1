import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { ComponentChildren } from 'preact'
import { plural } from '../plural.ts'
import type { OpenSources } from '../reading/source.ts'
import { AnswerToRate } from './answer-to-rate.tsx'
import { useRating } from './use-rating.ts'

interface Props {
  readonly sheetId: string
  readonly rater: string
  readonly onChangeName: () => void
  readonly onOpen: OpenSources
  readonly onLeave: () => void
}

/** One person's way through a sheet, from where they were. */
export const RateSheet = ({ sheetId, rater, onChangeName, onOpen, onLeave }: Props) => {
  const work = useRating(sheetId, rater)
  const { shown } = work
  const itemId = shown?.item?.item_id
  // The source of the last answer has nothing to say to the next one.
  useEffect(onLeave, [itemId])
  const last = { position: shown?.total ?? 1 }
  return (
    <>
      <p class="rate-head">
        {shown && <strong>{shown.sheet.name}</strong>}
        <span>
          rated by {rater}{' '}
          <button type="button" class="link" onClick={onChangeName}>
            Change the name
          </button>
        </span>
      </p>
      {work.failure && (
        <p class="failure" role="alert">
          {work.failure}{' '}
          <button type="button" class="quiet" onClick={() => work.goTo({ after: 0 })}>
            Go on
          </button>
        </p>
      )}
      {shown === null && !work.failure && <p class="waiting">Looking for the first answer …</p>}
      {shown && <Progress rated={shown.rated} total={shown.total} position={work.isAtSkipped ? null : shown.position} gone={shown.gone} />}
      {shown?.item && !work.isAtSkipped && (
        <AnswerToRate
          key={`${shown.item.item_id} ${shown.position}`}
          item={shown.item}
          isBusy={work.isRunning}
          canGoBack={shown.position !== null && shown.position > 1}
          onSave={work.save}
          onSkip={work.skip}
          onBack={() => work.goTo({ position: shown.position! - 1 })}
          onOpen={onOpen}
        />
      )}
      {work.isAtSkipped && (
        <End title={`${plural(work.skipped, 'answer')} skipped`}>
          <p>The others are rated, and kept.</p>
          <button type="button" class="main" onClick={work.takeSkipped}>
            Rate the skipped
          </button>
        </End>
      )}
      {shown?.total === 0 && (
        <End title="Nothing to rate">
          <p>The documents of all these answers were removed.</p>
        </End>
      )}
      {shown && shown.item === null && shown.total > 0 && (
        <End title="Thank you">
          <p>You have rated {plural(shown.total, 'answer')}. Everything is kept; you can close this page.</p>
          <button type="button" class="quiet" onClick={() => work.goTo(last)}>
            Back to the last answer
          </button>
        </End>
      )}
    </>
  )
}

const Progress = ({ rated, total, position, gone }: { rated: number; total: number; position: number | null; gone: number }) => (
  <div class="rate-progress">
    <p>
      <span>{position === null ? `${rated} of ${total} rated` : `${position} of ${total}`}</span>
      {gone > 0 && <span class="note"> · {plural(gone, 'answer')} gone with removed documents, not shown</span>}
    </p>
    <progress max={Math.max(1, total)} value={rated} aria-label="Answers rated" />
  </div>
)

const End = ({ title, children }: { title: string; children: ComponentChildren }) => {
  const heading = useRef<HTMLHeadingElement>(null)
  useLayoutEffect(() => heading.current?.focus(), [])
  return (
    <section class="rate-end">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </section>
  )
}
