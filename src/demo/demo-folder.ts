import { randomInt } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { layoutOf } from '../server/db/engine/layout.ts'

const contents = z.object({
  /** `seeding` while history and shops are being made: what a killed demonstration leaves behind is not worth keeping. */
  state: z.enum(['seeding', 'ready']),
  password: z.string().min(10),
})

/** What a demonstration keeps in its data folder beside the database. */
export type DemoFile = z.infer<typeof contents>

/** The folder holds something that no demonstration made; it is left alone. `message` is for the person at the console. */
export class ForeignFolder extends Error {
  constructor(folder: string) {
    super(
      `A pasta ${folder} já tem dados que não são da demonstração, e ela não mexe neles. Escolha outra pasta com DATA_DIR.`,
    )
    this.name = 'ForeignFolder'
  }
}

/**
 * Opens the folder of a demonstration; a new one gets a password that stays the same from then on. Throws `ForeignFolder` where
 * there is a database without our file beside it.
 */
export async function openDemoFolder(dataDir: string): Promise<DemoFile> {
  const file = fileIn(dataDir)
  if (existsSync(file)) return contents.parse(JSON.parse(await readFile(file, 'utf8')))
  if (existsSync(layoutOf(dataDir).home)) throw new ForeignFolder(dataDir)
  const fresh: DemoFile = { state: 'seeding', password: newPassword() }
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  await saveDemoFile(dataDir, fresh)
  return fresh
}

/** Writes the file whole or not at all. */
export async function saveDemoFile(dataDir: string, demo: DemoFile): Promise<void> {
  const draft = `${fileIn(dataDir)}.draft`
  await writeFile(draft, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600, flush: true })
  await rename(draft, fileIn(dataDir))
}

function fileIn(dataDir: string): string {
  return join(dataDir, 'demo.json')
}

/** Letters and digits that are not mistaken for one another when they are copied from a console. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'

function newPassword(): string {
  const group = () => Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
  return [group(), group(), group()].join('-')
}
