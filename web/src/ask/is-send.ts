/** Enter sends, Shift and Enter begins a new line. Not while an input method is composing: there Enter chooses a character. */
export const isSend = (event: KeyboardEvent): boolean => event.key === 'Enter' && !event.shiftKey && !event.isComposing
