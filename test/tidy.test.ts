import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join, normalize, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** A source file: where it is from the root, and what it says. */
type Source = { readonly path: string; readonly text: string; readonly lines: readonly string[] }

const read = (path: string): Source => {
  const text = readFileSync(join(ROOT, path), 'utf8')
  return { path, text, lines: text.split('\n') }
}
const find = (pattern: string) => globSync(pattern, { cwd: ROOT }).map((path) => path.replaceAll('\\', '/'))
const sources = find('src/**/*.{ts,tsx}').map(read)
const production = sources.filter(
  ({ path }) => !/\.(test|fixture|d)\.tsx?$/.test(path) && !path.includes('/testing/'),
)

/** What each room may import besides itself and packages, in the order of dependence. */
const BASE = [
  'src/domain',
  'src/contract',
  'src/server/kernel',
  'src/server/db',
  'src/server/jobs',
  'src/server/auth',
]
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  'src/domain': [],
  'src/contract': ['src/domain'],
  'src/client': ['src/contract', 'src/domain'],
  'src/sandbox': [],
  'src/web': ['src/domain', 'src/contract', 'src/client'],
  'src/server/kernel': ['src/domain', 'src/contract'],
  'src/server/db': ['src/domain', 'src/contract', 'src/server/kernel'],
  'src/server/jobs': ['src/domain', 'src/contract', 'src/server/kernel', 'src/server/db'],
  'src/server/auth': ['src/domain', 'src/contract', 'src/server/kernel', 'src/server/db', 'src/server/jobs'],
  'src/server/http': ['src/domain', 'src/contract', 'src/server/kernel', 'src/server/auth'],
  'src/server/catalog': BASE,
  'src/server/stock': [...BASE, 'src/server/catalog'],
  'src/server/live': [...BASE, 'src/server/stock'],
  'src/server/insight': [...BASE, 'src/server/catalog', 'src/server/stock'],
  'src/server/bling': BASE,
  'src/server/sites': BASE,
  'src/server/sync': [...BASE, 'src/server/catalog', 'src/server/stock', 'src/server/bling'],
  'src/server/orders': [...BASE, 'src/server/bling', 'src/server/sync'],
  'src/server/site-products': [
    ...BASE,
    'src/server/catalog',
    'src/server/bling',
    'src/server/sites',
    'src/server/sync',
  ],
}

function roomOf(path: string): string | undefined {
  return Object.keys(ROOMS).find((room) => path.startsWith(`${room}/`))
}

function importsOf({ path, text }: Source): string[] {
  const found = text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)
  return [...found].map(([, target]) =>
    relative('.', normalize(join(dirname(path), target ?? ''))).replaceAll('\\', '/'),
  )
}

describe('rooms', () => {
  it('import one way only', () => {
    expect(production.length).toBeGreaterThan(300)
    const wrong = production.flatMap((source) => {
      const room = roomOf(source.path)
      if (room === undefined) return []
      const allowed = [room, ...(ROOMS[room] ?? [])]
      return importsOf(source)
        .filter((target) => !allowed.some((place) => target.startsWith(`${place}/`)))
        .map((target) => `${source.path} -> ${target}`)
    })
    expect(wrong).toEqual([])
  })

  it('leave the domain pure: no package, no clock, no promise', () => {
    const impure = production
      .filter(({ path }) => path.startsWith('src/domain/'))
      .filter(({ text }) => /from '[^.]|new Date\(\)|Date\.now|Math\.random|\basync\b|\bPromise\b/.test(text))
    expect(impure.map(({ path }) => path)).toEqual([])
  })

  it('keep SQL in stores, queries and the database room', () => {
    const allowed = /\.(store|queries)\.ts$|^src\/server\/db\/|^src\/server\/verify\.ts$/
    const wrong = production
      .filter(({ path }) => path.startsWith('src/server/') && !allowed.test(path))
      .filter(({ text }) =>
        /sql`|\.prepared[<(]|(?:select|insert into|update|delete from) [a-z_, *]+ (?:from|values|set|where) /.test(
          text,
        ),
      )
    expect(wrong.map(({ path }) => path)).toEqual([])
  })
})

describe('files', () => {
  it('hold at most 300 lines', () => {
    expect(
      sources.filter(({ lines }) => lines.length > 301).map(({ path, lines }) => `${path}: ${lines.length}`),
    ).toEqual([])
  })

  it('are named in kebab-case for the one thing they hold', () => {
    const odd = sources.filter(
      ({ path }) =>
        !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*\.tsx?$/.test(basename(path)) || basename(path) === 'index.ts',
    )
    expect(odd.map(({ path }) => path)).toEqual([])
  })

  it('export by name, each export with its promise above it', () => {
    const bare = production.flatMap(({ path, lines }) =>
      lines.flatMap((line, index) => {
        if (/^export default/.test(line)) return [`${path}:${index + 1} default`]
        if (!/^export (?:async )?(?:function|class)/.test(line)) return []
        return (lines[index - 1] ?? '').trim().endsWith('*/') ? [] : [`${path}:${index + 1}`]
      }),
    )
    expect(bare).toEqual([])
  })

  it('put nothing off', () => {
    const put = sources.filter(({ text }) => /\b(?:TODO|FIXME|XXX|HACK)\b/.test(text))
    expect(put.map(({ path }) => path)).toEqual([])
  })
})

describe('migrations', () => {
  const names = find('src/server/db/migrations/*.sql')
    .map((path) => basename(path))
    .sort()

  it('are numbered, each number once, forward only', () => {
    const numbers = names.map((name) => Number(/^(\d{3})\.do\.[a-z0-9-]+\.sql$/.exec(name)?.[1]))
    expect(numbers.every(Number.isSafeInteger)).toBe(true)
    expect(new Set(numbers).size).toBe(numbers.length)
  })
})

describe('documents and code', () => {
  it('speak of the project alone', () => {
    const files = [
      ...sources,
      ...find('{docs,test,bench,scripts}/**/*.{md,ts,mjs}').map(read),
      ...find('*.md').map(read),
    ]
    const foreign = /\/work\/|\bissue #?\d|\/\.library|before-stop|\bLLM\b|chatbot/i
    const told = files.filter(({ path, text }) => path !== 'test/tidy.test.ts' && foreign.test(text))
    expect(told.map(({ path }) => path)).toEqual([])
  })
})
