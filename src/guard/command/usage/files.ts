/** Programs that show files, folders and what is in them. */
import { judgeFewBytes } from './few-bytes.ts'
import { judgeFind } from './find.ts'
import { judgeSeq } from './seq.ts'
import { none, operands, paths, places, texts, use, words, type Usage } from './usage.ts'

const sums = use('-bctzw --binary --check --quiet --status --strict --tag --text --warn --zero --ignore-missing', paths)
const grep = use(
  '-EFGPivwxcLlnoqsbHhTZaIrRUyz -# -e:pattern -f:path -m:number -A:number -B:number -C:number -D:one_of_read_skip -d:one_of_read_skip ' +
    '--extended-regexp --fixed-strings --basic-regexp --perl-regexp --regexp:pattern --file:path --ignore-case --no-ignore-case --invert-match ' +
    '--word-regexp --line-regexp --count --color?:word --colour?:word --files-without-match --files-with-matches --max-count:number --only-matching ' +
    '--quiet --silent --no-messages --byte-offset --with-filename --no-filename --label:text --line-number --initial-tab --null ' +
    '--after-context:number --before-context:number --context:number --text --binary-files:word --include:glob --exclude:text --exclude-dir:text ' +
    '--recursive --dereference-recursive --line-buffered --null-data',
  paths,
  { leading: ['pattern'], leadingBy: ['-e', '-f', '--regexp', '--file'], recursiveBy: ['-r', '-R', '--recursive', '--dereference-recursive'] },
)
const head = use('-qvz -# -c:count -n:count --bytes:count --lines:count --quiet --silent --verbose --zero-terminated', paths)
const od = use(
  '-abcdfhilosxv -A:one_of_d_o_x_n_none -t:word -j:size -N:size -w?:number -S:number --address-radix:word --format:word --read-bytes:size --skip-bytes:size',
  paths,
)

export const filePrograms: Readonly<Record<string, Usage>> = {
  find: use('', places, { judge: judgeFind }),
  grep,
  egrep: grep,
  fgrep: grep,
  cat: use('-AbeEnstTuv --show-all --number-nonblank --show-ends --number --squeeze-blank --show-tabs --show-nonprinting', paths),
  tac: use('-br -s:text --before --regex --separator:text', paths),
  nl: use('-p -b:text -f:text -h:text -d:text -i:number -l:number -n:one_of_ln_rn_rz -s:text -v:number -w:number', paths),
  head: use('', none, { judge: judgeFewBytes(head, 'c') }),
  tail: use('-fFqvzr -# -c:text -n:text -s:number --bytes:text --lines:text --follow?:word --retry --quiet --silent --verbose --pid:number', paths),
  wc: use('-cmlLw --bytes --chars --lines --max-line-length --words', paths),
  rev: use('', paths),
  fold: use('-bs -w:number -# --bytes --spaces --width:number', paths),
  fmt: use('-cstu -w:number -p:text -# --width:number --uniform-spacing --split-only', paths),
  expand: use('-i -t:word --initial --tabs:word', paths),
  unexpand: use('-a -t:word --all --tabs:word --first-only', paths),
  od: use('', none, { judge: judgeFewBytes(od, 'N') }),
  hexdump: use('-bcCdoxv -n:size -s:size', paths),
  xxd: use('-abEeipu -c:number -g:number -l:number -s:size', operands('path', 0, 1)),
  strings: use('-afw -n:number -t:one_of_o_d_x -e:one_of_s_S_b_l_B_L -# --all --bytes:number --radix:word', paths),
  cut: use(
    '-nsz -b:word -c:text -d:text -f:text --bytes:word --characters:word --delimiter:text --fields:text --complement --only-delimited --output-delimiter:text',
    paths,
  ),
  tr: use('-cCdst --complement --delete --squeeze-repeats --truncate-set1', operands('text', 1, 2)),
  paste: use('-sz -d:text --delimiters:text --serial --zero-terminated', paths),
  join: use(
    '-iz -a:number -v:number -e:text -1:number -2:number -j:number -o:text -t:text --nocheck-order --check-order --header --ignore-case',
    operands('path', 2, 2),
  ),
  comm: use('-123iz --check-order --nocheck-order --output-delimiter:text --total --zero-terminated', operands('path', 2, 2)),
  column: use('-tnxreLJ -s:text -o:text -c:number -N:text -R:text -H:text --table --separator:text --output-separator:text --output-width:number', paths),
  uniq: use(
    '-cdDiuz -f:number -s:number -w:number --count --repeated --unique --ignore-case --skip-fields:number --skip-chars:number --check-chars:number --all-repeated?:word',
    operands('path', 0, 1),
  ),
  sort: use(
    '-bdfgihMnRrVcCmsuz -k:keys -S:text --buffer-size:text -t:text --ignore-leading-blanks --dictionary-order --ignore-case --general-numeric-sort --ignore-nonprinting ' +
      '--human-numeric-sort --month-sort --numeric-sort --reverse --random-sort --version-sort --sort:word --check?:word --debug --key:keys --merge ' +
      '--stable --unique --field-separator:text --zero-terminated',
    paths,
  ),
  shuf: use('-ez -n:number -i:word --echo --head-count:number --input-range:word', paths),
  diff: use(
    '-abBcdeEfitnNpqrsTuwyZ -# -W:number -U:number -C:number -x:text -X:path --exclude-from:path -I:text -F:text -D:word -L:text --brief --text --minimal --normal --rcs --ed ' +
      '--recursive --new-file --unidirectional-new-file --unified?:number --context?:number --side-by-side --suppress-common-lines --left-column --width:number ' +
      '--ignore-case --ignore-all-space --ignore-space-change --ignore-blank-lines --ignore-trailing-space --ignore-tab-expansion --ignore-file-name-case ' +
      '--ignore-matching-lines:text --exclude:text --strip-trailing-cr --color?:word --label:text --speed-large-files --report-identical-files ' +
      '--show-c-function --expand-tabs --no-dereference --changed-group-format:line_format --unchanged-group-format:line_format --new-group-format:line_format ' +
      '--old-group-format:line_format --line-format:line_format --new-line-format:line_format --old-line-format:line_format --unchanged-line-format:line_format --starting-file:path',
    operands('tree', 2, 4),
  ),
  cmp: use('-bls -i:word -n:size --print-bytes --verbose --quiet --silent --bytes:size --ignore-initial:word', operands('path', 1, 4)),
  ls: use(
    '-aAbBcCdfFgGhHiklLmnNopqQrRsStuUvxXZ1 -I:text -w:number -T:number --all --almost-all --author --escape --block-size:word --ignore-backups --color?:word ' +
      '--directory --dired --classify?:word --file-type --format:word --full-time --group-directories-first --no-group --human-readable --si ' +
      '--dereference --dereference-command-line --hide:text --hyperlink?:word --indicator-style:word --inode --ignore:text --kibibytes --numeric-uid-gid ' +
      '--literal --quote-name --quoting-style:word --reverse --recursive --size --sort:word --time:word --time-style:text --tabsize:number --width:number ' +
      '--context --zero',
    places,
  ),
  tree: use(
    '-adfilxhspugDtrCnFqNvUcSAJXQ -L:number -P:text -I:text --du --dirsfirst --filesfirst --noreport --prune --charset:word --filelimit:number --inodes --device ' +
      '--timefmt:text --sort?:word --matchdirs --ignore-case --si --gitignore --nolinks',
    places,
  ),
  stat: use('-ftL -c:text --format:text --file-system --terse --dereference', operands('place', 1)),
  file: use(
    '-bhikLnNr0 -F:text --brief --mime --mime-type --mime-encoding --dereference --no-dereference --keep-going --no-pad --separator:text --extension',
    operands('place', 1),
  ),
  du: use(
    '-abcDHhklmsSxLPi0 -d:number -t:size -B:word --all --apparent-size --bytes --total --dereference --dereference-args --human-readable --si --inodes ' +
      '--max-depth:number --separate-dirs --summarize --one-file-system --no-dereference --exclude:text --threshold:size --time?:word --time-style:text --block-size:word --null',
    places,
  ),
  df: use(
    '-ahHiklmPTg -t:word -x:word -B:word --all --block-size:word --human-readable --si --inodes --local --portability --print-type --total --type:word --exclude-type:word --output?:word --no-sync',
    places,
  ),
  basename: use('-az -s:text --multiple --suffix:text --zero', texts),
  dirname: use('-z --zero', texts),
  readlink: use('-efmnqsvz --canonicalize --canonicalize-existing --canonicalize-missing --no-newline', places),
  realpath: use(
    '-emLPqsz --canonicalize-existing --canonicalize-missing --logical --physical --quiet --strip --no-symlinks --relative-to:path --relative-base:path',
    places,
  ),
  pwd: use('-LP', none),
  md5sum: sums,
  sha1sum: sums,
  sha224sum: sums,
  sha256sum: sums,
  sha384sum: sums,
  sha512sum: sums,
  b2sum: sums,
  cksum: use('', paths),
  sum: use('-rs', paths),
  which: use('-a --all', words),
  whereis: use('-bmsu', words),
  locate: use(
    '-0AbceiwrLPS -l:number -n:number --all --basename --count --existing --ignore-case --limit:number --wholename --regex -r:path --regexp:path',
    paths,
  ),
  seq: use('', none, { judge: judgeSeq }),
}
