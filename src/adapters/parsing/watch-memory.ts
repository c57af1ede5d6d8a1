/**
 * Calls `onExceeded` once when the program has grown by more than the limit. A thread's own limit does not count buffers, and a PDF
 * of 1.5 MB unpacked to 3.3 GB of them in one call; the program as a whole is all that can be watched from outside.
 */
export const watchMemory = (limitMb: number, onExceeded: () => void): (() => void) => {
  const before = process.memoryUsage.rss()
  const timer = setInterval(() => {
    if (process.memoryUsage.rss() - before < (limitMb + elsewhereMb) * 1024 * 1024) return
    clearInterval(timer)
    onExceeded()
  }, everyMs).unref()
  return () => clearInterval(timer)
}

// What the rest may take meanwhile: an embedding model that is loaded, a database that grows.
const elsewhereMb = 512
// Unpacking fills about 50 MB in this time.
const everyMs = 50
