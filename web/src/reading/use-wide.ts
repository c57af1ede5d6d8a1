import { useEffect, useState } from 'preact/hooks'

// As in layout.css: from here on the source stands beside the answer.
const wide = '(min-width: 62rem)'

export const useWide = (): boolean => {
  const [isWide, setWide] = useState(() => matchMedia(wide).matches)
  useEffect(() => {
    const query = matchMedia(wide)
    const onChange = (): void => setWide(query.matches)
    query.addEventListener('change', onChange)
    return () => query.removeEventListener('change', onChange)
  }, [])
  return isWide
}
