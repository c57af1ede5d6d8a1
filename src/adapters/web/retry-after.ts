/** RFC 9110, 10.2.3: seconds, or a date. In milliseconds from now; null when the server says nothing that can be read. */
export const retryAfter = (value: string, nowMs: number): number | null => {
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1000
  const until = Date.parse(value)
  return Number.isNaN(until) ? null : Math.max(0, until - nowMs)
}
