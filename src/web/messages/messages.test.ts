import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'vite'
import { expect, it } from 'vitest'
import { PERMISSIONS } from '../../contract/permissions.ts'
import { locale, m } from './messages.ts'

const WEB = dirname(dirname(fileURLToPath(import.meta.url)))
/** What no language changes: the product's name and the names of keys. */
const SAME_EVERYWHERE = new Set(['EstoqueUni', 'Ctrl K', 'R$'])
/** Attributes whose text a person sees or hears. */
const SPOKEN = new Set([
  'aria-label',
  'title',
  'placeholder',
  'label',
  'alt',
  'hint',
  'note',
  'caption',
  'summary',
])

type Found = { readonly text: string }

/** Every text of a component that a person would read, as it stands between or in its tags. */
function textsIn(path: string, source: string): readonly string[] {
  const found: Found[] = []
  const look = (node: unknown) => {
    if (Array.isArray(node)) for (const one of node) look(one)
    if (typeof node !== 'object' || node === null || !('type' in node)) return
    found.push(...textsOf(node as Node))
    for (const child of Object.values(node)) look(child)
  }
  look(parseSync(path, source).program)
  return found
    .map(({ text }) => text.replace(/\s+/g, ' ').trim())
    .filter((text) => /\p{L}/u.test(text) && !SAME_EVERYWHERE.has(text))
}

type Node = {
  readonly type: string
  readonly value?: unknown
  readonly name?: { readonly name?: unknown }
  readonly expression?: Node
}

function textsOf(node: Node): Found[] {
  if (node.type === 'JSXText') return [{ text: String(node.value) }]
  if (node.type === 'JSXExpressionContainer' && isText(node.expression)) {
    return [{ text: String(node.expression?.value) }]
  }
  if (node.type !== 'JSXAttribute' || !SPOKEN.has(String(node.name?.name))) return []
  const value = node.value as Node | null
  return isText(value) ? [{ text: String(value?.value) }] : []
}

function isText(node: Node | null | undefined): boolean {
  return node?.type === 'Literal' && typeof node.value === 'string'
}

it('finds a text that is written where it is shown', () => {
  const source = `const A = () => <p title="Vender tudo">Olá {'mundo'} {m.x}<b className="x y">EstoqueUni</b></p>`
  expect(textsIn('a.tsx', source)).toEqual(['Vender tudo', 'Olá', 'mundo'])
})

it('holds every sentence that a person reads, and no component holds one', () => {
  const files = globSync('**/*.tsx', { cwd: WEB })
  expect(files.length).toBeGreaterThan(60)
  const wired = files.flatMap((file) =>
    textsIn(file, readFileSync(join(WEB, file), 'utf8')).map((text) => `${file}: ${text}`),
  )
  expect(wired).toEqual([])
})

/** Where a file reads the sentences or their locale as it is loaded, before it is known which language is spoken. */
function readWhenLoaded(path: string, source: string): readonly string[] {
  const found: string[] = []
  const look = (node: unknown) => {
    if (Array.isArray(node)) for (const one of node) look(one)
    if (typeof node !== 'object' || node === null || !('type' in node)) return
    const { type, name, start } = node as { type: string; name?: unknown; start: number }
    if (/Function|^Import|^TS(?!As|Satisfies)/.test(type)) return
    if (type === 'Identifier' && (name === 'm' || name === 'locale'))
      found.push(`${path}: ${source.slice(start, start + 20).split('\n')[0]}`)
    for (const child of Object.values(node)) look(child)
  }
  look(parseSync(path, source).program)
  return found
}

it('finds a sentence that is read before anybody knows in which language', () => {
  const source = `import { m } from './m.ts'
    type Texts = typeof m.sales
    const later = () => m.sales.title
    function Title({ text = m.sales.title }) { return text }
    const now = m.stock.title as string`
  expect(readWhenLoaded('a.tsx', source)).toEqual(['a.tsx: m.stock.title as str'])
})

it('is read only when something is said, so that another language can take its place', () => {
  const files = globSync('**/*.{ts,tsx}', { cwd: WEB }).filter((file) => !/^messages\/|\.test\./.test(file))
  const early = files.flatMap((file) => readWhenLoaded(file, readFileSync(join(WEB, file), 'utf8')))
  expect(early).toEqual([])
})

it('leaves numbers and dates to the language of the catalogue', () => {
  expect(locale).toBe(m.locale)
  const elsewhere = globSync('**/*.{ts,tsx}', { cwd: WEB })
    .filter((file) => !file.startsWith('messages') && !file.includes('.test.'))
    .filter((file) => /'pt-BR'|toLocale(?:Date|Time)?String\(/.test(readFileSync(join(WEB, file), 'utf8')))
  expect(elsewhere).toEqual([])
})

it('names every action that the audit trail tells of', () => {
  const server = join(dirname(WEB), 'server')
  const told = globSync('**/*.ts', { cwd: server })
    .filter((file) => !file.includes('.test.'))
    .map((file) => readFileSync(join(server, file), 'utf8'))
    .filter((source) => /\brecordAudits?\(|\baudit: /.test(source))
    .flatMap((source) => [...source.matchAll(/'([a-z_]+\.[a-z_]+)'/g)].map(([, name]) => name ?? ''))
    .filter((name) => !PERMISSIONS.some((permission) => permission === name) && name !== 'unknown.callback')
  expect(told.length).toBeGreaterThan(50)
  expect([...new Set(told)].filter((name) => !(name in m.audit.actions))).toEqual([])
})
