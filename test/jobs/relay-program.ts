/** A process that drains the outbox, for tests that kill it: `node relay-program.ts CONNECTION NAME`. */
import * as z from 'zod'
import { openDatabase } from '../../src/server/db/database.ts'
import { createOutbox } from '../../src/server/db/outbox.ts'
import { sql } from '../../src/server/db/sql.ts'
import { createLogger } from '../../src/server/kernel/logger.ts'

const [, , connection = '', name = ''] = process.argv
const Connection = z.object({
  host: z.string(),
  port: z.number(),
  user: z.string(),
  password: z.string(),
  database: z.string(),
})
const database = openDatabase(Connection.parse(JSON.parse(connection)), () => undefined)
const outbox = createOutbox({
  database,
  logger: createLogger('silent'),
  pace: { rest_ms: 1, busy_ms: 20, poll_ms: 50 },
})

outbox.onEvent({ name: 'test.counted', payload: z.object({ n: z.int() }) }, async (tx, { id, payload }) => {
  await tx.query(
    sql`insert into effects (tenant_id, event_id, n, made_by) values (${tx.tenant_id}, ${id}, ${payload.n}, ${name})`,
  )
  process.stdout.write('took one\n')
})
outbox.start()
process.once('SIGTERM', () => void outbox.stop().then(() => process.exit(0)))
