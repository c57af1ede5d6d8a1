import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { freePort } from '../../../test/support/free-port.ts'
import { Missing } from '../protocol.ts'
import { answers, until, type Workshop } from '../workshop.ts'

export interface Nginx {
  readonly port: number
  readonly config: string
  readonly errorLog: string
  readonly accessLog: string
  /** With this configuration of its server block, from now on. */
  restart(server: string): Promise<void>
}

export interface NginxOptions {
  readonly name: string
  /** Inside `server { … }`, without `listen`. */
  readonly server: string
  readonly tls?: { readonly certificate: string; readonly key: string }
}

const binary = (): string => {
  const found = ['/usr/sbin/nginx', '/usr/bin/nginx'].find((path) => spawnSync(path, ['-v']).status === 0)
  if (!found) throw new Missing('nginx is not installed (apt-get install nginx-light)')
  return found
}

/** In the foreground, in a folder of the workshop, on loopback. It may refuse its configuration: then it says so in its log, and is down. */
export const startNginx = async (workshop: Workshop, { name, server, tls }: NginxOptions): Promise<Nginx> => {
  const program = binary()
  const port = await freePort()
  const home = join(workshop.folder, name)
  const [errorLog, accessLog] = [workshop.write(`${name}/error.log`, ''), workshop.write(`${name}/access.log`, '')]
  const configured = (inner: string): string => `daemon off;
user root;
worker_processes 1;
pid ${home}/pid;
error_log ${errorLog} warn;
events { worker_connections 64; }
http {
  access_log ${accessLog};
  client_body_temp_path ${home}/body;
  proxy_temp_path ${home}/proxy;
  fastcgi_temp_path ${home}/fastcgi;
  uwsgi_temp_path ${home}/uwsgi;
  scgi_temp_path ${home}/scgi;
  server {
    listen 127.0.0.1:${port}${tls ? ' ssl' : ''};
    ${tls ? `ssl_certificate ${tls.certificate};\n    ssl_certificate_key ${tls.key};` : ''}
    ${inner}
  }
}
`
  const start = (): ReturnType<Workshop['program']> => workshop.program([program, '-p', home, '-e', errorLog, '-c', join(home, 'nginx.conf')])
  const config = workshop.write(`${name}/nginx.conf`, configured(server))
  let child = start()
  // A refusal takes a moment as well.
  await until(async () => (tls ? false : await answers(port)) || child.exitCode !== null, tls ? 400 : 3000)
  return {
    port,
    config,
    errorLog,
    accessLog,
    restart: async (inner) => {
      // Its master ends its workers on SIGTERM, and leaves them on SIGKILL.
      child.kill('SIGTERM')
      await until(() => child.exitCode !== null || child.signalCode !== null, 2000)
      workshop.write(`${name}/nginx.conf`, configured(inner))
      child = start()
      await until(() => answers(port), 3000)
    },
  }
}
