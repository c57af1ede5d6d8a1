import { useState } from 'preact/hooks'

const key = 'answerable.rater'

/** The name that this browser's person rates under; null until they have said it. */
export const useRaterName = (): [string | null, (name: string | null) => void] => {
  const [name, setName] = useState<string | null>(read)
  const keep = (given: string | null): void => {
    setName(given)
    try {
      if (given === null) localStorage.removeItem(key)
      else localStorage.setItem(key, given)
    } catch {
      // Storage is off: the name lasts as long as the page.
    }
  }
  return [name, keep]
}

const read = (): string | null => {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}
