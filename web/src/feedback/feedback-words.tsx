import { useState } from 'preact/hooks'
import type { Feedback } from '../api/feedback.ts'

interface Props {
  readonly given: Feedback
  readonly onSend: (feedback: Feedback) => Promise<void>
  readonly onCancel: () => void
}

/** Why, and what it should have said. The limits are the API's. */
export const FeedbackWords = ({ given, onSend, onCancel }: Props) => {
  const [comment, setComment] = useState(given.comment)
  const [correction, setCorrection] = useState(given.correction)
  return (
    <form
      class="feedback-words"
      onSubmit={(event) => {
        event.preventDefault()
        void onSend({ rating: given.rating, comment, correction })
      }}
      onKeyDown={(event) => event.key === 'Escape' && onCancel()}
    >
      <label>
        {given.rating === 'up' ? 'What was good?' : 'What was wrong?'}
        <textarea rows={2} maxLength={2000} dir="auto" value={comment} onInput={(event) => setComment(event.currentTarget.value)} />
      </label>
      {given.rating === 'down' && (
        <label>
          What should it have said?
          <textarea rows={2} maxLength={10_000} dir="auto" value={correction} onInput={(event) => setCorrection(event.currentTarget.value)} />
        </label>
      )}
      <p>
        <button type="submit" class="main" disabled={comment.trim() === '' && correction.trim() === ''}>
          Send
        </button>
        <button type="button" class="quiet" onClick={onCancel}>
          No words
        </button>
        <span class="note">Kept beside the answer on this server.</span>
      </p>
    </form>
  )
}
