import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { runTool } from './node-24.mjs'
import { ROOT, SayAndStop } from './say.mjs'

const BUILT = join(ROOT, 'dist', 'web')
const MARK = join(BUILT, '.built')
const SOURCES = ['src/web', 'src/domain', 'src/contract', 'src/client', 'vite.config.ts', 'package-lock.json']
/** What a phone downloads before the first screen, gzipped. */
const FIRST_LOAD_LIMIT_BYTES = 200 * 1024
const COMPRESSED = new Set(['.js', '.css', '.html', '.svg', '.json', '.webmanifest', '.wasm'])

/** Makes sure that dist/web is built from the present sources. `output` takes what the build prints. */
export async function ensureWeb({ output } = {}) {
  const wanted = fingerprint()
  if (existsSync(MARK) && readFileSync(MARK, 'utf8') === wanted) return
  const begun = Date.now()
  const printed = []
  const exitCode = await runTool('vite/bin/vite.js', ['build', '--logLevel', 'warn'], {
    output: output ?? ((text) => printed.push(text)),
    // A test runner's own NODE_ENV would bring in the development build of everything.
    env: { NODE_ENV: 'production' },
  })
  if (exitCode !== 0) {
    throw new SayAndStop(`A montagem do aplicativo web falhou:\n${printed.join('')}`)
  }
  const bytes = firstLoadBytes()
  if (bytes > FIRST_LOAD_LIMIT_BYTES) {
    throw new SayAndStop(
      `O primeiro carregamento do aplicativo web tem ${kilobytes(bytes)} de JavaScript (gzip); o limite é ${kilobytes(FIRST_LOAD_LIMIT_BYTES)}. Carregue sob demanda o que a primeira tela não usa.`,
    )
  }
  compress()
  writeFileSync(MARK, wanted)
  const seconds = ((Date.now() - begun) / 1000).toFixed(1)
  console.log(
    `Aplicativo web montado em ${seconds} s; o primeiro carregamento tem ${kilobytes(bytes)} de JavaScript.`,
  )
}

/** What index.html asks for at once: its module and everything that is preloaded with it. */
function firstLoadBytes() {
  const html = readFileSync(join(BUILT, 'index.html'), 'utf8')
  const files = new Set([...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, file]) => file))
  return [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(BUILT, file))).length, 0)
}

function compress() {
  for (const path of filesIn(BUILT)) {
    if (!COMPRESSED.has(extname(path))) continue
    const content = readFileSync(path)
    writeFileSync(`${path}.br`, brotliCompressSync(content))
    writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }))
  }
}

function fingerprint() {
  const hash = createHash('sha256')
  for (const source of SOURCES) {
    const path = join(ROOT, source)
    const files = extname(source) === '' ? filesIn(path).sort() : [path]
    for (const file of files) hash.update(`${file.slice(ROOT.length)}\n`).update(readFileSync(file))
  }
  return hash.digest('hex')
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

function kilobytes(bytes) {
  return `${Math.round(bytes / 1024)} kB`
}
