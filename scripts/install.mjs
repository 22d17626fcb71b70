import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { ROOT, SayAndStop } from './say.mjs'

const LOCKFILE = join(ROOT, 'package-lock.json')
const MODULES = join(ROOT, 'node_modules')
const MARK = join(MODULES, '.installed')
const INSTALLING = join(ROOT, '.cache', 'installing')
const LONGEST_INSTALL_MS = 15 * 60_000

/**
 * Makes sure that node_modules holds exactly what package-lock.json says, installing when it does not.
 * Two tasks that start at once on a fresh clone take turns.
 */
export async function ensureInstalled() {
  if (isFresh()) return
  await takeTurn()
  try {
    if (!isFresh()) install()
  } finally {
    rmSync(INSTALLING, { force: true })
  }
}

function isFresh() {
  if (readIfThere(MARK) === fingerprint()) return true
  // What a person installed by hand counts as well, when it is complete.
  if (!isComplete()) return false
  writeFileSync(MARK, fingerprint())
  return true
}

function fingerprint() {
  return createHash('sha256')
    .update(`${process.platform} ${process.arch}\n`)
    .update(readFileSync(LOCKFILE))
    .digest('hex')
}

/** Compares npm's own record of what it installed with the lockfile. Optional packages may be for other platforms. */
function isComplete() {
  const record = readIfThere(join(MODULES, '.package-lock.json'))
  if (record === undefined) return false
  const installed = JSON.parse(record).packages
  const wanted = JSON.parse(readFileSync(LOCKFILE, 'utf8')).packages
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true
    const found = installed[path]
    return found === undefined
      ? optional === true && !isForThisPlatform(wanted[path])
      : found.version === version
  })
}

function isForThisPlatform({ os, cpu, libc }) {
  const isGlibc = process.report?.getReport().header.glibcVersionRuntime !== undefined
  const fitsLibc = libc === undefined || libc.includes(isGlibc ? 'glibc' : 'musl')
  return (os?.includes(process.platform) ?? true) && (cpu?.includes(process.arch) ?? true) && fitsLibc
}

function install() {
  console.log('Instalando as dependências (cerca de um minuto na primeira vez)…')
  const begun = Date.now()
  const npm = process.env.npm_execpath
  const args = ['ci', '--loglevel=error', '--no-audit', '--no-fund']
  const options = { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] }
  const result = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' })
  if (result.status !== 0) {
    throw new SayAndStop(
      'A instalação das dependências falhou (o npm explicou acima). Confira a rede, o espaço em disco (1 GB) e o registro do npm, e rode o comando de novo.',
    )
  }
  writeFileSync(MARK, fingerprint())
  console.log(`Dependências instaladas em ${Math.round((Date.now() - begun) / 1000)} s.`)
}

/** Waits while another task installs; a mark left by one that was killed does not count. */
async function takeTurn() {
  mkdirSync(join(ROOT, '.cache'), { recursive: true })
  for (;;) {
    try {
      writeFileSync(INSTALLING, String(process.pid), { flag: 'wx' })
      return
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (isAbandoned()) rmSync(INSTALLING, { force: true })
    else await pause(200)
  }
}

/** The number of a dead process may belong to another one by now: no installation takes so long. */
function isAbandoned() {
  const stats = statSync(INSTALLING, { throwIfNoEntry: false })
  const holder = Number(readIfThere(INSTALLING) ?? 0)
  const isOld = stats !== undefined && Date.now() - stats.mtimeMs > LONGEST_INSTALL_MS
  return isOld || (holder > 0 && !isAlive(holder))
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}
