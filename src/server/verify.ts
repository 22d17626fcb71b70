import { type Connection, openDatabase } from './db/database.ts'
import { connectionFromUrl } from './db/engine/connection-from-url.ts'
import { EngineError } from './db/engine/engine-error.ts'
import { layoutOf } from './db/engine/layout.ts'
import { connectionTo } from './db/engine/open-server.ts'
import { existingPassword } from './db/engine/password.ts'
import { readPostmaster } from './db/engine/postmaster.ts'
import { startEngine } from './db/engine/start-engine.ts'
import { migrate } from './db/migrate.ts'
import { type Config, ConfigError, readConfig } from './kernel/config.ts'
import { verifyLedger } from './stock/verify-ledger.ts'
import { ledgerOwners } from './stock/verify-ledger-tenants.queries.ts'
import { describeDifference } from './stock/verify-ledger-words.ts'

/** Movements between two signs of life. */
const PROGRESS_EVERY = 500_000

type Opened = { readonly connection: Connection; close(): Promise<void> }

/** The installation's database: a server by its address, our own, or our own in the hands of a running app. */
async function open(config: Config): Promise<Opened> {
  if (config.DATABASE_URL !== undefined) {
    return { connection: await connectionFromUrl(config.DATABASE_URL), close: async () => {} }
  }
  try {
    return await openOwn(config.DATA_DIR)
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'DATA_IN_USE') throw error
    const layout = layoutOf(config.DATA_DIR)
    const running = readPostmaster(layout)
    if (running === undefined) throw error
    return {
      connection: connectionTo(running, await existingPassword(layout)),
      close: async () => {},
    }
  }
}

/** Starts our own database and brings it up to date; where that fails, what was started is stopped. */
async function openOwn(dataDir: string): Promise<Opened> {
  const engine = await startEngine({ dataDir })
  try {
    await migrate(engine.connection)
    return { connection: engine.connection, close: engine.stop }
  } catch (error) {
    await engine.stop()
    throw error
  }
}

/** Reads every ledger whole and says what it finds; true when all hold. */
async function verifyAll(connection: Connection): Promise<boolean> {
  const database = openDatabase(connection, (error) => console.error(error.message))
  const count = new Intl.NumberFormat('pt-BR')
  let holds = true
  try {
    const owners = await ledgerOwners(connection)
    if (owners.length === 0) console.log('Ainda não há empresa: nada a conferir.')
    for (const owner of owners) {
      const began = performance.now()
      const proof = await verifyLedger(database, owner.id, {
        scope: 'full',
        now: new Date(),
        onProgress: (seq) => {
          if (seq % PROGRESS_EVERY === 0) console.error(`… ${owner.name}: ${count.format(seq)} movimentações`)
        },
      })
      const seconds = ((performance.now() - began) / 1000).toFixed(1).replace('.', ',')
      const read = `${count.format(proof.movements)} movimentações em ${seconds} s`
      holds &&= proof.ok
      console.log(
        proof.ok
          ? `${owner.name}: tudo confere, ${read}, raiz ${proof.root_hash}`
          : `${owner.name}: HÁ DIFERENÇAS, ${read}, provado até a movimentação ${count.format(proof.verified_up_to_seq)}`,
      )
      for (const difference of proof.differences) console.log(`  ${describeDifference(difference)}`)
    }
  } finally {
    await database.close()
  }
  return holds
}

try {
  const { connection, close } = await open(readConfig(process.env))
  try {
    process.exitCode = (await verifyAll(connection)) ? 0 : 1
  } finally {
    await close()
  }
} catch (error) {
  const expected = error instanceof ConfigError || error instanceof EngineError
  console.error(expected ? error.message : error)
  process.exitCode = 1
}
