import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'

const BUILT = join(import.meta.dirname, '..', '..', 'dist', 'web')
const MOST_KB = 200

it('a first visit to any screen loads at most 200 kB of JavaScript, gzipped, before the screen can be used', () => {
  const pages = readdirSync(BUILT).filter((file) => file.endsWith('.html'))
  expect(pages).toContain('estoque.html')
  expect(pages.map((page) => [page, scriptsOf(page)]).filter(([, kb]) => Number(kb) > MOST_KB)).toEqual([])
})

/** Kilobytes of the scripts that a page names: it names all that the screen begins with. */
function scriptsOf(page: string): number {
  const html = readFileSync(join(BUILT, page), 'utf8')
  const scripts = new Set([...html.matchAll(/"\/(assets\/[^"]+\.js)"/g)].map(([, file = '']) => file))
  if (scripts.size === 0) throw new Error(`${page} names no script`)
  return [...scripts].reduce((sum, file) => sum + gzipSync(readFileSync(join(BUILT, file))).length, 0) / 1000
}
