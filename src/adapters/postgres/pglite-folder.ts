import { constants, existsSync } from 'node:fs'
import { copyFile, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { mapLimited } from '../../base/async.ts'

interface Closable {
  close(): Promise<void>
}

/**
 * Makes the database folder if there is none. It appears under its name only when whole and synced: a folder that exists is complete,
 * and whatever a crash left behind under the working name was never acknowledged.
 */
export const ensurePgliteFolder = async (dir: string, templateDir: string | null, create: (dir: string) => Promise<Closable>): Promise<void> => {
  if (existsSync(dir)) return
  const making = `${dir}.new`
  await rm(making, { recursive: true, force: true })
  await mkdir(dirname(dir), { recursive: true })
  if (!templateDir || !(await copyTemplate(templateDir, making))) {
    await mkdir(making, { mode: 0o700 })
    await (await create(making)).close()
    if (templateDir) await keepTemplate(making, templateDir)
  }
  await syncTree(making)
  await rename(making, dir)
  await syncPath(dirname(dir))
}

/** False where there is none, or it cannot be read: then a folder is made anew. */
const copyTemplate = async (templateDir: string, making: string): Promise<boolean> => {
  if (!existsSync(templateDir)) return false
  try {
    await copyTree(templateDir, making)
    return true
  } catch (error) {
    await rm(making, { recursive: true, force: true })
    if (['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    return false
  }
}

/** Making a folder costs 3 to 5 s of initdb, copying one 0.2 s. Only a convenience: a failure here is no failure. */
const keepTemplate = async (from: string, templateDir: string): Promise<void> => {
  const making = `${templateDir}.${process.pid}.new`
  try {
    await mkdir(dirname(templateDir), { recursive: true })
    await copyTree(from, making)
    await syncTree(making)
    await rename(making, templateDir)
  } catch {
    await rm(making, { recursive: true, force: true })
  }
}

/** About a thousand small files: eight at a time take a sixth of the time. */
const lanes = 8

const copyTree = async (from: string, to: string): Promise<void> => {
  const { dirs, files } = await readTree(from)
  for (const dir of dirs) await mkdir(join(to, dir), { recursive: true, mode: 0o700 })
  await mapLimited(files, lanes, (file) => copyFile(join(from, file), join(to, file), constants.COPYFILE_FICLONE))
}

const syncTree = async (root: string): Promise<void> => {
  const { dirs, files } = await readTree(root)
  await mapLimited([...files, ...dirs], lanes, (path) => syncPath(join(root, path)))
}

/** Paths within `root`; folders before what they hold, the root itself as ''. */
const readTree = async (root: string): Promise<{ dirs: string[]; files: string[] }> => {
  const entries = await readdir(root, { withFileTypes: true, recursive: true })
  const paths = (wanted: boolean): string[] =>
    entries.filter((entry) => entry.isDirectory() === wanted).map((entry) => relative(root, join(entry.parentPath, entry.name)))
  return { dirs: ['', ...paths(true).sort()], files: paths(false) }
}

const syncPath = async (path: string): Promise<void> => {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
