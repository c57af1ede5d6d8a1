import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Rating, ShownAnswer } from '../api/label.ts'
import type { Citation, Passage } from '../api/types.ts'
import { AnswerText } from '../ask/answer-text.tsx'
import { distinctCitations, numberCitations } from '../ask/number-citations.ts'
import { PassageList } from '../ask/passage-list.tsx'
import { citedSource, passageSource, type OpenSources } from '../reading/source.ts'
import { ratingKey } from './rating-keys.ts'
import { RatingScale } from './rating-scale.tsx'

interface Props {
  readonly item: ShownAnswer
  readonly isBusy: boolean
  readonly canGoBack: boolean
  readonly onSave: (rating: Rating) => void
  readonly onSkip: () => void
  readonly onBack: () => void
  readonly onOpen: OpenSources
}

/** One answer, blind, and what the person says of it. Make a new one for each answer (`key`). */
export const AnswerToRate = ({ item, isBusy, canGoBack, onSave, onSkip, onBack, onOpen }: Props) => {
  const [accuracy, setAccuracy] = useState(item.rating?.accuracy ?? null)
  const [helpfulness, setHelpfulness] = useState(item.rating?.helpfulness ?? null)
  const [comment, setComment] = useState(item.rating?.comment ?? '')
  const heading = useRef<HTMLHeadingElement>(null)
  // At once: a key that is pressed before the focus is here would be lost.
  useLayoutEffect(() => {
    heading.current?.focus({ preventScroll: true })
    scrollTo(0, 0)
  }, [])

  const save = (): void => {
    if (accuracy !== null && helpfulness !== null && !isBusy) onSave({ accuracy, helpfulness, comment })
  }
  const onKey = (event: KeyboardEvent): void => {
    const target = event.target as Element
    const key = ratingKey(event, target.matches('textarea'), target.closest('button, a, summary, form') !== null)
    if (key === null) return
    event.preventDefault()
    if (key.kind === 'accuracy') setAccuracy(key.value)
    else if (key.kind === 'helpfulness') setHelpfulness(key.value)
    else if (key.kind === 'save') save()
    else if (isBusy) return
    else if (key.kind === 'skip') onSkip()
    else if (canGoBack) onBack()
  }
  return (
    <article class="to-rate" onKeyDown={onKey} aria-busy={isBusy}>
      <h1 ref={heading} tabIndex={-1} dir="auto">
        {item.question}
      </h1>
      {item.read_as && (
        <p class="note" dir="auto">
          Understood as: {item.read_as}
        </p>
      )}
      <Passages item={item} onOpen={onOpen} />
      <h2>{item.declined ? 'The answer declines' : 'The answer'}</h2>
      <Answer item={item} onOpen={onOpen} />
      <form
        class="rating"
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <RatingScale name="accuracy" legend="Accuracy" ends={['wrong', 'right in everything']} keys="1–5" value={accuracy} onValue={setAccuracy} />
        <RatingScale
          name="helpfulness"
          legend="Helpfulness"
          ends={['of no help', 'all that was asked']}
          keys="Shift 1–5"
          value={helpfulness}
          onValue={setHelpfulness}
        />
        {item.declined && <p class="note">To decline is accurate where the passages do not answer the question.</p>}
        <details class="comment" open={comment !== ''}>
          <summary>Comment</summary>
          <textarea aria-label="Comment" rows={2} maxLength={2000} dir="auto" value={comment} onInput={(event) => setComment(event.currentTarget.value)} />
        </details>
        <p class="steps">
          <button type="submit" class="main" disabled={accuracy === null || helpfulness === null}>
            {item.rating ? 'Keep and go on' : 'Save and go on'}
          </button>
          <button type="button" class="quiet" onClick={onSkip} disabled={isBusy}>
            {item.rating ? 'On' : 'Skip'} <kbd>S</kbd>
          </button>
          <button type="button" class="quiet" onClick={onBack} disabled={!canGoBack || isBusy}>
            Back <kbd>⌫</kbd>
          </button>
        </p>
      </form>
    </article>
  )
}

const Answer = ({ item, onOpen }: Pick<Props, 'item' | 'onOpen'>) => {
  const numbered = numberCitations(item.citations.map(asCitation))
  const distinct = distinctCitations(numbered)
  const open = (citation: Citation): void =>
    onOpen(
      distinct.map((it) => citedSource(it.citation)),
      distinct.findIndex((it) => it.citation.document_id === citation.document_id && it.citation.start === citation.start && it.citation.end === citation.end),
    )
  return <AnswerText text={item.answer} numbered={numbered} doubts={[]} onOpen={open} />
}

const Passages = ({ item, onOpen }: Pick<Props, 'item' | 'onOpen'>) => {
  const passages = item.passages.flatMap((it) => (it.text === null ? [] : [asPassage(it, it.text)]))
  const gone = item.passages.length - passages.length
  if (item.passages.length === 0) return <p class="note">Nothing was found in the documents.</p>
  return (
    <details class="found">
      <summary>
        <h2>What was found ({item.passages.length})</h2>
      </summary>
      {gone > 0 && <p class="note">{gone} of these went with their documents, or with older versions of them.</p>}
      <PassageList passages={passages} label="Passages" onOpen={(index) => onOpen(passages.map(passageSource), index)} />
    </details>
  )
}

// How sure the program is of it would colour what the person thinks of it.
const asCitation = (it: ShownAnswer['citations'][number]): Citation => ({ ...it, verdict: 'supported' })
const asPassage = (it: ShownAnswer['passages'][number], text: string): Passage => ({ ...it, text, page: null, score: 0, ranks: { vector: null, words: null } })
