import type { Incident } from '../domain/incident.ts'
import type { Systems } from '../domain/systems.ts'
import type { Look } from './look.ts'

/** What an investigation is about: only names that the operator has written down, whatever the question says. */
export interface Scope {
  /** Names of services and of things that the question names, or that the incident is about; empty: everything. */
  readonly names: ReadonlySet<string>
  /** Looks that the signals of the incident came from. */
  readonly signals: readonly Look[]
}

export const scopeOf = (question: string, incident: Incident | null, systems: Systems): Scope => {
  const inventory = namesOf(systems)
  const asked = ` ${wordsOf(question)} `
  const named = inventory.filter(({ name }) => asked.includes(` ${wordsOf(name)} `))
  const services = new Set([...named.flatMap(({ name, service }) => [name, ...(service === null ? [] : [service])]), ...(incident ? [incident.service] : [])])
  const names = new Set(inventory.flatMap(({ name, service }) => (services.has(name) || (service !== null && services.has(service)) ? [name] : [])))
  for (const service of services) names.add(service)
  const watches = new Set(incident?.signals.map(({ watch }) => watch))
  const signals = systems.watches.flatMap(({ name, capability, params }) => (watches.has(name) ? [{ capability, params }] : []))
  return { names, signals }
}

/** Of names that were found (pods, jobs, claims) those that the question means: whole, or by what they begin with, as a deployment's pods do. */
export const askedFor = (question: string, found: readonly (string | null)[]): string[] => {
  const words = question
    .toLowerCase()
    .split(/[^a-z0-9.-]+/)
    .filter((word) => word.length > 2)
  return found.filter((name): name is string => name !== null && words.some((word) => name === word || name.startsWith(`${word}-`)))
}

interface Named {
  readonly name: string
  readonly service: string | null
}

/** Everything in the inventory that has a name. */
export const namesOf = (systems: Systems): Named[] => {
  const alone = (name: string): Named => ({ name, service: null })
  const own = [systems.probes, systems.logs, systems.postgres, systems.processes, systems.certificates, systems.endpoints, systems.directories, systems.files]
  const named = own.flat().map(({ name, service }): Named => ({ name, service }))
  const watched = systems.watches.map(({ service }) => alone(service))
  const services = named.flatMap(({ service }) => (service === null ? [] : [alone(service)]))
  return [...named, ...services, ...watched, ...systems.units.map(alone), ...systems.mounts.map(alone), ...systems.prometheus, ...systems.kubernetes]
    .map((it): Named => ({ name: it.name, service: 'service' in it ? (it.service as string | null) : null }))
    .filter(({ name }, index, all) => all.findIndex((other) => other.name === name) === index)
}

/** Which service a thing of the inventory belongs to; the thing's own name where none is written down. */
export const serviceOf = (name: string, systems: Systems): string | null => {
  const known = namesOf(systems).find((it) => it.name === name)
  return known ? (known.service ?? known.name) : null
}

/** "nginx.service" and "the nginx unit" meet; a path stays what it is. */
const wordsOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/\.service\b/g, '')
    .replace(/[^\p{L}\p{N}/._-]+/gu, ' ')
    .replace(/[.?!]+(?= |$)/g, '')
    .trim()
