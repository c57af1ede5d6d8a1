/** Keeps a label from growing without end: the first `most` values keep their names, all others are `other`. */
export const fewValues = (most: number): ((value: string) => string) => {
  const known = new Set<string>()
  return (value) => {
    if (known.has(value)) return value
    if (known.size >= most) return 'other'
    known.add(value)
    return value
  }
}
