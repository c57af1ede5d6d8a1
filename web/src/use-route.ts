import { useEffect, useState } from 'preact/hooks'

export type Route =
  | { readonly place: 'ask'; readonly conversationId: string | null }
  | { readonly place: 'documents' }
  | { readonly place: 'records' }
  | { readonly place: 'logs' }
  | { readonly place: 'incidents'; readonly incidentId: string | null }
  | { readonly place: 'health' }
  | { readonly place: 'quality' }
  | { readonly place: 'usage' }
  | { readonly place: 'diagnose' }
  | { readonly place: 'actions' }
  | { readonly place: 'traces' }
  | { readonly place: 'label'; readonly sheetId: string | null }

export const parseRoute = (hash: string): Route => {
  if (hash === '#/documents') return { place: 'documents' }
  if (hash === '#/records') return { place: 'records' }
  if (hash === '#/logs') return { place: 'logs' }
  if (hash === '#/health') return { place: 'health' }
  if (hash === '#/quality') return { place: 'quality' }
  if (hash === '#/usage') return { place: 'usage' }
  if (hash === '#/diagnose') return { place: 'diagnose' }
  if (hash === '#/actions') return { place: 'actions' }
  if (hash === '#/questions') return { place: 'traces' }
  const incident = /^#\/incidents(?:\/([0-9a-f-]+))?$/.exec(hash)
  if (incident) return { place: 'incidents', incidentId: incident[1] ?? null }
  const label = /^#\/label(?:\/([0-9a-f-]+))?$/.exec(hash)
  if (label) return { place: 'label', sheetId: label[1] ?? null }
  return { place: 'ask', conversationId: /^#\/c\/([0-9a-f]+)$/.exec(hash)?.[1] ?? null }
}

export const conversationLink = (id: string): string => `#/c/${id}`

export const incidentLink = (id: string): string => `#/incidents/${id}`

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
