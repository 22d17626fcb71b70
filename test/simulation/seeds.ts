import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const FOLDER = join(import.meta.dirname, 'seeds')

/** Seeds that failed once; each is a file whose text says what it found. */
export async function savedSeeds(): Promise<string[]> {
  const files = await readdir(FOLDER)
  return files
    .filter((file) => file.endsWith('.txt'))
    .map((file) => file.slice(0, -4))
    .toSorted()
}

/** Keeps a seed that failed, unless it is kept already. */
export async function saveSeed(seed: string, problems: readonly string[]): Promise<void> {
  const text = `${problems.join('\n')}\n`
  await writeFile(join(FOLDER, `${encodeURIComponent(seed)}.txt`), text, { flag: 'wx' }).catch(unlessKept)
}

function unlessKept(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}
