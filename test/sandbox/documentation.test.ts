import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { makeControl } from '../../src/sandbox/control/control.ts'
import { accountRoutes, screenRoutes, worldRoutes } from '../../src/sandbox/control/control-routes.ts'
import { shopRoutes } from '../../src/sandbox/control/shop-routes.ts'
import { siteRoutes } from '../../src/sandbox/control/site-routes.ts'
import { CALL_FAULTS, OTHER_FAULTS } from '../../src/sandbox/faults/faults.ts'
import { API_ROUTES } from '../../src/sandbox/http/api-server.ts'
import { ALL_SCOPES } from '../../src/sandbox/oauth/scope.ts'
import { startSandbox } from '../../src/sandbox/server.ts'
import { createSim } from '../../src/sandbox/sim.ts'
import { Courier } from '../../src/sandbox/webhooks/courier.ts'
import { RESOURCE_SCOPE, WEBHOOK_RESOURCES } from '../../src/sandbox/webhooks/resource.ts'

const PAGE = readFileSync(new URL('../../docs/sandbox.md', import.meta.url), 'utf8')

/** Nobody is called here. */
const WAYS = { post: async () => 200, ask: async () => ({ status: 200, text: '{}' }) }

describe('docs/sandbox.md', () => {
  it('shows a walk whose commands all run, with the balances it promises', async () => {
    const [start, ...walk] = [...PAGE.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, code]) => code ?? '')
    expect(start).toBe('npm run sandbox\n')
    const sandbox = await startSandbox({ seed: 'walk' })
    try {
      const script = `set -euo pipefail\n${walk.join('\n')}`
      const env = { ...process.env, BLING: sandbox.url }
      const { stdout } = await promisify(execFile)('bash', ['-c', script], { env })
      const totals = [...stdout.matchAll(/"saldoFisicoTotal":(\d+),"saldoVirtualTotal":(\d+),"depositos"/g)]
      expect(totals.map(([, physical, virtual]) => `${physical}/${virtual}`)).toEqual([
        '7/7',
        '7/7',
        '7/5',
        '5/5',
        '105/105',
      ])
      expect(stdout).toContain('"SERVER_ERROR"')
    } finally {
      await sandbox.close()
    }
  })

  it('shows a program that runs', async () => {
    const code = /```ts\n([\s\S]*?)```/.exec(PAGE)?.[1] ?? ''
    const root = new URL('../../src/', import.meta.url).href
    const program = code.replace("'../src/", `'${root}`)
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--input-type=module-typescript',
      '-e',
      `${program}\nconsole.log('ran')`,
    ])
    expect(stdout).toBe('ran\n')
  })

  it('names every webhook resource and every scope, with what it opens and which events need it', () => {
    const rows = new Map(
      [...PAGE.matchAll(/^\| `(\w+)` \| (`\/.+?) \| (.*?) ?\|$/gm)].map(([, scope, opens, events]) => [
        scope,
        [opens, events].map((cell = '') => cell.split(', ').filter((one) => one !== '')),
      ]),
    )
    const expected = new Map(
      ALL_SCOPES.map((scope) => {
        const paths = API_ROUTES.filter((route) => route.scope === scope).map(
          ({ path }) => path.split('/')[1],
        )
        const resources = WEBHOOK_RESOURCES.filter((resource) => RESOURCE_SCOPE[resource] === scope)
        return [
          scope,
          [[...new Set(paths.map((path) => `\`/${path}\``))], resources.map((one) => `\`${one}\``)],
        ]
      }),
    )
    expect(rows).toEqual(expected)
    expect(PAGE).toContain(WEBHOOK_RESOURCES.map((resource) => `\`${resource}\``).join(', '))
  })

  it('names every fault and every path of the control API', () => {
    const sim = createSim({ seed: 'x', now: Date.now })
    const control = makeControl(sim, new Courier(sim, WAYS, false))
    const routes = [
      ...accountRoutes(sim, control),
      ...screenRoutes(control),
      ...shopRoutes(control),
      ...siteRoutes(control),
      ...worldRoutes(sim, control),
    ]
    const words = new Set(
      routes.flatMap(({ path }) => path.split('/').filter((part) => part !== '' && !part.startsWith(':'))),
    )
    for (const word of words) expect(PAGE).toContain(`/${word}`)
    for (const kind of [...CALL_FAULTS, ...OTHER_FAULTS]) {
      expect(PAGE).toMatch(new RegExp(`${kind}|${kind.replace(/_after$/, '_before')}\`, \`_after`))
    }
  })
})
