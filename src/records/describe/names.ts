/** Words joined by one space, as people say them; no sign that relations and arithmetic are written with. */
export const namePattern = String.raw`\p{L}[\p{L}\p{M}\p{N}_]*(?: [\p{L}\p{N}_][\p{L}\p{M}\p{N}_]*)*`

const whole = new RegExp(`^${namePattern}$`, 'u')

/** Of an entity or field. */
export const isName = (text: string): boolean => text.length <= 63 && whole.test(text)
