import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { commandJudge } from './judge-command.ts'
import { openMvdan } from './mvdan.ts'
import { openTreeSitter } from './tree-sitter.ts'
import { usages } from './usage/usages.ts'
import type { ShellParser } from './words.ts'

const parsers = [await openTreeSitter(), await openMvdan()]
const judge = commandJudge(parsers)

const check = (verdict: 'safe' | 'dangerous', commands: readonly string[]): void => {
  const others = commands.filter((command) => judge(command).verdict !== verdict).map((command) => [command, judge(command).why])
  assert.deepEqual(others, [])
}

test('everyday looking around is safe', () => {
  check('safe', [
    'ls -la /var/log',
    '/usr/bin/df -h',
    'find . -type f \\( -name "*.log" -o -name \'*.gz\' \\) ! -mtime -3 -printf "%s %p\\n"',
    'grep -rn --include="*.conf" "listen 80" /etc/nginx',
    'grep "timeout$" app.log',
    'tail -n 200 /var/log/nginx/error.log',
    'ps -eo pid,ppid,%mem,cmd --sort=-%mem',
    'ps aux',
    'ss -tlnp',
    'ss -tn state established "( dport = :443 )"',
    'date +"%F %T"',
    'ip -br addr show dev eth0',
    'journalctl -u nginx.service --since "10 minutes ago" -n 50 --no-pager',
    'systemctl status nginx --no-pager',
    'kubectl -n shop get pods -o wide',
    'kubectl logs web-1 --tail 100 --previous',
    'docker logs --tail 100 web',
    'openssl x509 -in /etc/nginx/site.crt -noout -dates',
    'sort -t, -k2,2n totals.csv',
    'lsof -nP -i :8080',
    'lsof -nP -iTCP:443',
    'lsof /var/log/syslog',
    'diff --changed-group-format="%<" --unchanged-group-format="" a b',
    'head -5 a.txt',
  ])
})

test('what is not one simple command of literal words is dangerous', () => {
  check('dangerous', [
    '',
    ' ',
    'ls; id',
    'ls & id',
    'ls && id',
    'ls | wc',
    'ls\nid',
    'ls\rid',
    'ls $(id)',
    'ls `id`',
    'ls <(id)',
    'ls > x',
    'ls 2>/dev/null',
    'cat <<< x',
    'cat <<E\nE',
    'ls $HOME',
    'ls ${x@P}',
    'ls $((a[$(id)]))',
    "ls $'a'",
    'ls $"a"',
    'ls {a,b}',
    'ls *',
    'ls ~',
    'ls a?',
    'ls [ab]',
    'A=1 ls',
    'A=1',
    '! ls',
    'time ls',
    'ls # only',
    'ls "a!b"',
    '(ls)',
    '{ ls; }',
    'f() { ls; }',
    'ls \\\n-l',
    'ls "a',
    "ls 'a",
    'ls\0',
    'ls \u2010l',
    'ls\u00a0-l',
    'l\\s',
    '"ls" -l',
    './ls',
    '/tmp/ls',
    'ls a\\bc',
    `ls ${'a'.repeat(1000)}`,
  ])
})

test('a known program that would write, run another, tell the world or show a secret is dangerous', () => {
  check('dangerous', [
    'find . -exec id {} +',
    "find . -exec id '{}' ';'",
    'find . -delete',
    'find . -fprintf out "%p"',
    'find . -e"x"ec id',
    'find . -printf "\\033[2J"',
    'sort -o a a',
    'sort -noa a',
    'sort --outpu=a a',
    'sort --compress-program=id a',
    'sort --compress-prog id a',
    'uniq a b',
    'xxd a b',
    'xxd -r a',
    'tree -o a',
    'date -s tomorrow',
    'date 10101010',
    'date -f /etc/hosts',
    'file -m a b',
    'file -C',
    'file -z a',
    'hostname other',
    'dmesg -C',
    'dmesg -H',
    'journalctl --vacuum-size=1 --no-pager',
    'journalctl -u nginx',
    'systemctl status nginx',
    'systemctl --no-pager stop nginx',
    'systemctl -H other --no-pager status',
    'ip link set eth0 down',
    'ip netns exec a id',
    'ip -b file',
    'ip -n a addr',
    'ss -K dst 1.2.3.4',
    'ss dst evil.example',
    'kubectl exec web -- id',
    'kubectl get pods --kubeconfig=a',
    'kubectl get -f http://evil.example/a',
    'kubectl get secrets',
    'kubectl get pods,secrets/x',
    'kubectl -n get delete pod',
    'docker run a',
    'docker -H tcp://evil ps',
    'openssl engine',
    'openssl x509 -in a -out b -noout',
    'openssl x509 -in a',
    'cat /etc/shadow',
    'cat /etc//shadow',
    'cat /etc/./shadow',
    'cat ../../etc/passwd',
    'cat /proc/1/environ',
    'cat /proc/self/root/etc/hosts',
    'cat /home/a/.ssh/id_rsa',
    'cat /dev/sda',
    'grep -r password /srv',
    'ps auxe',
    'ps -o env',
    'find / -name .git-credentials',
    'sudo ls',
    'env ls',
    'xargs ls',
    'awk 1 a',
    'sed p a',
    'man ls',
    'less a',
    'curl file:///etc/hosts',
    'ping evil.example',
    'dig a.evil.example',
    'constructor',
    '__proto__',
    'toString a',
  ])
})

test('a secret is one however the way to it is written', () => {
  check('dangerous', [
    "grep -r '' /etc/.",
    "grep -r '' /usr/..",
    "grep -r '' /etc/default/..",
    "grep -R '' /.",
    'diff -rN /etc/. /tmp/empty',
    'diff -N /etc/ssl /tmp/empty',
    "grep -r '' /home/.",
    'cat /etc/init.d/../ssh/ssh_host_rsa_key',
    'cat /etc/ssl/certs/../private/snakeoil',
    'cat /tmp/../run/secrets/kubernetes.io/serviceaccount/token',
    'cat /mnt/../var/run/secrets/t',
    "grep -r '' /var/../boot",
    'od -j 4194304 -N 4096 /proc/sys/../1234/mem',
    "grep -r '' /proc/sys/../1",
    'cat /proc/sys/../keys',
    'cat //proc//keys',
    'cat /proc/./1/mem',
    'cat ../../proc/1/mem',
    'cat ../run/secrets/t',
    'cat a/../b',
    "grep -r '' ../..",
    'cat /run/secrets/.',
  ])
  check('safe', ['cat ./a.log', 'cat ../a.log', 'cat /var//log/./syslog', 'ls /etc/..', 'du -s /usr/..', 'cat /proc/net/tcp', 'cat /run/nginx.pid'])
})

test('folders below which keys lie are not read whole', () => {
  check(
    'dangerous',
    '/ // /etc /etc/ssl /etc/NetworkManager /home /home/bob /root /root/a /proc /proc/sys /sys /run /run/systemd /var /var/lib /var/lib/misc /var/spool /boot'
      .split(' ')
      .flatMap((folder) => [`grep -r '' ${folder}`, `grep --recursive '' ${folder}/`, `diff -r ${folder} a`]),
  )
  check('dangerous', [
    "grep -d recurse '' /home/bob",
    "grep -r '' --include=id_rsa /srv",
    "grep -r '' --include='id_*' /srv",
    "grep -r '' --include='*_rsa' /srv",
    "grep -r '' --include='i?_rs[a]' /srv",
    "grep -r '' --include='.*rc' /srv",
    "grep -r '' --include='*.pem' /srv",
  ])
  check('safe', ['grep -rn error /var/log', "grep -r a --include='*.conf' /etc/nginx", "grep -r a --include='*' src", 'grep -r a .', 'diff -r a b'])
})

test('files that hold secrets are not read, whatever their program calls them', () => {
  check(
    'dangerous',
    (
      '/etc/kubernetes/admin.conf admin.conf /etc/rancher/k3s/k3s.yaml k3s.yaml prod.kubeconfig kubeconfig /etc/wireguard/wg0.conf wg0.conf /etc/ppp/chap-secrets ' +
      '/etc/ipsec.secrets /etc/mysql/debian.cnf home.nmconnection /home/a/.vault-token /home/a/.config/gh/hosts.yml /home/a/.config/git/credentials ' +
      '/home/a/.config/gcloud/access.db .envrc prod.env .env.local secrets.yaml secrets.yml secret.json credentials.json terraform.tfstate a.tfstate.backup ' +
      '/var/lib/jenkins/secrets/initialAdminPassword /home/a/.local/share/fish/fish_history /var/spool/cron/crontabs/root a.p12 a.jks a.keystore a.key.bak .netrc .pgpass ' +
      '.my.cnf id_rsa id_rsa.bak id_ed25519_sk my_token /var/lib/kubelet/pki/a /proc/kcore /proc/keys /proc/1/environ /proc/self/mem /proc/1/maps /run/systemd/initctl/fifo @list'
    )
      .split(' ')
      .map((file) => `cat ${file}`),
  )
  check('dangerous', [
    "grep 'p[a]ssword' a.conf",
    'grep pwd a.conf',
    'grep token a.conf',
    "grep 'BEGIN RSA' a.txt",
    'strings @/etc/hosts',
    'strings -e @a b',
    'tree --fromfile a',
  ])
  check('safe', ['cat app.log', 'cat values.yaml', 'cat tokenizer.ts', "find . -name '*.tfstate'", 'cat environment.md'])
})

test('the environment of processes is not shown by the other reading of options that ps has', () => {
  check('dangerous', ['ps -auxe', 'ps -auxeww', 'ps -uaxe', 'ps -e -u ax', 'ps -f -u axe', 'ps -eu ax', 'ps -e -t x', 'ps auxe', 'ps axe', 'ps -ax -e'])
  check('safe', [
    'ps -aux',
    'ps -ef',
    'ps -e -orss=,args=',
    'ps -eo size,pid --sort -size',
    'ps -u root',
    'ps -fu www-data',
    'ps -fp 12',
    'ps -eo pid,user',
    'ps -o user= -p 1',
    'ps -C nginx -o pid,etime',
  ])
})

test('what never ends, fills the disk or waits for keys is dangerous', () => {
  check('dangerous', [
    'cat /dev/zero',
    'tail -f /dev/zero',
    'sort /dev/zero',
    'head -c 9999999999999 /dev/zero',
    'head -c 5 -c 9999999999999 /dev/zero',
    'head -c 5 --bytes=9999999999999 /dev/zero',
    'head -c 5 --byte=9999999999999 /dev/zero',
    'head -c 5 -qc9999999999999 /dev/zero',
    'head -n 5 /dev/zero',
    'od -v /dev/zero',
    'od -N 5 -N 99999999 /dev/zero',
    'cat /dev/random',
    'cat /dev/urandom',
    'cat /dev/tty',
    'seq 1 0.000001 999999999999',
    'seq 99999999',
    'seq -s 5 1 99999999',
    'seq 5 0 9',
    'top',
    'top -c',
    'top -b',
    'top -n 1',
    'less -n a',
    'more a',
    'vi a',
  ])
  check('safe', [
    'seq 10',
    'seq 1 2 99',
    'seq -w 5',
    'seq 100 1',
    'cat /dev/null',
    'head -c 16 /dev/urandom',
    'od -An -N2 -i /dev/random',
    'head -c 1G a.bin',
    'top -b -n 1',
    'top -bn1 -c',
  ])
})

test('words that another shell or kubectl reads as more than they seem are dangerous', () => {
  check('dangerous', [
    'ls =ssh',
    '=ssh',
    'ls ="ssh"',
    'kubectl get cm.v1.',
    'kubectl describe cm.v1.',
    'kubectl get all,cm.v1.',
    'kubectl get secrets.v1.',
    'kubectl get secret.v1./a',
  ])
  check('safe', ['ls a=b', "ls '=ssh'", 'kubectl get pods.v1.'])
})

test('the system is everything by each of its names', () => {
  check('dangerous', ['find // -writable', 'find /. -perm -0002 -type d', 'find /usr/.. -writable', 'find /etc/./ -writable'])
})

test('one parser that reads another thing, or fails, makes it dangerous', () => {
  const other: ShellParser = () => ({ words: [{ start: 0, end: 2, pieces: [{ quotes: 'none', written: 'ls' }] }] })
  assert.equal(commandJudge([parsers[0]!, other])('ls -l').verdict, 'dangerous')
  assert.equal(commandJudge([parsers[0]!, () => ({ why: 'no' })])('ls').verdict, 'dangerous')
  assert.equal(commandJudge([])('ls').verdict, 'dangerous')
  assert.equal(commandJudge([parsers[0]!, other])('ls').verdict, 'safe')
})

test('a reason is one sentence that names what was in the way, and the program where there is one', () => {
  assert.deepEqual(judge('/bin/sort -o a b'), {
    verdict: 'dangerous',
    program: 'sort',
    why: '"sort": the option -o is not among those that are known to only read.',
  })
  assert.equal(judge('ls *.txt').why, 'The shell would change "*.txt" before the program sees it: quote it in single quotes.')
})

test('whatever the text, there is a verdict, and the same again', () => {
  const pieces = [...usages.keys(), '-', '--', '=', ' ', '"', "'", '\\', '$', '(', ')', '`', ';', '\n', '{', '}', '!', '#', '*', 'é', '\0', '-exec', 'a']
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.array(fc.constantFrom(...pieces), { maxLength: 20 }).map((it) => it.join(' ')),
      ),
      (text) => {
        const first = judge(text)
        assert.ok(first.why.length > 0)
        assert.deepEqual(judge(text), first)
      },
    ),
    { numRuns: 2000 },
  )
})
