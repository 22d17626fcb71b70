/** A process that does jobs, for tests that kill it: `node worker-program.ts CONNECTION`. It says what it does; 0 is never finished. */
import * as z from 'zod'
import { openJobs, PLAIN } from './queue-database.ts'

const Connection = z.object({
  host: z.string(),
  port: z.number(),
  user: z.string(),
  password: z.string(),
  database: z.string(),
})
const jobs = openJobs(Connection.parse(JSON.parse(process.argv[2] ?? '')))
jobs.work(PLAIN, async ({ n }) => {
  process.stdout.write(`${n}\n`)
  if (n === 0) await new Promise(() => undefined)
})
await jobs.start()
process.stdout.write('ready\n')
process.once('SIGTERM', () => void jobs.stop().then(() => process.exit(0)))
