import { chmodSync, chownSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { layoutOf } from '../../src/server/db/engine/layout.ts'
import { canRead, isRoot, nobody } from '../../src/server/db/engine/run-as.ts'
import { startEngine } from '../../src/server/db/engine/start-engine.ts'
import { newDataFolder } from './data-folder.ts'
import { query } from './query.ts'
import { runApp } from './run-app.ts'

const program = fileURLToPath(new URL('./app.ts', import.meta.url))

/** A new folder that everybody may enter, and that `owner` owns. */
function openFolder(owner: { uid: number; gid: number }): string {
  const folder = mkdtempSync(join(tmpdir(), 'estoqueuni-open-'))
  chmodSync(folder, 0o755)
  chownSync(folder, owner.uid, owner.gid)
  return folder
}

describe.runIf(isRoot())('as root', () => {
  const closed = newDataFolder()
  const open = newDataFolder(isRoot() ? openFolder({ uid: 0, gid: 0 }) : undefined)

  it.each([
    ['a folder closed to others', closed],
    ['an open folder', open],
  ])('runs PostgreSQL as nobody in %s', async (_, dataDir) => {
    const engine = await startEngine({ dataDir })
    const { home, cluster } = layoutOf(dataDir)
    const user = nobody()
    expect(statSync(`/proc/${engine.pid}`)).toMatchObject(user)
    expect(statSync(cluster)).toMatchObject(user)
    expect(engine.connection.host).toBe(join(home, 'socket'))
    expect(await query(engine.connection, 'select 1 as one')).toEqual([{ one: 1 }])
    await engine.stop()
  })

  it('gives a copy that was restored as root back to the user of the server', async () => {
    const { cluster } = layoutOf(closed)
    chownSync(cluster, 0, 0)
    chownSync(join(cluster, 'PG_VERSION'), 0, 0)
    const engine = await startEngine({ dataDir: closed })
    await engine.stop()
    expect(statSync(join(cluster, 'PG_VERSION'))).toMatchObject(nobody())
  })
})

/** Another user can play the app only where it may read the project and its Node. */
const canChangeUser = isRoot() && [program, process.execPath].every((path) => canRead(path, nobody()))

describe.runIf(canChangeUser)('as a plain user', () => {
  const folder = newDataFolder(isRoot() ? openFolder(nobody()) : undefined)

  it('runs PostgreSQL as that user, and as that user still when root starts it later', async () => {
    const app = runApp(folder, { runAs: nobody() })
    const { pid } = await app.said('ready')
    expect(statSync(`/proc/${pid}`)).toMatchObject(nobody())
    await app.end('SIGTERM')

    const engine = await startEngine({ dataDir: folder })
    expect(statSync(`/proc/${engine.pid}`)).toMatchObject(nobody())
    await engine.stop()
  })

  it('is refused data that root made, and a folder it may not write in', async () => {
    const roots = openFolder({ uid: 0, gid: 0 })
    const refused = runApp(join(roots, 'data'), { runAs: nobody() })
    expect(await refused.said('refused')).toMatchObject({ code: 'DATA_NOT_WRITABLE' })

    const made = await startEngine({ dataDir: roots })
    await made.stop()
    const foreign = runApp(roots, { runAs: nobody() })
    expect(await foreign.said('refused')).toMatchObject({
      code: 'DATA_NOT_OURS',
      message: expect.stringContaining(`${dirname(layoutOf(roots).cluster)} pertence a outro usuário`),
    })
    rmSync(roots, { recursive: true })
  })
})
