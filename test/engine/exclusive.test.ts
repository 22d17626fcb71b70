import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { killServer, newDataFolder } from './data-folder.ts'
import { query } from './query.ts'
import { type App, runApp } from './run-app.ts'

const dataDir = newDataFolder()

it('refuses a second app on the folder and names the first', async () => {
  const first = runApp(dataDir)
  const { connection } = await first.said('ready')
  const second = runApp(dataDir)
  const { code, message } = await second.said('refused')
  expect(code).toBe('DATA_IN_USE')
  expect(message).toContain(`(processo ${first.child.pid})`)
  expect(message).toContain('DATA_DIR')
  expect(await query(connection, 'select 1 as one')).toEqual([{ one: 1 }])
  await first.end('SIGTERM')
})

it('lets one of several apps win that start at once', async () => {
  await expectOneWinner(newcomers(3))
})

it('lets one of several apps win the server that a killed app left', async () => {
  const orphaned = runApp(dataDir)
  await orphaned.said('ready')
  await orphaned.end('SIGKILL')
  await expectOneWinner(newcomers(3))
})

it('lets one of several apps win that recover at once from a power cut', async () => {
  const cut = runApp(dataDir)
  await cut.said('ready')
  await Promise.all([cut.end('SIGKILL'), killServer(dataDir)])
  await expectOneWinner(newcomers(3))
})

it('is free again at once when the app that held the folder was killed', async () => {
  const holder = runApp(dataDir)
  const { pid } = await holder.said('ready')
  await holder.end('SIGKILL')
  const next = runApp(dataDir)
  expect((await next.said('ready')).pid).toBe(pid)
  await next.end('SIGTERM')
})

/** What a container hides from another one on the same volume: processes, shared memory, network. */
const CONTAINER = ['unshare', '--pid', '--fork', '--mount-proc', '--ipc', '--net']
const canContain = spawnSync('unshare', [...CONTAINER.slice(1), 'true']).status === 0

it.runIf(canContain)('refuses an app in another container on the same volume', async () => {
  const first = runApp(dataDir)
  await first.said('ready')
  const second = runApp(dataDir, { through: CONTAINER })
  expect(await second.said('refused')).toMatchObject({
    code: 'DATA_IN_USE',
    message: expect.stringContaining('outro contêiner'),
  })
  await first.end('SIGTERM')
})

const emptyFolder = newDataFolder()

it('lets one of several apps win that make a new folder at once', async () => {
  await expectOneWinner(newcomers(3, emptyFolder))
})

function newcomers(count: number, folder = dataDir): App[] {
  return Array.from({ length: count }, () => runApp(folder))
}

/** One app is ready and really holds a server; all others were refused for that reason. */
async function expectOneWinner(apps: readonly App[]): Promise<void> {
  const verdicts = await Promise.all(
    apps.map((app) => Promise.race([app.said('ready'), app.said('refused')])),
  )
  const codes = verdicts.map((verdict) => ('code' in verdict ? verdict.code : verdict.kind))
  expect(codes.toSorted()).toEqual([...apps.slice(1).map(() => 'DATA_IN_USE'), 'ready'])
  const winner = verdicts.find(({ kind }) => kind === 'ready')
  if (winner?.kind === 'ready') {
    expect(
      await query(winner.connection, `select count(*)::int as n from pg_locks where locktype = 'advisory'`),
    ).toEqual([{ n: 1 }])
  }
  await Promise.all(apps.filter(({ child }) => child.exitCode === null).map((app) => app.end('SIGTERM')))
}
