import type { Sandbox } from '../sandbox/server.ts'
import type { Config } from '../server/kernel/config.ts'
import type { Logger } from '../server/kernel/logger.ts'

/** A demonstration that is up, and how to enter it. */
export type RunningDemo = {
  readonly address: string
  readonly password: string
  readonly config: Config
  /** Its own Bling, with the shops in it. */
  readonly sandbox: Sandbox
  readonly logger: Logger
}
