import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { ROOT, SayAndStop } from './say.mjs'

/** A second Ctrl+C this soon is the same one, passed on by the terminal and by npm: programs get it once. */
const SAME_SIGNAL_MS = 1000

const PARENT_WATCH_MS = 100

/** Where Node keeps what it made of our files, so that a later start takes half a second less. */
const COMPILED = join(ROOT, '.cache', 'node')

/** Room for what lives only as long as a request, in MiB: with Node's own 16 a busy server takes a tenth fewer sales a second. */
const YOUNG_SPACE = '--max-semi-space-size=64'

/** Runs a TypeScript program of the project on Node 24 until it ends; gives its exit code. Signals reach it once. */
export function runTypeScript(program, args) {
  const options = [YOUNG_SPACE, process.env.NODE_OPTIONS].filter(Boolean).join(' ')
  return run([join(ROOT, program), ...args], { env: { NODE_OPTIONS: options } })
}

/** Runs an installed command-line tool (its JavaScript file) on Node 24; gives its exit code. */
export function runTool(file, args, options = {}) {
  return run([join(ROOT, 'node_modules', file), ...args], options)
}

/**
 * `output` takes what the program prints, for tools that run side by side; without it the program prints
 * to the terminal. The program gets a process group of its own, so that the terminal's Ctrl+C comes from
 * here only.
 */
function run(argv, { output, env } = {}) {
  const node = node24()
  const path = [dirname(node), join(ROOT, 'node_modules', '.bin'), process.env.PATH].join(delimiter)
  const child = spawn(node, argv, {
    cwd: ROOT,
    env: { NODE_COMPILE_CACHE: COMPILED, ...process.env, ...env, PATH: path },
    stdio: output === undefined ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  })
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => output(String(chunk)))
  const stopPassing = passSignalsTo(child)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      stopPassing()
      resolve(code ?? 128 + constants.signals[signal])
    })
  })
}

function passSignalsTo(child) {
  let lastAt = Number.NEGATIVE_INFINITY
  const pass = (signal) => {
    interrupted = true
    const now = performance.now()
    if (now - lastAt > SAME_SIGNAL_MS) child.kill(signal)
    lastAt = now
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, pass)
  const watch = setInterval(() => parentHasGone() && pass('SIGTERM'), PARENT_WATCH_MS)
  return () => {
    clearInterval(watch)
    for (const signal of signals) process.off(signal, pass)
  }
}

let interrupted = false

/** True once a person or a system has asked the task to end. */
export function wasInterrupted() {
  return interrupted
}

const parent = process.ppid

/** npm gives a SIGTERM to the shell between it and us, which dies of it and passes nothing on. */
function parentHasGone() {
  return process.env.npm_lifecycle_event !== undefined && process.ppid !== parent
}

let found

/** The Node 24 that the project installs; the system's where there is no such package, when it is new enough. */
function node24() {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const ending = process.platform === 'win32' ? '.exe' : ''
  const own = join(ROOT, 'node_modules', `node-${platform}-${process.arch}`, 'bin', `node${ending}`)
  found ??= [own, process.execPath].find((path) => existsSync(path) && majorOf(path) >= 24)
  if (found !== undefined) return found
  throw new SayAndStop(
    `Este sistema (${process.platform} ${process.arch}) precisa do Node 24 ou mais novo, e o instalado é ${process.version}. Instale-o de https://nodejs.org e rode o comando de novo.`,
  )
}

function majorOf(path) {
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' })
  return Number(/^v(\d+)/.exec(stdout ?? '')?.[1] ?? 0)
}
