/** What a key means while the focus is in an answer that is being rated. */
export type RatingKey = { readonly kind: 'accuracy' | 'helpfulness'; readonly value: number } | { readonly kind: 'save' | 'skip' | 'back' }

/**
 * 1–5 accuracy, Shift and 1–5 helpfulness, Enter on, S skip, Backspace back. By the key's place: Shift makes another character of a digit, and another
 * one on every keyboard. Where the person writes, letters are letters; there Ctrl and Enter goes on.
 */
export const ratingKey = (
  event: Pick<KeyboardEvent, 'code' | 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing'>,
  isWriting: boolean,
  isControl: boolean,
): RatingKey | null => {
  if (event.isComposing || event.altKey) return null
  const hasCommand = event.ctrlKey || event.metaKey
  if (event.key === 'Enter') return isWriting ? (hasCommand ? { kind: 'save' } : null) : isControl ? null : { kind: 'save' }
  if (isWriting || hasCommand) return null
  const digit = /^(?:Digit|Numpad)([1-5])$/.exec(event.code)?.[1]
  if (digit) return { kind: event.shiftKey ? 'helpfulness' : 'accuracy', value: Number(digit) }
  if (event.key === 'Backspace') return { kind: 'back' }
  return event.key.toLowerCase() === 's' ? { kind: 'skip' } : null
}
