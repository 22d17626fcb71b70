import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, lstatSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  type Binaries,
  installedBinaries,
  makeRunnable,
  program,
  programEnvironment,
} from '../../src/server/db/engine/binaries.ts'
import { isRoot, nobody, type RunAs } from '../../src/server/db/engine/run-as.ts'

const folder = mkdtempSync(join(tmpdir(), 'estoqueuni-package-'))
const cache = mkdtempSync(join(isRoot() ? '/var/tmp' : tmpdir(), 'estoqueuni-cache-'))
const unpacked: Binaries = { folder: join(folder, 'native'), version: '18.0-test' }

beforeAll(() => {
  // As npm leaves the package when install scripts are off: without the links.
  const isPlain = (path: string) => !lstatSync(path).isSymbolicLink()
  cpSync(installedBinaries().folder, unpacked.folder, { recursive: true, filter: isPlain })
  chmodSync(cache, 0o755)
})

afterAll(() => {
  for (const place of [folder, cache]) rmSync(place, { recursive: true })
})

it('makes the library links that the install script would have made', async () => {
  expect(() => versionOf(unpacked, undefined)).toThrow()
  expect(await makeRunnable(unpacked, undefined, cache)).toEqual(unpacked)
  expect(versionOf(unpacked, undefined)).toMatch(/^initdb \(PostgreSQL\) 18/)
})

it.runIf(isRoot())('copies once what the unprivileged user cannot read', async () => {
  const copy = await makeRunnable(unpacked, nobody(), cache)
  expect(copy.folder).toBe(join(cache, 'postgresql-18.0-test', 'native'))
  expect(versionOf(copy, nobody())).toMatch(/^initdb \(PostgreSQL\) 18/)

  const proof = join(copy.folder, 'proof')
  cpSync(join(copy.folder, 'pg-symlinks.json'), proof)
  expect(await makeRunnable(unpacked, nobody(), cache)).toEqual(copy)
  expect(existsSync(proof)).toBe(true)
})

function versionOf(binaries: Binaries, runAs: RunAs | undefined): string {
  const options = { ...runAs, env: programEnvironment(binaries), encoding: 'utf8', stdio: 'pipe' } as const
  return execFileSync(program(binaries, 'initdb'), ['--version'], options)
}
