import { AppError } from './error.ts'

/** Longer ones are made by machines that never end; servers refuse them from about 8,000 on. */
const longestAddress = 2048

export const isWebAddress = (text: string): boolean => /^https?:\/\//i.test(text.trim())

/** `ftp://…`, `file:///…`: an address, though none that is read; no path of this machine is written so. */
export const isAddress = (text: string): boolean => /^[a-z][a-z\d+.-]+:\/\//i.test(text.trim())

/** Fails with `invalid` for an address that is not of the web. */
export const refuseForeignAddress = (text: string): void => {
  if (isAddress(text) && !isWebAddress(text)) throw invalid(`"${shortened(text)}" is not read: only http and https addresses are; a file is given by its path.`)
}

/**
 * A page's address as the URL standard reads it: `http://0x7f.1` is 127.0.0.1, names are in Punycode, a final dot is gone.
 * Fails with `invalid` for what is no web address, and for addresses that carry a name and password.
 */
export const parseWebAddress = (text: string): URL => {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null
  if (!url || !/^https?:$/.test(url.protocol)) throw invalid(`"${shortened(text)}" is no web address. Give one that begins with https:// or http://.`)
  if (url.username || url.password)
    throw invalid(`The address of ${url.host} carries a user name or password, which are never sent. Give the address without them.`)
  if (url.href.length > longestAddress) throw invalid(`This address has ${url.href.length} characters; at most ${longestAddress} are followed.`)
  url.hash = ''
  // "example.org." is the same host with the root of the name system spelled out; certificates and rules know it without.
  if (url.hostname.endsWith('.')) url.hostname = url.hostname.replace(/\.+$/, '')
  return url
}

const invalid = (sentence: string): AppError => new AppError('invalid', sentence)

const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text)
