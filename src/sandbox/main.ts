import * as z from 'zod'
import { startSandbox } from './server.ts'

const environment = z
  .object({
    SANDBOX_PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
    SANDBOX_DATA: z.string().min(1).optional(),
    SANDBOX_SEED: z.string().min(1).optional(),
  })
  .parse(process.env)

const sandbox = await startSandbox({
  port: environment.SANDBOX_PORT,
  ...(environment.SANDBOX_DATA === undefined ? {} : { dataDir: environment.SANDBOX_DATA }),
  ...(environment.SANDBOX_SEED === undefined ? {} : { seed: environment.SANDBOX_SEED }),
})

console.log(`Bling sandbox: ${sandbox.url} (control page ${sandbox.url}/_sandbox/)`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    sandbox.close().then(() => process.exit(0))
  })
}
