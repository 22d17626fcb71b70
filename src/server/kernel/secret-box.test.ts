import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createSecretBox, deriveKey, loadEncryptionKey } from './secret-box.ts'

const key = Buffer.alloc(32, 1)
const box = createSecretBox(key)
let dataDir: string

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'secret-box-'))
})
afterEach(async () => rm(dataDir, { recursive: true }))

it('opens what it sealed, in the same context only', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), fc.string(), (secret, context, elsewhere) => {
      const sealed = box.seal(secret, context)
      expect(box.open(sealed, context)).toBe(secret)
      if (elsewhere !== context) expect(() => box.open(sealed, elsewhere)).toThrow()
    }),
  )
})

it('refuses what was changed anywhere', () => {
  const sealed = box.seal('segredo', 'bling_token:1')
  const body = Buffer.from(sealed.split('.')[2] ?? '', 'base64url')
  for (let i = 0; i < body.length; i++) {
    const changed = Buffer.from(body)
    changed.writeUInt8(changed.readUInt8(i) ^ 1, i)
    const text = [...sealed.split('.').slice(0, 2), changed.toString('base64url')].join('.')
    expect(() => box.open(text, 'bling_token:1')).toThrow()
  }
  for (const text of ['', 'segredo', 'v1.00000000', sealed.slice(0, 20)])
    expect(() => box.open(text, 'bling_token:1')).toThrow()
})

it('says when a secret was sealed with another key, and seals differently every time', () => {
  const other = createSecretBox(Buffer.alloc(32, 2))
  expect(() => other.open(box.seal('x', 'c'), 'c')).toThrow('another encryption key')
  expect(box.seal('x', 'c')).not.toBe(box.seal('x', 'c'))
})

it('derives unrelated keys by label', () => {
  expect(deriveKey(key, 'a')).toEqual(deriveKey(key, 'a'))
  expect(deriveKey(key, 'a')).not.toEqual(deriveKey(key, 'b'))
  expect(() => deriveKey(Buffer.alloc(16), 'a')).toThrow('32 bytes')
})

it('makes a key on the first start, readable by its owner only, and keeps it', async () => {
  const folder = join(dataDir, 'new')
  const keys = await Promise.all(
    [1, 2, 3].map(() => loadEncryptionKey({ given: undefined, dataDir: folder })),
  )
  const file = join(folder, 'encryption.key')
  expect(new Set(keys.map((one) => one.toString('hex')))).toEqual(
    new Set([(await readFile(file, 'utf8')).trim()]),
  )
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await loadEncryptionKey({ given: undefined, dataDir: folder })).toEqual(keys[0])
})

it('takes the given key, and refuses to start with a weak or broken one', async () => {
  expect(await loadEncryptionKey({ given: 'ab'.repeat(32), dataDir })).toEqual(Buffer.alloc(32, 0xab))
  await expect(loadEncryptionKey({ given: 'abc', dataDir })).rejects.toThrow('64 hexadecimal digits')
  await writeFile(join(dataDir, 'encryption.key'), 'curta')
  await expect(loadEncryptionKey({ given: undefined, dataDir })).rejects.toThrow('64 hexadecimal digits')
})
