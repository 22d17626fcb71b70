import { execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import pg from 'pg'
import { runnableBinaries } from '../../src/server/db/engine/binaries.ts'
import { freePort } from '../../src/server/db/engine/free-port.ts'
import { isRoot, nobody } from '../../src/server/db/engine/run-as.ts'
import { databaseParent } from './database-parent.ts'
import { eventually } from './eventually.ts'

/** A PostgreSQL server started for a test run, reached over TCP like one that somebody else operates. */
export type SystemServer = { readonly url: string; readonly name: string; stop(): Promise<void> }

/** Settings for tests, of which nothing need survive. */
export const SPEED = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

const OLDEST_VERSION = 15

/**
 * Starts a server on the newest PostgreSQL (15 or newer) of this machine, on a free port of the loopback,
 * in a temporary folder. Where there is none it is installed, when this is root on a Debian; where that
 * is not possible either, the embedded binaries serve as a plain server. It flushes to disk only when the
 * given settings leave that on.
 */
export async function startSystemServer(
  own: Readonly<Record<string, string>> = SPEED,
): Promise<SystemServer> {
  const runAs = isRoot() ? nobody() : undefined
  const parent = own === SPEED ? databaseParent() : tmpdir()
  // As root, not in a TMPDIR that may be private: the server's user must enter.
  const folder = mkdtempSync(join(isRoot() && parent === tmpdir() ? '/tmp' : parent, 'estoqueuni-server-'))
  const password = randomBytes(12).toString('hex')
  writeFileSync(join(folder, 'password'), password)
  chmodSync(folder, 0o755)
  if (runAs !== undefined) chownSync(folder, runAs.uid, runAs.gid)
  const bin = findPrograms() ?? installPrograms() ?? join((await runnableBinaries(runAs)).folder, 'bin')
  const cluster = join(folder, 'cluster')
  const auth = ['-U', 'postgres', '-A', 'scram-sha-256', '--pwfile', join(folder, 'password')]
  const options = { ...runAs, env: { ...process.env, LC_ALL: 'C', LD_LIBRARY_PATH: join(bin, '..', 'lib') } }
  execFileSync(
    join(bin, 'initdb'),
    ['-D', cluster, ...auth, '-E', 'UTF8', '--locale', 'C.UTF-8', '-N'],
    options,
  )

  const port = await freePort()
  const settings = {
    ...own,
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 120,
  }
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawn(join(bin, 'postgres'), ['-D', cluster, ...args], { ...options, stdio: 'ignore' })
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
  await eventually('the server answers', () => answers(url))
  return {
    url,
    name: `${execFileSync(join(bin, 'postgres'), ['--version'], { ...options, encoding: 'utf8' }).trim()}, ${bin}`,
    stop: async () => {
      server.kill('SIGINT')
      await once(server, 'exit')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function answers(url: string): Promise<true | undefined> {
  const client = new pg.Client(url)
  try {
    await client.connect()
    return true
  } catch {
    return undefined // it is still starting
  } finally {
    await client.end()
  }
}

/** Folder of the newest complete PostgreSQL that is new enough. */
function findPrograms(): string | undefined {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ]
  return folders.find((folder) => versionIn(folder) >= OLDEST_VERSION)
}

function versionIn(folder: string): number {
  if (!['initdb', 'postgres'].every((program) => existsSync(join(folder, program)))) return 0
  return Number(
    / (\d+)/.exec(execFileSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8' }))?.[1],
  )
}

/** Installs the distribution's PostgreSQL, without the server that its package would start by itself. */
function installPrograms(): string | undefined {
  if (!isRoot() || !existsSync('/usr/bin/apt-get')) return undefined
  console.log('Instalando o PostgreSQL do sistema com apt-get…')
  const configuration = '/etc/postgresql-common/createcluster.conf'
  if (!existsSync(configuration)) {
    mkdirSync('/etc/postgresql-common', { recursive: true })
    writeFileSync(configuration, 'create_main_cluster = false\n')
  }
  try {
    aptGet('update')
    aptGet('install', '-y', '--no-install-recommends', 'postgresql')
  } catch (error) {
    console.log(
      `O apt-get não instalou o PostgreSQL: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
  return findPrograms()
}

function aptGet(...args: string[]): void {
  execFileSync('apt-get', ['-qq', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 300_000,
  })
}
