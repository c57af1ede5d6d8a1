import type { Capabilities, Observation } from '../domain/capability.ts'

/** Keeps every look in the order of asking, outside of whoever looks; one that failed leaves none. */
export const recordedCapabilities = (inner: Capabilities): { readonly capabilities: Capabilities; readonly looks: () => readonly Observation[] } => {
  const looks: (Observation | null)[] = []
  return {
    looks: () => looks.filter((it) => it !== null),
    capabilities: {
      ...inner,
      observe: async (name, params, signal) => {
        const place = looks.push(null) - 1
        const observation = await inner.observe(name, params, signal)
        looks[place] = observation
        return observation
      },
    },
  }
}
