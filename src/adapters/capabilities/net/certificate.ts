import { isIP } from 'node:net'
import { checkServerIdentity, connect, type PeerCertificate, type TLSSocket } from 'node:tls'
import type { Systems } from '../../../domain/systems.ts'
import type { Look, Seen } from '../look.ts'
import { failureCode } from './get.ts'

/** The handshake alone. What is not trusted is looked at all the same: that is what is asked. Nothing is sent behind it. */
export const certificateLook = ({ certificates }: Systems): Look => ({
  name: 'certificate',
  summary: 'TLS certificate of a configured server: days left, whether it is trusted and made for this name, issuer',
  how: 'process',
  params: { certificate: { kind: 'name', names: certificates.map((it) => it.name), about: 'Which server' } },
  see: async ({ certificate }, signal): Promise<Seen> => {
    const { name, host, port } = certificates.find((it) => it.name === certificate)!
    const labels = { certificate: name }
    const found = await handshake(host, port, signal).catch((error: unknown) => failureCode(error))
    if (typeof found === 'string') {
      return {
        facts: [
          { name: 'is_reachable', value: false, labels },
          { name: 'failure', value: found, labels },
        ],
      }
    }
    const { peer, distrust } = found
    const daysLeft = (Date.parse(peer.valid_to) - Date.now()) / 86_400_000
    return {
      facts: [
        { name: 'is_reachable', value: true, labels },
        { name: 'days_left', value: Math.floor(daysLeft * 10) / 10, labels },
        { name: 'is_expired', value: daysLeft < 0, labels },
        { name: 'is_yet_valid', value: Date.parse(peer.valid_from) <= Date.now(), labels },
        { name: 'is_trusted', value: distrust === null, labels },
        { name: 'distrust', value: distrust ?? 'none', labels },
        { name: 'matches_name', value: checkServerIdentity(host, peer) === undefined, labels },
        { name: 'issuer', value: nameOf(peer.issuer), labels },
        { name: 'subject', value: nameOf(peer.subject), labels },
      ],
    }
  },
})

const handshake = (host: string, port: number, signal: AbortSignal): Promise<{ peer: PeerCertificate; distrust: string | null }> =>
  new Promise((resolve, reject) => {
    // One socket: a wrapped one that is destroyed first takes Node with it (segmentation fault, 24.x).
    const socket: TLSSocket = connect({
      host: host.replace(/^\[|\]$/g, ''),
      port,
      rejectUnauthorized: false,
      ...(isIP(host) ? {} : { servername: host }),
    })
    const onAbort = (): void => {
      socket.destroy()
      reject(signal.reason as Error)
    }
    signal.addEventListener('abort', onAbort, { once: true })
    socket.once('close', () => signal.removeEventListener('abort', onAbort))
    socket.on('error', (error) => {
      socket.destroy()
      reject(error)
    })
    socket.once('secureConnect', () => {
      const peer = socket.getPeerCertificate()
      const distrust = socket.authorized ? null : failureCode({ code: socket.authorizationError })
      socket.destroy()
      resolve({ peer, distrust })
    })
  })

const nameOf = (it: { CN?: string | string[]; O?: string | string[] } | undefined): string => String([it?.CN ?? it?.O ?? 'unknown'].flat()[0])
