import { join } from 'node:path'
import { type Sandbox, startSandbox } from '../../sandbox/server.ts'
import type { Config } from '../../server/kernel/config.ts'

/** Where the Bling of a demonstration keeps its state, beside the database. */
export function sandboxFolder(dataDir: string): string {
  return join(dataDir, 'bling')
}

/** Starts the demonstration's own Bling on what it was when it ended. */
export function openSandbox(config: Config, port: number): Promise<Sandbox> {
  return startSandbox({ port, dataDir: sandboxFolder(config.DATA_DIR) })
}

/** The configuration of a product that speaks to this Bling and no other. */
export function pointedAt(config: Config, { url }: Sandbox): Config {
  return { ...config, BLING_API_URL: `${url}/Api/v3`, BLING_AUTH_URL: `${url}/Api/v3` }
}

/** The address of the page on which a person works in the companies and makes things go wrong. */
export function controlPage({ url }: Pick<Sandbox, 'url'>): string {
  return `${url}/_sandbox/`
}

/** Where an application's browsers and events go while the product is at `address`. */
export function whereTo(address: string): { redirect_uri: string; webhook_url: string } {
  return {
    redirect_uri: `${address}/api/v1/bling/callback`,
    webhook_url: `${address}/webhooks/bling`,
  }
}
