import type { Fault } from './description-faults.ts'
import { publicAlgorithms, secretAlgorithms, type DescriptionFile } from './description-file.ts'

export const sourceFaults = ({ source }: DescriptionFile): Fault[] => {
  const named = Object.values(source).filter((it) => it !== undefined)
  if (named.length === 1) return []
  const sentence = named.length === 0 ? 'needs one of "postgres", "sqlite" and "files"' : 'has more than one of "postgres", "sqlite" and "files"'
  return [{ path: ['source'], sentence: `"source" ${sentence}.` }]
}

type Issuer = DescriptionFile['customers']['tokens'][number]

export const issuerFaults = ({ customers: { tokens } }: DescriptionFile): Fault[] =>
  tokens.flatMap((issuer, index) => {
    const path = ['customers', 'tokens', index]
    const isAgain = tokens.findIndex((it) => it.issuer === issuer.issuer && it.audience === issuer.audience) < index
    return [
      ...keyFaults(issuer).map((sentence): Fault => ({ path, sentence })),
      ...(isAgain ? [{ path, sentence: `"${issuer.issuer}" for "${issuer.audience}" stands here twice.` }] : []),
      ...(issuer.algorithms ?? []).flatMap((algorithm, at) =>
        algorithmFaults(algorithm, issuer).map((sentence) => ({ path: [...path, 'algorithms', at], sentence })),
      ),
    ]
  })

const keyFaults = (issuer: Issuer): string[] => {
  const named = [issuer.jwks_url, issuer.jwks_file, issuer.secret_from].filter((it) => it !== undefined)
  return named.length === 1 ? [] : [`"${issuer.issuer}" needs exactly one of "jwks_url", "jwks_file" and "secret_from".`]
}

/** A server that takes HS256 beside public keys takes tokens signed with the public key as if it were a secret (RFC 8725, 3.1). */
const algorithmFaults = (algorithm: string, issuer: Issuer): string[] => {
  if (algorithm.toLowerCase() === 'none') return ['"none" is no signature: whoever likes could name any customer.']
  const isSecret = issuer.secret_from !== undefined
  const [fitting, others]: (readonly string[])[] = isSecret ? [secretAlgorithms, publicAlgorithms] : [publicAlgorithms, secretAlgorithms]
  if (fitting!.includes(algorithm)) return []
  if (!others!.includes(algorithm)) return [`"${algorithm}" is no algorithm for tokens. Take ${fitting!.join(', ')}.`]
  return isSecret
    ? [`"${algorithm}" needs public keys, and "secret_from" names a secret. Take ${fitting!.join(', ')}.`]
    : [`"${algorithm}" signs with a secret, and the keys here are public: whoever has read them could name any customer. Take ${fitting!.join(', ')}.`]
}
