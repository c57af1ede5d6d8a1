/** Reading is not harmless where secrets are read: what a person would paste into a ticket must not hold keys. */
import { readingsOf } from './written-path.ts'

const secretNames =
  /(?:^|\/)(?:g?shadow|opasswd|sudoers(?:\.d)?|\.ssh|\.gnupg|\.aws|\.kube|\.docker|\.azure|\.netrc|\.pgpass|\.my\.cnf|\.htpasswd|\.git-credentials|\.npmrc|\.pypirc|\.env|\.rhosts|hosts\.equiv|\.(?:bash|zsh|sh|python|psql|mysql|node_repl)_history|id_(?:rsa|dsa|ecdsa|ed25519)|authorized_(?:keys|hosts)|known_hosts|krb5\.keytab|kcore|kmsg|kallsyms|environ|vmcoreinfo)[*~-]*(?:$|[/.*])|\.(?:pem|key|p12|pfx|jks|keystore|kdbx)$/i

/** Files that may be named and listed, but not read. */
const secretFiles: readonly RegExp[] = [
  /(?:^|[/._~-])(?:secrets?|credentials?|tokens?)(?:$|[/._~-])/i,
  /password|kubeconfig|(?:^|\/)id_[a-z]+\d*(?:[._-]|$)|ssh_host_|_history$|keyrings?(?:\/|$)/i,
  /\.(?:pem|key|p12|pfx|jks|keystore|kdbx|ppk|ovpn|keytab|nmconnection|tfstate|env|envrc|gpg)(?:$|[.~])/i,
  /(?:^|\/)(?:admin|super-admin|kubelet|scheduler|controller-manager|wg[^/]*|rclone|debian)\.(?:conf|cnf)$/i,
  /(?:^|\/)(?:k3s\.yaml|rke2\.yaml|\.envrc|\.(?:pgpass|netrc|my\.cnf)[^/]*|\.dockercfg|\.s3cfg|\.boto|\.terraform(?:rc|\.d)|\.password-store|wallet\.dat)(?:$|\/)/i,
  /\/\.?(?:config\/)?(?:gh|glab-cli|hub)\/(?:hosts|config)\.yml$|\.config\/(?:gcloud|doctl|hub)(?:$|\/)|\.m2\/settings/i,
]
const secretPlaces =
  /^\/(?:root|etc\/(?:security|pam\.d|passwd|group|ssl\/private|ssh|kubernetes|rancher|wireguard|openvpn|ipsec[^/]*|NetworkManager\/system-connections|letsencrypt\/(?:live|archive|keys))|var\/lib\/(?:pam|kubelet|docker|containerd|etcd|rancher|postgresql|mysql|sss|samba\/private|jenkins\/(?:secrets|users))|var\/(?:spool\/cron|backups)|sys\/kernel|boot)(?:$|[/-])/
/** Among the rest of /run are keys, and pipes that are empty once read. */
const harmlessRun = /^\/(?:var\/)?run\/(?:[\w@-]+\/)*(?:[\w@.-]+\.pid|utmp|dmesg\.boot|(?:stub-)?resolv\.conf|motd[\w.-]*)$/
const harmlessProc =
  /^\/proc(?:$|\/(?:cpuinfo|meminfo|loadavg|stat|uptime|version|mounts|partitions|diskstats|swaps|filesystems|interrupts|vmstat|modules|devices|net|pressure|sys)(?:$|\/))/
/** Not those without an end, and not the terminal. */
const harmlessDevice = /^\/dev\/(?:null|stdin)$/
/** Too far up: somewhere below lie keys. */
const secretTrees =
  /^\/(?:(?:etc|home|Users)(?:\/[^/]+)?|(?:proc|sys|run|boot|dev|root)(?:\/.*)?|var(?:\/(?:lib(?:\/[^/]+)?|spool|run(?:\/.*)?|snap))?|mnt|media|usr\/local\/etc)?$/
const plainTrees =
  /^\/etc\/(?:nginx|apache2|httpd|systemd|default|init\.d|cron\.(?:d|daily|hourly|weekly|monthly)|logrotate\.d|sysctl\.d|apt|yum\.repos\.d|haproxy)$/

/** Why this is not simply listed or looked for; null where nothing is known against it. */
export const secretNameIn = (path: string): string | null => (secretNames.test(path) ? `${JSON.stringify(path)} may hold secrets.` : null)

/** Why the content of this path is not simply read; null where nothing is known against it. */
export const secretIn = (path: string): string | null => faultIn(path, secretAt)

/** The same for a program that reads all that lies in a folder. */
export const secretBelow = (path: string): string | null => faultIn(path, (plain) => treeAt(plain) ?? secretAt(plain))

const faultIn = (path: string, faultAt: (plain: string) => string | null): string | null => {
  // `strings @list`: GNU's binary tools read their arguments from that file.
  if (path.startsWith('@')) return `${JSON.stringify(path)} may stand for what a file says.`
  const readings = readingsOf(path)
  if (!readings) return `${JSON.stringify(path)} climbs out of a folder that it names.`
  for (const plain of readings) {
    const fault = faultAt(plain)
    if (fault) return `${JSON.stringify(path)} ${fault}`
  }
  return null
}

const treeAt = (plain: string): string | null => (secretTrees.test(plain) && !plainTrees.test(plain) ? 'would be read whole, with its secrets.' : null)

const secretAt = (plain: string): string | null => {
  if (secretNames.test(plain) || secretPlaces.test(plain) || secretFiles.some((it) => it.test(plain))) return 'may hold secrets.'
  if (/^\/(?:etc|home|proc|dev|run|sys)?$/.test(plain)) return 'would be read whole, with its secrets.'
  if (/^\/(?:var\/)?run\//.test(plain) && !harmlessRun.test(plain)) return 'may hold secrets or be a pipe.'
  if (plain.startsWith('/proc/') && !harmlessProc.test(plain)) return 'shows the inside of processes.'
  if (plain.startsWith('/dev/') && !harmlessDevice.test(plain)) return 'is a device.'
  return null
}
