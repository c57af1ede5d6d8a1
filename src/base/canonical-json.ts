/**
 * One text for one value (RFC 8785, JCS): names in the order of their UTF-16 units, numbers as ECMAScript writes them, no spaces. What is
 * hashed is hashed in this form. Half surrogate pairs become U+FFFD and undefined fields are left out, so that the text survives every store.
 * Fails with a TypeError for what JSON cannot say: numbers that are not finite, functions, bigint.
 */
export const canonicalJson = (value: unknown): string => {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return JSON.stringify(value.toWellFormed())
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} has no form in JSON.`)
    return JSON.stringify(value)
  }
  if (value instanceof Date) return JSON.stringify(value.toISOString())
  if (Array.isArray(value)) return `[${value.map((it: unknown) => canonicalJson(it ?? null)).join(',')}]`
  if (typeof value !== 'object') throw new TypeError(`A ${typeof value} has no form in JSON.`)
  const fields = Object.entries(value).filter(([, it]) => it !== undefined)
  // The default order of strings is by UTF-16 units, as the RFC asks.
  fields.sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${fields.map(([name, it]) => `${JSON.stringify(name.toWellFormed())}:${canonicalJson(it)}`).join(',')}}`
}
