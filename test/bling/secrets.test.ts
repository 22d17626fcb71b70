import { pino } from 'pino'
import { expect, it } from 'vitest'
import { openBlingBench } from './support/bling-bench.ts'

it('writes no token, no secret and nothing about people to the log, whatever happens (sync 80)', async () => {
  const bench = await openBlingBench()
  const lines: string[] = []
  const logger = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  const shop = await bench.shop('Loja W')
  const client = bench.client(bench.open({ logger }), shop)
  const contact = {
    name: 'Maria Silva',
    document: '123.456.789-09',
    person: 'natural',
    phone: '11999990000',
  } as const
  await client.contacts.create(contact)
  await client.contacts.byDocument(contact.document)
  bench.sandbox.control.expireTokens({ company_id: shop.company_id })
  await client.company()
  bench.sandbox.control.setFaults([{ kind: 'disconnect_before', operation: 'POST /contatos', times: 1 }])
  await client.contacts.create(contact).catch((error) => logger.error({ err: error }, 'failed'))
  await client.orders.setStatus('1', '1').catch((error) => logger.error({ err: error }, 'failed'))
  bench.sandbox.control.revokeTokens({ company_id: shop.company_id })
  await client.company().catch((error) => logger.error({ err: error }, 'failed'))

  const log = lines.join('')
  const secrets = [
    ...bench.sandbox.calls().flatMap((call) => Object.values((call.body ?? {}) as object).map(String)),
    'Maria',
    '12345678909',
    '11999990000',
    'Bearer ',
    'Basic ',
    'eyJ',
  ].filter((secret) => secret.length > 4 && secret !== 'refresh_token')
  await bench.close()
  expect(lines.length).toBeGreaterThan(8)
  expect(log).toContain('"request_id"')
  expect(secrets.filter((secret) => log.includes(secret))).toEqual([])
})
