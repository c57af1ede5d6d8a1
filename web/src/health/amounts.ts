/** `1.2 GB`, `34 MB`, `7 kB`, with a space at which no line ends. */
export const bytesInWords = (bytes: number): string => {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1e3).toLocaleString('en')}\u00a0kB`
  return bytes < 1e9 ? `${Math.round(bytes / 1e6).toLocaleString('en')}\u00a0MB` : `${(bytes / 1e9).toFixed(1)}\u00a0GB`
}

export const secondsInWords = (seconds: number): string => {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))}\u00a0s`
  return seconds < 90 * 60 ? `${Math.round(seconds / 60)}\u00a0min` : `${(seconds / 3600).toFixed(1)}\u00a0h`
}
