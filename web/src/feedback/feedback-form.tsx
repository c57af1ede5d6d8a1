import { useRef, useState } from 'preact/hooks'
import { giveFeedback, type Feedback } from '../api/feedback.ts'
import { sentenceOf } from '../api/request.ts'
import { FeedbackWords } from './feedback-words.tsx'

interface Props {
  readonly traceId: string
  readonly given: Feedback | null
  readonly onGiven: (feedback: Feedback) => void
}

/** Thumbs, kept at once; then words, for those who have some. The other thumb is a change of mind. */
export const FeedbackForm = ({ traceId, given, onGiven }: Props) => {
  const [isOpen, setOpen] = useState(false)
  const [failed, setFailed] = useState<{ readonly sentence: string; readonly feedback: Feedback } | null>(null)
  const [said, setSaid] = useState('')
  const thumbs = useRef<HTMLSpanElement>(null)

  const send = async (feedback: Feedback, thanks: string): Promise<boolean> => {
    try {
      await giveFeedback(traceId, feedback)
      onGiven(feedback)
      setFailed(null)
      setSaid(thanks)
      return true
    } catch (error) {
      setFailed({ sentence: sentenceOf(error), feedback })
      return false
    }
  }
  const rate = async (rating: Feedback['rating']): Promise<void> => {
    const words = given?.rating === rating ? given : { comment: '', correction: '' }
    if (await send({ ...words, rating }, 'Thank you.')) setOpen(true)
  }
  const close = (): void => {
    setOpen(false)
    thumbs.current?.querySelector<HTMLButtonElement>('[aria-pressed=true]')?.focus()
  }
  return (
    <div class={isOpen ? 'feedback open' : 'feedback'}>
      <span ref={thumbs} class="thumbs" role="group" aria-label="Was this answer good?">
        <Thumb rating="up" label="Good answer" given={given} onRate={rate} />
        <Thumb rating="down" label="Bad answer" given={given} onRate={rate} />
      </span>
      <span class="thanks" role="status">
        {failed ? '' : said}
      </span>
      {failed && (
        <p class="failure" role="alert">
          {failed.sentence}{' '}
          <button type="button" class="quiet" onClick={() => void send(failed.feedback, 'Thank you.')}>
            Try again
          </button>
        </p>
      )}
      {isOpen && given && (
        <FeedbackWords
          given={given}
          onCancel={close}
          onSend={async (words) => {
            if (await send(words, 'Thank you, your words are kept.')) close()
          }}
        />
      )}
    </div>
  )
}

interface ThumbProps {
  readonly rating: Feedback['rating']
  readonly label: string
  readonly given: Feedback | null
  readonly onRate: (rating: Feedback['rating']) => Promise<void>
}

const Thumb = ({ rating, label, given, onRate }: ThumbProps) => (
  <button type="button" class="tool" aria-pressed={given?.rating === rating} aria-label={label} title={label} onClick={() => void onRate(rating)}>
    <span class={`icon icon-${rating}`} aria-hidden="true" />
  </button>
)
