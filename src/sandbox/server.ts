import { randomBytes } from 'node:crypto'
import Fastify, { type FastifyInstance } from 'fastify'
import { type Control, makeControl } from './control/control.ts'
import { serveApi } from './http/api-server.ts'
import { addBodyParsers } from './http/body-parsers.ts'
import { serveControl } from './http/control-server.ts'
import { serveOauth } from './http/oauth-server.ts'
import type { CallRecord, WebhookRecord } from './log.ts'
import { type Ask, askOverHttp } from './shops/site-ask.ts'
import { serveSites } from './shops/site-server.ts'
import { serveShops } from './shops/wc-server.ts'
import { createSim } from './sim.ts'
import type { Change } from './state/table.ts'
import { Courier, type Post, postOverHttp } from './webhooks/courier.ts'

/** How to start a sandbox. Everything has a default. */
export interface SandboxOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number
  /** Seed of ids, tokens, delays and faults; random when absent. */
  readonly seed?: string
  /** A folder that keeps the state over restarts; absent means memory only. */
  readonly dataDir?: string
  /** A state made by `control.dump()`. */
  readonly state?: readonly Change[]
  /** Milliseconds since the epoch. With a clock of your own nothing is delivered but by `settle`. */
  readonly now?: () => number
  /** How events are delivered; by HTTP when absent. */
  readonly post?: Post
  /** How shops written by hand ask EstoqueUni; by HTTP when absent. */
  readonly ask?: Ask
}

/** A running sandbox. */
export interface Sandbox {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string
  /** The control API without HTTP. */
  readonly control: Control
  /** What was called lately, oldest first. */
  calls(): readonly CallRecord[]
  /** What was announced lately and what became of it, oldest first. */
  webhooks(): readonly WebhookRecord[]
  /** Stops answering and delivering; the state is kept when there is a folder. */
  close(): Promise<void>
}

/** Starts a Bling of one's own on the loopback interface. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const sim = createSim({
    seed: options.seed ?? randomBytes(8).toString('hex'),
    now: options.now ?? Date.now,
    ...(options.dataDir === undefined ? {} : { dataDir: options.dataDir }),
    ...(options.state === undefined ? {} : { state: options.state }),
  })
  const ways = { post: options.post ?? postOverHttp, ask: options.ask ?? askOverHttp }
  const courier = new Courier(sim, ways, options.now === undefined)
  const control = makeControl(sim, courier)
  const app = makeApp()
  serveOauth(app, sim)
  serveApi(app, sim)
  serveShops(app, sim, ways.post)
  serveSites(app, sim)
  serveControl(app, sim, control)
  const url = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 })
  return {
    url,
    control,
    calls: () => sim.log.calls,
    webhooks: () => sim.log.webhooks,
    close: async () => {
      await app.close()
      await courier.close()
      sim.close()
    },
  }
}

/** JWTs and long addresses need more room for headers than Node gives by default. */
function makeApp(): FastifyInstance {
  const app = Fastify({
    http: { maxHeaderSize: 65_536 },
    routerOptions: { ignoreTrailingSlash: true },
    bodyLimit: 10_000_000,
    forceCloseConnections: true,
  })
  addBodyParsers(app)
  return app
}
