import { useEffect, useState } from 'preact/hooks'

export type Route =
  | { readonly place: 'ask'; readonly conversationId: string | null }
  | { readonly place: 'documents' }
  | { readonly place: 'health' }
  | { readonly place: 'quality' }
  | { readonly place: 'label'; readonly sheetId: string | null }

export const parseRoute = (hash: string): Route => {
  if (hash === '#/documents') return { place: 'documents' }
  if (hash === '#/health') return { place: 'health' }
  if (hash === '#/quality') return { place: 'quality' }
  const label = /^#\/label(?:\/([0-9a-f-]+))?$/.exec(hash)
  if (label) return { place: 'label', sheetId: label[1] ?? null }
  return { place: 'ask', conversationId: /^#\/c\/([0-9a-f]+)$/.exec(hash)?.[1] ?? null }
}

export const conversationLink = (id: string): string => `#/c/${id}`

export const sheetLink = (id: string): string => `#/label/${id}`

export const useRoute = (): Route => {
  const [route, setRoute] = useState(() => parseRoute(location.hash))
  useEffect(() => {
    const onChange = (): void => setRoute(parseRoute(location.hash))
    addEventListener('hashchange', onChange)
    return () => removeEventListener('hashchange', onChange)
  }, [])
  return route
}
