import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { runningEngine } from '../../src/server/db/engine/running-engine.ts'
import { startEngine } from '../../src/server/db/engine/start-engine.ts'
import { migrate } from '../../src/server/db/migrate.ts'
import { newDataFolder } from './data-folder.ts'
import { query } from './query.ts'

const VERIFY = fileURLToPath(new URL('../../src/server/verify.ts', import.meta.url))
const dataDir = newDataFolder()

it('ends, and stops the database that it started, when the schema cannot be brought up to date', async () => {
  const engine = await startEngine({ dataDir })
  await migrate(engine.connection)
  // The first migration runs once more and finds what it would make.
  await query(engine.connection, 'delete from schema_versions where version > 0')
  await engine.stop()

  const verify = spawn(process.execPath, [VERIFY], {
    env: { ...process.env, DATABASE_URL: '', DATA_DIR: dataDir },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const said: string[] = []
  verify.stderr.on('data', (part: Buffer) => said.push(part.toString()))
  const [code] = await once(verify, 'exit')
  expect(code).toBe(1)
  expect(said.join('')).toContain('already exists')
  expect(await runningEngine(dataDir)).toBeUndefined()
})
