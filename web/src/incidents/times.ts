/** `14:03`, with the day where it is another than today. */
export const when = (time: string, now: Date = new Date()): string => {
  const at = new Date(time)
  const clock = at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
  return at.toDateString() === now.toDateString() ? clock : `${at.toLocaleDateString([], { day: 'numeric', month: 'short' })}, ${clock}`
}

/** `40 seconds`, `12 minutes`, `3 hours`, `2 days`. */
export const span = (fromMs: number, toMs: number): string => {
  const seconds = Math.max(0, Math.round((toMs - fromMs) / 1000))
  const [count, unit] =
    seconds < 90
      ? [seconds, 'second']
      : seconds < 5400
        ? [Math.round(seconds / 60), 'minute']
        : seconds < 172_800
          ? [Math.round(seconds / 3600), 'hour']
          : [Math.round(seconds / 86_400), 'day']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
