/** Programs that show services, containers and certificates. Never their secrets, never through a pager (`!sh` starts a shell in it). */
import { none, operands, use, words, type Usage } from './usage.ts'

const systemctlOptions =
  '-alqr -t:word --all --full --quiet --no-pager --no-legend --plain --failed --state:word --type:word -o:word -n:number --output:word --lines:number --reverse --user --system'
const systemctl = (takes: ReturnType<typeof operands>, isShort = false): Usage => use(systemctlOptions, takes, isShort ? {} : { needs: ['--no-pager'] })

const kubectlFlags = '-A -n:word --namespace:word --all-namespaces --context:word --request-timeout:word'
const kubectlSelect = `${kubectlFlags} -l:keys --selector:keys --field-selector:keys --sort-by:text --show-labels --no-headers --show-kind --chunk-size:number`
const kubectlThing = operands('kubernetes object', 1)

const x509 =
  '-in:certificate -noout -dates -enddate -startdate -subject -issuer -serial -text -fingerprint -sha256 -email -checkend:number -purpose -hash -ext:word -nameopt:word -inform:word'

export const servicePrograms: Readonly<Record<string, Usage>> = {
  systemctl: use(systemctlOptions, none, {
    under: new Map([
      ['is-active', systemctl(words, true)],
      ['is-enabled', systemctl(words, true)],
      ['is-failed', systemctl(words, true)],
      ['status', systemctl(words)],
      ['list-units', systemctl(words)],
      ['list-unit-files', systemctl(words)],
      ['list-timers', systemctl(words)],
      ['list-sockets', systemctl(words)],
      ['list-jobs', systemctl(words)],
      ['list-dependencies', systemctl(words)],
      ['get-default', systemctl(none, true)],
    ]),
  }),
  journalctl: use(
    '-abkqrx -f -u:word -t:word -n:size -S:text -U:text -p:word -o:word -g:pattern -b?:word --boot?:word --unit:word --identifier:word --user-unit:word --lines?:size ' +
      '--since:text --until:text --priority:word --output:word --grep:pattern --no-pager --reverse --dmesg --all --quiet --catalog --utc --no-hostname --follow ' +
      '--list-boots --disk-usage --no-full --no-tail',
    none,
    { needs: ['--no-pager'] },
  ),
  kubectl: use(kubectlFlags, none, {
    under: new Map([
      ['get', use(`${kubectlSelect} -w -o:one_of_wide_json_yaml_name --output:one_of_wide_json_yaml_name --watch`, kubectlThing)],
      ['describe', use(`${kubectlSelect} --show-events`, kubectlThing)],
      [
        'logs',
        use(
          `${kubectlSelect} -f -p -c:word --container:word --all-containers --previous --follow --since:word --since-time:word --tail:number --timestamps --prefix --limit-bytes:number`,
          operands('word', 0, 2),
        ),
      ],
      ['top', use(`${kubectlSelect} --containers`, operands('kubernetes object', 1))],
      ['events', use(`${kubectlSelect} -w --for:word --types:word --watch`, none)],
      ['version', use(`${kubectlFlags} --client -o:one_of_json_yaml`, none)],
      ['api-resources', use(`${kubectlFlags} --namespaced --verbs:word`, none)],
    ]),
  }),
  docker: use('', none, {
    under: new Map([
      ['ps', use('-anqsl -f:keys --all --filter:keys --last:number --latest --no-trunc --quiet --size', none)],
      ['images', use('-aq -f:keys --all --digests --filter:keys --no-trunc --quiet', operands('word', 0, 1))],
      ['logs', use('-ft -n:size --follow --tail:size --since:word --until:word --timestamps', operands('word', 1, 1))],
      ['stats', use('-a --all --no-stream --no-trunc', words)],
      ['top', use('', operands('word', 1, 1))],
      ['port', use('', operands('word', 1, 2))],
      ['diff', use('', operands('word', 1, 1))],
      ['version', use('', none)],
      ['info', use('', none)],
    ]),
  }),
  openssl: use('', none, { under: new Map([['x509', use(x509, none, { style: 'single', needs: ['-noout'] })]]) }),
}
