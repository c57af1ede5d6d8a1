import type { Span } from '../../domain/document.ts'

/** Addresses that a program may make a link of: with a scheme, with `www.` before them, or of e-mail. */
export const addressesIn = (text: string): Span[] =>
  [...text.matchAll(address)].map((match) => ({ start: match.index, end: match.index + match[0].replace(/[.,:;!?'*_~]+$/, '').length }))

// White space, brackets and backticks end an address.
const address =
  /(?<![\p{L}\p{N}+])(?:[a-z][a-z\d+.-]{0,30}:\/\/|\/\/(?=[\w-]+\.[a-z])|www\d?\.|(?:javascript|vbscript|data|mailto|tel|sms|blob|about|file|intent|view-source|xmpp):(?=\S))(?:[^\s<>"`()\]|\\]|\([^\s<>"`()\]|\\]*\))*|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/giu
