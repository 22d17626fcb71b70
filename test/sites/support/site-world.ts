import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { type Sandbox, startSandbox } from '../../../src/sandbox/server.ts'
import { type HttpClient, type HttpRequest, httpClient } from '../../../src/server/kernel/http-client.ts'
import type { Logger } from '../../../src/server/kernel/logger.ts'
import { startTestApp, type TestApp } from '../../support/test-app.ts'

/** The whole product beside the sandbox's shops, on one clock that only tests move. */
export type SiteWorld = {
  readonly sandbox: Sandbox
  readonly control: Sandbox['control']
  readonly test: TestApp
  /** Where the product listens. */
  readonly address: string
  /** Opens a shop; what is needed to connect it. */
  shop(name: string): WorldShop
  /** Opens a shop and connects it; `site_id` is ours. */
  connect(name: string): Promise<WorldShop & { readonly site_id: string }>
  /** Connects a shop that is there already. */
  connectShop(shop: WorldShop): Promise<WorldShop & { readonly site_id: string }>
  /** Hears of every call that was answered, before we do; null ends it. */
  onCall(listen: ((request: HttpRequest) => void) | null): void
  /** Has everything that shops and we have to tell each other be told. */
  settle(): Promise<void>
  /** Has calls of sites that it says yes to answered with 500 on the way; null ends it. */
  breakCalls(isBroken: ((request: HttpRequest) => boolean) | null): void
  /** Looks into the database as its owner. */
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
  close(): Promise<void>
}

/** A shop of the sandbox as a person would connect it. */
export type WorldShop = {
  readonly shop_id: string
  readonly wanted: {
    readonly kind: 'woocommerce'
    readonly name: string
    readonly address: string
    readonly credentials: { readonly consumer_key: string; readonly consumer_secret: string }
  }
}

/** Opens the world. */
export async function openSiteWorld(options: { readonly logger?: Logger } = {}): Promise<SiteWorld> {
  const sandbox = await startSandbox({ seed: 'sites' })
  const { control } = sandbox
  control.setClock({ mode: 'manual', at: Date.UTC(2026, 10, 24, 15) })
  const now = () => control.clock().now_ms
  const url = `${sandbox.url}/Api/v3`
  let isBroken: ((request: HttpRequest) => boolean) | null = null
  let listener: ((request: HttpRequest) => void) | null = null
  const http: HttpClient = async (request) => {
    if (isBroken?.(request) === true) return { status: 500, header: () => null, text: 'em manutenção' }
    const answer = await httpClient(request)
    listener?.(request)
    return answer
  }
  const test = await startTestApp({
    clock: { now: () => new Date(now()) },
    logger: options.logger,
    bling: {
      ...{ apiUrl: url, authUrl: url, http, random: () => 0.5 },
      pace: { now, sleep: async () => {} },
      timeouts: { read_ms: 3000, write_ms: 3000 },
    },
  })
  await test.app.http.listen({ host: '127.0.0.1', port: 0 })
  const { port } = test.app.http.server.address() as AddressInfo
  const address = `http://127.0.0.1:${port}`
  const owner = new pg.Pool({ ...test.database.connection, max: 2 })
  const shop = (name: string): WorldShop => {
    const { shop_id, ...credentials } = control.addShop({ name })
    return {
      shop_id,
      wanted: { kind: 'woocommerce', name, address: `${sandbox.url}/shops/${shop_id}`, credentials },
    }
  }
  const connectShop: SiteWorld['connectShop'] = async (opened) => {
    const site_id = await connectAs(address, test.owner.token, opened.wanted)
    await test.app.sites.drain()
    return { ...opened, site_id }
  }
  return {
    ...{ sandbox, control, test, address, shop },
    breakCalls: (next) => {
      isBroken = next
    },
    onCall: (listen) => {
      listener = listen
    },
    connect: (name) => connectShop(shop(name)),
    connectShop,
    async settle() {
      control.advance(2000)
      await control.settle()
    },
    query: async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
      (await owner.query<Row>(text, values)).rows,
    async close() {
      await owner.end()
      await test.close()
      await sandbox.close()
    },
  }
}

/** Through the network, so that the product knows the address under which it is reached. */
async function connectAs(address: string, token: string, wanted: WorldShop['wanted']): Promise<string> {
  const response = await fetch(`${address}/api/v1/sites`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(wanted),
  })
  const body = (await response.json()) as { id: string }
  if (response.status !== 201) throw new Error(JSON.stringify(body))
  return body.id
}
