/** Certificates, as a browser would see them. */
import { X509Certificate } from 'node:crypto'
import { copyFileSync } from 'node:fs'
import { connect } from 'node:tls'
import { makeCertificate, type CertificateFiles } from '../programs/certificates.ts'
import { startNginx } from '../programs/nginx.ts'
import type { Workshop } from '../workshop.ts'
import { healthy, hosts, unwell, type Family } from './family.ts'

interface Shown {
  readonly until: Date
  readonly fits: boolean
}

/** What a browser would see. */
const certificateAt = (port: number, host: string): Promise<Shown | null> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', servername: host, rejectUnauthorized: false }, () => {
      const shown = new X509Certificate(socket.getPeerCertificate().raw)
      socket.destroy()
      resolve({ until: new Date(shown.validTo), fits: shown.checkHost(host) !== undefined })
    })
    socket.on('error', () => resolve(null))
  })

const certificateFamily = (
  name: string,
  category: string,
  made: (workshop: Workshop, host: string) => CertificateFiles,
  questions: (host: string) => readonly string[],
): Family => ({
  name,
  kind: 'fault',
  // The name that is asked for is the one that the machine can resolve.
  vary: (it) => ({ other: it.of(hosts), service: it.of(['front', 'edge', 'gateway']) }),
  question: ({ service }, it) => it.of(questions(String(service))),
  truth: ({ service }) => ({
    verdict: 'cause_found',
    categories: [category],
    services: [String(service)],
    evidence: [{ from: ['certificate'] }],
    heal: 'renew-certificate',
  }),
  start: async ({ service, other }, workshop) => {
    const front = String(service)
    const files = made(workshop, String(other))
    const good = makeCertificate(workshop, { name: 'renewed', host: 'localhost', fromDays: -1, untilDays: 90 })
    const nginx = await startNginx(workshop, { name: front, server: 'location / { return 200 "ok\\n"; }', tls: files })
    return {
      systems: {
        certificates: [{ name: `${front}-tls`, host: 'localhost', port: nginx.port, service: front }],
        logs: [{ name: `${front}-errors`, file: nginx.errorLog, service: front }],
        endpoints: [{ name: `${front}-port`, host: '127.0.0.1', port: nginx.port, service: front }],
        actions: [
          workshop.action({
            name: 'renew-certificate',
            description: `Take the renewed certificate of ${front} and reload it`,
            heals: ['certificate_expired', 'certificate_mismatch'],
            service: front,
            check: { capability: 'certificate', params: { certificate: `${front}-tls` }, fact: 'days_left', expect: { above: 30 }, within: 15 },
            manager: async () => {
              copyFileSync(good.certificate, files.certificate)
              copyFileSync(good.key, files.key)
              await nginx.restart('location / { return 200 "ok\\n"; }')
            },
          }),
        ],
      },
      health: async () => {
        const shown = await certificateAt(nginx.port, 'localhost')
        if (shown === null) return unwell('No certificate is shown.')
        if (shown.until < new Date()) return unwell('Its certificate has expired.')
        return shown.fits ? healthy('Its certificate is good.') : unwell('Its certificate is for another name.')
      },
    }
  },
})

export const certificateExpired = certificateFamily(
  'certificate_expired',
  'certificate_expired',
  (workshop) => makeCertificate(workshop, { name: 'tls', host: 'localhost', fromDays: -93, untilDays: -3 }),
  (it) => [`Browsers warn of ${it}. Why?`, `What is wrong with ${it}?`],
)

export const certificateMismatch = certificateFamily(
  'certificate_mismatch',
  'certificate_mismatch',
  (workshop, other) => makeCertificate(workshop, { name: 'tls', host: other, fromDays: -3, untilDays: 87 }),
  (it) => [`Clients refuse to connect to ${it}. Why?`, `What is wrong with ${it}?`],
)

export const certificateFamilies: readonly Family[] = [certificateExpired, certificateMismatch]
