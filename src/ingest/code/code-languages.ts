/** Languages of source code by the names of their files. */
export interface CodeLanguage {
  readonly name: string
  /** Which grammar reads it; null: it is cut by its blank lines and indentation. */
  readonly grammar: string | null
}

const read = (name: string, extensions: string, grammar: string | null = null): [string, CodeLanguage][] =>
  extensions.split(' ').map((extension) => [extension, { name, grammar }])

const byExtension = new Map<string, CodeLanguage>([
  ...read('bash', 'sh bash zsh', 'bash'),
  ...read('c', 'c h', 'cpp'),
  ...read('cpp', 'cc cpp cxx hh hpp hxx ino', 'cpp'),
  ...read('csharp', 'cs', 'c-sharp'),
  ...read('css', 'css', 'css'),
  ...read('go', 'go', 'go'),
  ...read('ini', 'ini cfg conf properties', 'ini'),
  ...read('java', 'java', 'java'),
  ...read('javascript', 'js mjs cjs', 'javascript'),
  ...read('jsx', 'jsx', 'tsx'),
  ...read('php', 'php', 'php'),
  ...read('powershell', 'ps1 psm1', 'powershell'),
  ...read('python', 'py pyi', 'python'),
  ...read('ruby', 'rb rake gemspec', 'ruby'),
  ...read('rust', 'rs', 'rust'),
  ...read('tsx', 'tsx', 'tsx'),
  ...read('typescript', 'ts mts cts', 'typescript'),
  ...read('dart', 'dart'),
  ...read('elixir', 'ex exs'),
  ...read('graphql', 'graphql gql'),
  ...read('groovy', 'groovy gradle'),
  ...read('haskell', 'hs'),
  ...read('julia', 'jl'),
  ...read('kotlin', 'kt kts'),
  ...read('lua', 'lua'),
  ...read('makefile', 'mk'),
  ...read('objective-c', 'm mm'),
  ...read('perl', 'pl pm'),
  ...read('protobuf', 'proto'),
  ...read('r', 'r'),
  ...read('scala', 'scala sc'),
  ...read('sql', 'sql'),
  ...read('svelte', 'svelte'),
  ...read('swift', 'swift'),
  ...read('terraform', 'tf tfvars hcl'),
  ...read('toml', 'toml'),
  ...read('vue', 'vue'),
  ...read('yaml', 'yaml yml'),
  ...read('zig', 'zig'),
])

const byName = new Map<string, CodeLanguage>([
  ['dockerfile', { name: 'dockerfile', grammar: null }],
  ['containerfile', { name: 'dockerfile', grammar: null }],
  ['makefile', { name: 'makefile', grammar: null }],
  ['gnumakefile', { name: 'makefile', grammar: null }],
  ['jenkinsfile', { name: 'groovy', grammar: null }],
  ['gemfile', { name: 'ruby', grammar: 'ruby' }],
  ['rakefile', { name: 'ruby', grammar: 'ruby' }],
])

/** Null for what is no source code by its name. */
export const codeLanguageOf = (path: string): CodeLanguage | null => {
  const name = path.toLowerCase().split('/').at(-1)!
  return byName.get(name) ?? byExtension.get(/[^.]\.([^.]+)$/.exec(name)?.[1] ?? '') ?? null
}

const byType = new Map([...byExtension.values(), ...byName.values()].map((language) => [`text/x-${language.name}`, language]))

/** Of a stated media type, e.g. `text/x-python`. */
export const codeLanguageOfType = (mediaType: string | undefined): CodeLanguage | null =>
  byType.get(mediaType?.split(';')[0]!.trim().toLowerCase() ?? '') ?? null

export const codeMediaType = ({ name }: CodeLanguage): `text/x-${string}` => `text/x-${name}`

/** What people wrote and may ask about: not what was bundled, generated, locked or copied from others. A file that is named by itself is read anyway. */
export const isOwnCode = (path: string): boolean => codeLanguageOf(path) !== null && !foreignFolder.test(path) && !madeFile.test(path)

const foreignFolder =
  /(?:^|\/)(?:vendor|third[_-]party|bower_components|node_modules|site-packages|__pycache__|venv|virtualenv|dist|build|target|obj|out|coverage|Pods|Carthage)\//i

const madeFile =
  /(?:[.-](?:min|bundle|chunk|generated|gen|designer)\.[^./]+|\.d\.[cm]?ts|\.pb\.[^/]+|_pb2(?:_grpc)?\.pyi?|\.g\.(?:cs|dart)|(?:^|\/)(?:pnpm-lock\.yaml|(?:cargo|poetry|uv|pdm)\.toml\.lock|\.terraform\.lock\.hcl|buf\.lock))$/i
