/**
 * node-llama-cpp, which runs GGUF models, installed beside the models when somebody wants a local one: 85 MB without its GPU variants,
 * and not among our dependencies, whose full install would be 670 MB. None of its scripts run: they would download or compile.
 */
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../../base/error.ts'
import { withoutKeys } from '../without-keys.ts'

const version = '3.22.1'

const platformPackages: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'linux-arm': 'linux-armv7l',
  'darwin-x64': 'mac-x64',
  'darwin-arm64': 'mac-arm64-metal',
  'win32-x64': 'win-x64',
  'win32-arm64': 'win-arm64',
}

/** The entry file to import, or null when this version is not installed whole under `dir`. */
export const findLlamaRuntime = async (dir: string): Promise<string | null> => {
  const found = await Promise.all([installedVersion(dir, 'node-llama-cpp'), installedVersion(dir, `@node-llama-cpp/${platformPackage()}`)])
  return found.every((installed) => installed === version) ? join(runtimeDir(dir), 'node_modules', 'node-llama-cpp', 'dist', 'index.js') : null
}

/** Installs it unless it is there, and gives its entry file. Fails with `unavailable` in the words of npm. */
export const installLlamaRuntime = async ({
  dir,
  onProgress = () => {},
  signal,
}: {
  dir: string
  onProgress?: (sentence: string) => void
  signal?: AbortSignal
}): Promise<string> => {
  const present = await findLlamaRuntime(dir)
  if (present) return present
  const platform = platformPackage()
  if (!platform)
    throw new AppError(
      'unavailable',
      `There is no ready-made node-llama-cpp for ${process.platform} ${process.arch}. Use an OpenAI-compatible server instead (OPENAI_BASE_URL).`,
    )
  onProgress(`Installing node-llama-cpp ${version} for ${platform} (85 MB)…`)
  await mkdir(dir, { recursive: true })
  // Built aside and renamed: half an install is never taken for a whole one.
  const aside = await mkdtemp(join(dir, '.llama-'))
  try {
    await writeFile(join(aside, 'package.json'), JSON.stringify({ private: true }))
    await npmInstall(aside, [`node-llama-cpp@${version}`, `@node-llama-cpp/${platform}@${version}`], signal)
    await rm(runtimeDir(dir), { recursive: true, force: true })
    await rename(aside, runtimeDir(dir))
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
  const entry = await findLlamaRuntime(dir)
  if (!entry) throw new AppError('unavailable', 'npm ended well, but node-llama-cpp is not there whole. Try again with an empty npm cache.')
  onProgress('node-llama-cpp is installed.')
  return entry
}

const runtimeDir = (dir: string): string => join(dir, `node-llama-cpp-${version}`)

const platformPackage = (): string | undefined => platformPackages[`${process.platform}-${process.arch}`]

const installedVersion = async (dir: string, name: string): Promise<string | null> => {
  try {
    const text = await readFile(join(runtimeDir(dir), 'node_modules', name, 'package.json'), 'utf8')
    return (JSON.parse(text) as { version?: string }).version ?? null
  } catch {
    return null
  }
}

const npmInstall = (cwd: string, packages: string[], signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const windows = process.platform === 'win32'
    const npm = spawn(
      windows ? 'npm.cmd' : 'npm',
      ['install', '--omit=optional', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...packages],
      {
        cwd,
        shell: windows,
        stdio: ['ignore', 'ignore', 'pipe'],
        env: withoutKeys(process.env),
        ...(signal && { signal }),
      },
    )
    let complaints = ''
    npm.stderr?.on('data', (data: Buffer) => {
      complaints = (complaints + data.toString('utf8')).slice(-2000)
    })
    npm.on('error', (error) => reject(signal?.aborted ? signal.reason : installError(error.message)))
    npm.on('close', (code) => (code === 0 ? resolve() : reject(installError(complaints.trim() || `npm ended with ${code}`))))
  })

const installError = (reason: string): AppError =>
  new AppError(
    'unavailable',
    `node-llama-cpp could not be installed: ${reason.split('\n').slice(0, 3).join(' ')}. Check that npm and its registry can be reached, then try again.`,
  )
