import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { type AppProcess, databaseUrlOf, startAppProcess } from '../support/app-process.ts'
import { eventually } from '../support/eventually.ts'
import { openSyncWorld, SKU, type SyncWorld } from '../support/sync-world.ts'

const MAIN = fileURLToPath(new URL('../support/main-on-a-clock.ts', import.meta.url))
/** Longer than what a process has taken up stays its own. */
const DOWNTIME_MS = 120_000
/** A process starts and works in real time, on whatever machine this is. */
const PATIENCE_MS = 25_000

let world: SyncWorld
let running: AppProcess | undefined
beforeAll(async () => {
  world = await openSyncWorld()
})
afterEach(async () => {
  await running?.end('SIGKILL')
  running = undefined
  // The process was ahead of the world's clock by as long as it lived.
  world.control.advance(60_000)
  world.control.patchApp(world.client_id, { webhook_url: `${world.address}/webhooks/bling` })
  await world.restore()
})
afterAll(() => world.close())

/** The product as a process of its own on the world's database, told by Bling of what happens there. */
async function startProcess(): Promise<AppProcess> {
  const { test, sandbox, control } = world
  const app = await startAppProcess(
    {
      DATABASE_URL: databaseUrlOf(test.database.connection),
      ENCRYPTION_KEY: test.encryptionKey.toString('hex'),
      BLING_API_URL: `${sandbox.url}/Api/v3`,
      BLING_AUTH_URL: `${sandbox.url}/Api/v3`,
      CLOCK_AT: String(control.clock().now_ms),
    },
    MAIN,
  )
  control.patchApp(world.client_id, { webhook_url: `${app.address}/webhooks/bling` })
  return app
}

const idleSkus = async () =>
  (
    await world.query(
      'select 1 from sync_skus where sku = $1 and claimed_by is null and suspect_since is null and due_at is null',
      [SKU],
    )
  ).length

const isShown16 = () => [world.w, world.y].every((shop) => world.balance(shop, 'C') === '16/16')

const interrupted = async () =>
  (await world.query("select 1 from sync_runs where reason = 'INTERRUPTED'")).length

it.each([
  ['before it reached Bling', 'timeout_before', '19/19'],
  ['after Bling had taken it', 'timeout_after', '16/16'],
] as const)(
  'a process killed with SIGKILL with one write done and the other under way, %s, leaves what the next one needs: both are right (sync 20)',
  async (_when, kind, left) => {
    const { w, y, control, sandbox } = world
    const from = sandbox.calls().length
    const postsOf = (company_id: string) =>
      sandbox
        .calls()
        .slice(from)
        .filter((call) => call.operation === 'POST /estoques' && call.company_id === company_id)
    const before = await interrupted()
    running = await startProcess()
    control.setFaults([{ kind, company_id: y.company_id, operation: 'POST /estoques', times: 1 }])
    world.set(w, 'P1', 7)
    await control.settle()
    const isBetween = () => postsOf(w.company_id)[0]?.status === 201 && postsOf(y.company_id).length === 1
    await eventually('one write is done', () => (isBetween() ? true : undefined), PATIENCE_MS)
    await running.end('SIGKILL')
    expect([world.balance(w, 'C'), world.balance(y, 'C')]).toEqual(['16/16', left])

    control.setFaults()
    control.advance(DOWNTIME_MS)
    running = await startProcess()
    const isDone = async () => ((await idleSkus()) === 1 && isShown16() ? true : undefined)
    await eventually('both are right and nothing is in doubt', isDone, PATIENCE_MS)
    expect(postsOf(w.company_id)).toHaveLength(1)
    expect(postsOf(y.company_id)).toHaveLength(kind === 'timeout_before' ? 2 : 1)
    expect((await interrupted()) - before).toBe(1)
  },
)
