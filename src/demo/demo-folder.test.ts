import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { ForeignFolder, openDemoFolder, saveDemoFile } from './demo-folder.ts'
import { readDemoSettings } from './demo-settings.ts'

const parent = mkdtempSync(join(tmpdir(), 'estoqueuni-demo-'))
afterAll(() => rmSync(parent, { recursive: true }))

it('gives a new folder a password that stays', async () => {
  const folder = join(parent, 'new')
  const first = await openDemoFolder(folder)
  expect(first.state).toBe('seeding')
  expect(first.password).toMatch(/^(\w{4}-){2}\w{4}$/)
  await saveDemoFile(folder, { ...first, state: 'ready' })
  expect(await openDemoFolder(folder)).toEqual({ state: 'ready', password: first.password })
  expect(statSync(join(folder, 'demo.json')).mode & 0o077).toBe(0)
})

it('leaves the data of a real company alone', async () => {
  const folder = join(parent, 'real')
  mkdirSync(join(folder, 'postgres'), { recursive: true })
  await expect(openDemoFolder(folder)).rejects.toThrow(ForeignFolder)
})

it('keeps to this machine and to a database of its own, whatever the environment says', () => {
  const { config, days, hasLiveSales, sandboxPort } = readDemoSettings({
    HOST: '0.0.0.0',
    DATABASE_URL: 'postgres://someone@example.com/production',
    APP_URL: 'https://estoque.example.com',
    BLING_API_URL: 'https://bling.example.com/Api/v3',
    SANDBOX_PORT: '4100',
    DEMO_LIVE: '0',
    DEMO_DAYS: '30',
  })
  expect(config).toMatchObject({ HOST: '127.0.0.1', PORT: 3000 })
  expect(config.DATABASE_URL).toBeUndefined()
  expect(config.APP_URL).toBeUndefined()
  expect(config.DATA_DIR).toMatch(/data.demo$/)
  expect(config.BLING_API_URL).toBe('https://api.bling.com.br/Api/v3')
  expect({ days, hasLiveSales, sandboxPort }).toEqual({ days: 30, hasLiveSales: false, sandboxPort: 4100 })
  expect(() => readDemoSettings({ DEMO_DAYS: 'many' })).toThrow('DEMO_DAYS')
  expect(() => readDemoSettings({ SANDBOX_PORT: '70000' })).toThrow('SANDBOX_PORT')
})
