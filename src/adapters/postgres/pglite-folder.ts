import { existsSync } from 'node:fs'
import { cp, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { constants } from 'node:fs'
import { dirname, join } from 'node:path'

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
  if (templateDir && existsSync(templateDir)) await copyTree(templateDir, making)
  else {
    await mkdir(making, { mode: 0o700 })
    await (await create(making)).close()
    if (templateDir) await keepTemplate(making, templateDir)
  }
  await syncTree(making)
  await rename(making, dir)
  await syncPath(dirname(dir))
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

const copyTree = (from: string, to: string): Promise<void> => cp(from, to, { recursive: true, mode: constants.COPYFILE_FICLONE })

const syncTree = async (dir: string): Promise<void> => {
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name)
    if (entry.isDirectory()) await syncTree(path)
    else await syncPath(path)
  }
  await syncPath(dir)
}

const syncPath = async (path: string): Promise<void> => {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
