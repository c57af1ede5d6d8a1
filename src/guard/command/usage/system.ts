/** Programs that show the machine: processes, memory, disks, network, time. Nothing that asks other machines: names that are looked up are a way out. */
import { faultOf, quoted } from './kinds.ts'
import { misuseOf } from './misuse.ts'
import { none, operands, use, words, type Usage } from './usage.ts'

/** Options of ps come with a dash, without one, and long. A bare `e` shows the environment of processes, which holds secrets. */
const judgePs = (args: readonly string[]): string | null => {
  const [first, ...rest] = args
  if (first === undefined || !/^[a-z]+$/i.test(first)) return misuseOf(ps, args) ?? otherReadingOfPs(args)
  if (!/^[aAcfghHjlLmnrsSTuvwx]+[oOk]?$/.test(first)) return `${quoted(first)} is not among the options that are known to only read.`
  return misuseOf(ps, /[oOk]$/.test(first) ? ['-o', ...rest] : rest)
}

const withoutValue = '[aAcefghHjlLmnNrsSTuvVwxXZ]*'
const showsEnvironment = new RegExp(`^-?${withoutValue}e${withoutValue}(?:[koOpqtU].*)?$`)

/** What ps cannot read with dashes, a user that there is not, say, it reads once more as if there were none: `-auxe`, `-e -u x`. */
const otherReadingOfPs = (args: readonly string[]): string | null => {
  const others = args.filter((_, at) => !/^(?:-[a-zA-Z]*[oO]|--sort)$/.test(args[at - 1] ?? ''))
  const selects = others.some((it) => /^-[aAdefFjHlLMNTwcyZ]*(?:[uUgGtsCn]|[pq].*[^\d,])/.test(it))
  const stray = selects ? others.find((it) => showsEnvironment.test(it)) : undefined
  return stray === undefined ? null : `${quoted(stray)} may also be read as the option that shows the environment of processes.`
}

const ps = use(
  '-aAdefFjHlLMNTwcyZ -o:ps_format -O:ps_format -p:word -q:word -u:word -U:word -g:word -G:word -C:word -s:word -t:word -n:word --sort:keys --pid:word --ppid:word ' +
    '--user:word --User:word --group:word --forest --no-headers --no-heading --headers --cols:number --columns:number --width:number --rows:number --deselect --format:ps_format',
  none,
)

const usageOfIp = (things: readonly string[]): Usage => use('', none, { judge: (args) => judgeIp(things, args) })
const ipThings = 'address addr a link l route r neighbour neighbor neigh n rule maddress maddr tunnel tuntap'.split(' ')
const ipFlags = new Set('-4 -6 -br -brief -s -stats -statistics -d -details -o -oneline -j -json -p -pretty -c -color -h -human -N -ts -0'.split(' '))
const ipWords = new Set('dev up master type vrf scope primary table main local all to src via proto kernel static'.split(' '))

/** ip OBJECT [show …]: everything else changes something, or runs a command in a namespace. */
const judgeIp = (things: readonly string[], args: readonly string[]): string | null => {
  let at = 0
  while (ipFlags.has(args[at] ?? '')) at++
  const [thing, verb, ...rest] = args.slice(at)
  if (thing === undefined || !things.includes(thing)) return `${quoted(thing ?? '')} is not among what it is known to only show.`
  if (verb === undefined) return null
  const isRoute = thing === 'route' || thing === 'r'
  if (verb === 'get' && isRoute) return rest.length === 1 ? faultOf('address', rest[0]!) : 'it lacks one address.'
  if (verb !== 'show' && verb !== 'list' && verb !== 'ls' && verb !== 'lst') return `${quoted(verb)} is not known to only show.`
  const stray = rest.find((it) => !ipWords.has(it) && faultOf('word', it) !== null)
  return stray === undefined ? null : `${quoted(stray)} is not the kind of value that is expected there.`
}

export const systemPrograms: Readonly<Record<string, Usage>> = {
  ps: use('', none, { judge: judgePs }),
  pstree: use('-aAcGglnNpsSTtuUhZ -H:number -V --arguments --show-pids --long --numeric-sort --show-parents', operands('word', 0, 1)),
  pgrep: use(
    '-aflnovwxci -u:word -U:word -g:word -G:word -P:word -s:word -t:word -d:text --list-name --list-full --newest --oldest --count --full --exact --parent:word --euid:word',
    operands('text', 0, 1),
  ),
  pidof: use('-sx', words),
  top: use('-bcHiSsEe1 -n:number -d:number -p:word -u:word -U:word -o:keys -w?:number', none, { needs: ['-b', '-n'] }),
  free: use(
    '-bkmghltwv -s:number -c:number --bytes --kilo --mega --giga --kibi --mebi --gibi --human --lohi --total --wide --si --count:number --seconds:number',
    none,
  ),
  uptime: use('-ps --pretty --since', none),
  vmstat: use('-afmnsdtwD -S:word --active --slabs --one-header --stats --disk --wide --timestamp', operands('number', 0, 2)),
  iostat: use('-cdhkmNtxyz -p?:word', words),
  mpstat: use('-Au -P:word -I:word', operands('number', 0, 2)),
  pidstat: use('-dlrstuvwh -p:word -C:word', operands('number', 0, 2)),
  nproc: use('--all', none),
  lscpu: use('-abcepxJy --all --json', none),
  lsblk: use('-abdfilmnprstJPO -o:word --all --bytes --fs --json --list --noheadings --output:word --paths --topology', none),
  lsmod: use('', none),
  lspci: use('-kmntv', none),
  lsusb: use('-tv', none),
  lsof: use('-nPtabRl -i?:open_file_or_port -p:word -u:word -c:word -d:word', operands('open file or port')),
  findmnt: use('-abDfilnrsuvJ -o:word -t:word -T:path --json --list --df --types:word --target:path --real', operands('path', 0, 2)),
  dmesg: use(
    '-TkxtPue -l:word -f:word --ctime --decode --kernel --level:word --facility:word --nopager --notime --time-format:word --since:text --until:text',
    none,
  ),
  who: use('-abdHlmpqrstTuw --all --boot --count --heading --users', operands('one of am i', 0, 2)),
  w: use('-hfsiuo', operands('word', 0, 1)),
  whoami: use('', none),
  id: use('-agGnruz --user --group --groups --name --real', operands('word', 0, 1)),
  groups: use('', words),
  users: use('', none),
  last: use('-aFiwxR -n:number -s:text -t:text -#', words),
  tty: use('-s', none),
  arch: use('', none),
  uname: use('-asnrvmpio --all --kernel-name --nodename --kernel-release --kernel-version --machine --processor --hardware-platform --operating-system', none),
  hostname: use('-sfidIA --short --fqdn --long --ip-address --all-ip-addresses --domain', none),
  date: use(
    '-uR -d:text -r:path -I?:word --date:text --utc --universal --reference:path --iso-8601?:word --rfc-3339:word --rfc-email --rfc-2822',
    operands('date format', 0, 1),
  ),
  cal: use('-13hjmMNswy -A:number -B:number -n:number', operands('word', 0, 3)),
  ncal: use('-13bhjmMNswy -A:number -B:number', operands('word', 0, 3)),
  locale: use('-akcm', words),
  ss: use(
    '-tulnpaemosi46xwHOSZ --tcp --udp --listening --numeric --processes --all --extended --memory --options --summary --info --ipv4 --ipv6 --unix --raw --no-header',
    operands('socket filter'),
  ),
  netstat: use('-tulnpaisrcegvoWxw46 --tcp --udp --listening --numeric --programs --all --statistics --route --interfaces --extend --wide', none),
  ip: usageOfIp(ipThings),
  ifconfig: use('-as', operands('word', 0, 1)),
}
