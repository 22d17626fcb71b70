import { pino } from 'pino'
import { expect, it } from 'vitest'
import { openSiteWorld } from './support/site-world.ts'

it('writes no key, no signature and nothing about people to the log, whatever happens (sync 80)', async () => {
  const lines: string[] = []
  const logger = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  const world = await openSiteWorld({ logger })
  const { sites, sync } = world.test.app
  const { shop_id, site_id, wanted } = await world.connect('Loja')
  const { product_id } = world.control.addShopProduct(shop_id, { name: 'Caneca', sku: 'CANECA-01' })
  world.control.addShopOrder(shop_id, {
    line_items: [{ product_id, quantity: 1 }],
    billing: { first_name: 'Fulano', email: 'fulano@exemplo.com.br', cpf: '12345678909' },
  })
  await world.settle()
  await sync.engine.rest()
  world.control.setFaults([{ kind: 'disconnect_before', company_id: shop_id }])
  await sites.watch(world.test.tenant_id)
  world.control.setFaults([{ kind: 'token_revoked', company_id: shop_id }])
  await sites.watch(world.test.tenant_id)
  await world.test.owner.post('/sites', {
    ...wanted,
    name: 'Outra',
    credentials: { ...wanted.credentials, consumer_secret: 'cs_segredo_errado' },
  })
  const [shown] = (await world.test.owner.get('/sites')).body.items
  const token = shown.webhook_url.split('/').at(-1)
  const { consumer_key, consumer_secret } = wanted.credentials
  const log = lines.join('')
  const told = [consumer_key, consumer_secret, 'cs_segredo_errado', 'oauth_', token, 'ulano', '12345678909']
  await world.close()
  expect(log).toContain(site_id)
  expect(told.filter((secret) => log.includes(secret))).toEqual([])
})
