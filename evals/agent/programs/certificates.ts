import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { Missing } from '../protocol.ts'
import type { Workshop } from '../workshop.ts'

export interface CertificateFiles {
  readonly certificate: string
  readonly key: string
}

const day = 86_400_000
/** YYMMDDHHMMSSZ, as `openssl ca` reads times. */
const stamp = (time: Date): string => time.toISOString().replace(/[-:T]/g, '').slice(2, 14) + 'Z'

/** Signed by an authority of its own, good from and until so many days from now. */
export const makeCertificate = (
  workshop: Workshop,
  { name, host, fromDays, untilDays }: { name: string; host: string; fromDays: number; untilDays: number },
): CertificateFiles => {
  const home = join(workshop.folder, name)
  const openssl = (...words: string[]): void => {
    try {
      execFileSync('openssl', words, { cwd: home, stdio: 'pipe' })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new Missing('openssl is not installed (apt-get install openssl)')
      throw error
    }
  }
  workshop.write(`${name}/index`, '')
  workshop.write(`${name}/serial`, '1000\n')
  workshop.write(
    `${name}/ca.cnf`,
    `[ca]\ndefault_ca=own\n[own]\ndir=.\ndatabase=./index\nserial=./serial\nnew_certs_dir=.\ncertificate=./ca.pem\nprivate_key=./ca.key\ndefault_md=sha256\npolicy=any\nx509_extensions=names\ncopy_extensions=none\n[any]\ncommonName=supplied\n[names]\nsubjectAltName=DNS:${host}\n`,
  )
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  openssl('req', '-x509', ...curve, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=scenario authority', '-days', '3650')
  openssl('req', ...curve, '-keyout', 'key.pem', '-out', 'request.pem', '-subj', `/CN=${host}`)
  const [from, end] = [fromDays, untilDays].map((days) => stamp(new Date(Date.now() + days * day)))
  openssl('ca', '-batch', '-config', 'ca.cnf', '-in', 'request.pem', '-out', 'cert.pem', '-startdate', from!, '-enddate', end!)
  return { certificate: join(home, 'cert.pem'), key: join(home, 'key.pem') }
}
