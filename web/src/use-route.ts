import { useEffect, useState } from 'preact/hooks'

export type Route = 'ask' | 'documents'

const currentRoute = (): Route => (location.hash === '#/documents' ? 'documents' : 'ask')

export const useRoute = (): Route => {
  const [route, setRoute] = useState(currentRoute)
  useEffect(() => {
    const onChange = (): void => setRoute(currentRoute())
    addEventListener('hashchange', onChange)
    return () => removeEventListener('hashchange', onChange)
  }, [])
  return route
}
