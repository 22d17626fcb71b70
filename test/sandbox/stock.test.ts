import { describe, expect, it } from 'vitest'
import { openWorld, type TestWorld } from './support/world.ts'

const move = (
  world: TestWorld,
  product: number,
  operacao: string,
  quantidade: number,
  deposit = world.deposit_id,
) =>
  world.api('POST', '/estoques', {
    produto: { id: product },
    deposito: { id: deposit },
    operacao,
    quantidade,
  })

describe('POST /estoques', () => {
  it('adds, takes and sets the physical balance: 0, E10, S3 is 7, B5 is 5', async () => {
    const world = await openWorld()
    const { product_id } = world.control.addProduct(world.company_id, { name: 'Caneca' })
    expect((await move(world, product_id, 'E', 10)).status).toBe(201)
    expect(await world.balance(product_id)).toBe('10/10')
    await move(world, product_id, 'S', 3)
    expect(await world.balance(product_id)).toBe('7/7')
    await move(world, product_id, 'B', 5)
    expect(await world.balance(product_id)).toBe('5/5')
  })

  it('goes below zero and keeps fractions exact', async () => {
    const world = await openWorld()
    const { product_id } = world.control.addProduct(world.company_id, { name: 'Chope' })
    await move(world, product_id, 'E', 0.1)
    await move(world, product_id, 'E', 0.2)
    expect(await world.balance(product_id)).toBe('0.3/0.3')
    await move(world, product_id, 'S', 1)
    expect(await world.balance(product_id)).toBe('-0.7/-0.7')
  })

  it.each([
    ['the names of an older client', { tipoOperacao: 'E', quantidade: 1, observacao: 'x' }, 'operacao'],
    ['no quantity', { operacao: 'E' }, 'quantidade'],
    ['a taking of nothing', { operacao: 'S', quantidade: 0 }, 'quantidade'],
    ['an unknown deposit', { operacao: 'E', quantidade: 1, deposito: { id: 7 } }, 'deposito'],
    ['an unknown product', { operacao: 'E', quantidade: 1, produto: { id: 7 } }, 'produto'],
  ])('refuses %s with the reason in fields', async (_what, part, element) => {
    const world = await openWorld()
    const { product_id } = world.control.addProduct(world.company_id, { name: 'Caneca' })
    const body = { produto: { id: product_id }, deposito: { id: world.deposit_id }, ...part }
    const { status, json } = await world.api('POST', '/estoques', body)
    expect(status).toBe(400)
    expect(json.error.type).toBe('VALIDATION_ERROR')
    expect(json.error.fields[0].element).toBe(element)
    expect(world.control.state(world.company_id).movements).toEqual([])
  })

  it('refuses kits with virtual stock and parents of variations, which hold none', async () => {
    const world = await openWorld()
    const part = world.control.addProduct(world.company_id, { name: 'Caneca' }).product_id
    const structure = { tipoEstoque: 'V' as const, componentes: [{ produto: { id: part }, quantidade: 2 }] }
    const kit = world.control.addProduct(world.company_id, { name: 'Kit', format: 'E', structure }).product_id
    const parent = world.control.addProduct(world.company_id, { name: 'Camiseta', format: 'V' }).product_id
    for (const id of [kit, parent]) expect((await move(world, id, 'E', 1)).status).toBe(400)
  })

  it('answers 400 to a body that is no JSON, and to an empty one', async () => {
    const world = await openWorld()
    const headers = { authorization: `Bearer ${world.token}`, 'content-type': 'application/json' }
    const send = (body: string) =>
      fetch(`${world.sandbox.url}/Api/v3/estoques`, { method: 'POST', headers, body })
    expect(await (await send('{"a"')).json()).toMatchObject({ error: { type: 'INVALID_REQUEST_BODY' } })
    expect(await (await send('')).json()).toMatchObject({ error: { type: 'MISSING_REQUIRED_FIELD_ERROR' } })
  })
})

describe('GET /estoques/saldos', () => {
  it('lists only deposits the product ever moved in, and totals without the ignored ones (9)', async () => {
    const world = await openWorld()
    const ignored = world.control.addDeposit(world.company_id, {
      name: 'Virtual',
      ignored_in_totals: true,
    }).deposit_id
    world.control.addDeposit(world.company_id, { name: 'Nunca usado' })
    const stock = [{ quantity: 4 }, { deposit_id: ignored, quantity: 27 }]
    const { product_id } = world.control.addProduct(world.company_id, { name: 'Caneca', sku: 'C-1', stock })
    const { json } = await world.api('GET', `/estoques/saldos?idsProdutos%5B%5D=${product_id}`)
    expect(json.data).toEqual([
      {
        produto: { id: product_id, codigo: 'C-1' },
        saldoFisicoTotal: 4,
        saldoVirtualTotal: 4,
        depositos: [
          { id: world.deposit_id, saldoFisico: 4, saldoVirtual: 4 },
          { id: ignored, saldoFisico: 27, saldoVirtual: 27 },
        ],
      },
    ])
    expect(await world.balance(product_id, ignored)).toBe('27/27')
  })

  it('drops unknown ids and codes, finds inactive products by id only, and answers 400 when no code resolves', async () => {
    const world = await openWorld()
    const active = world.control.addProduct(world.company_id, { name: 'A', sku: 'A' }).product_id
    const inactive = world.control.addProduct(world.company_id, {
      name: 'I',
      sku: 'I',
      situation: 'I',
    }).product_id
    const ids = async (query: string) => {
      const { json } = await world.api('GET', `/estoques/saldos?${query}`)
      return json.data.map((row: { produto: { id: number } }) => row.produto.id)
    }
    expect(await ids(`idsProdutos[]=${active}&idsProdutos[]=${inactive}&idsProdutos[]=7`)).toEqual([
      active,
      inactive,
    ])
    expect(await ids('codigos[]=A&codigos[]=I&codigos[]=nada')).toEqual([active])
    expect(await ids('idsProdutos[]=7')).toEqual([])
    const none = await world.api('GET', '/estoques/saldos?codigos[]=I')
    expect(none.status).toBe(400)
    expect(none.json.error.fields[0].msg).toBe('nenhum produto foi informado')
    expect((await world.api('GET', '/estoques/saldos')).status).toBe(400)
  })

  it('brings zero and negative rows unless a filter is given', async () => {
    const world = await openWorld()
    const make = (quantity: number) =>
      world.control.addProduct(world.company_id, { name: 'P', stock: [{ quantity }] }).product_id
    const ids = [make(0), make(5), make(-2)]
    const query = ids.map((id) => `idsProdutos[]=${id}`).join('&')
    const count = async (filter: string) =>
      (await world.api('GET', `/estoques/saldos?${query}${filter}`)).json.data.length
    expect(await count('')).toBe(3)
    for (const filter of [0, 1, 2]) expect(await count(`&filtroSaldoEstoque=${filter}`)).toBe(1)
  })

  it('computes kits with virtual stock from their components (54)', async () => {
    const world = await openWorld()
    const a = world.control.addProduct(world.company_id, { name: 'A', stock: [{ quantity: 10 }] }).product_id
    const b = world.control.addProduct(world.company_id, { name: 'B', stock: [{ quantity: 7 }] }).product_id
    const componentes = [
      { produto: { id: a }, quantidade: 2 },
      { produto: { id: b }, quantidade: 3 },
    ]
    const structure = { tipoEstoque: 'V' as const, componentes }
    const kit = world.control.addProduct(world.company_id, { name: 'Kit', format: 'E', structure }).product_id
    expect(await world.balance(kit)).toBe('2/2')
    await move(world, b, 'E', 2)
    expect(await world.balance(kit)).toBe('3/3')
  })

  it('takes 200 ids in one address and refuses 300 with 414', async () => {
    const world = await openWorld()
    const query = (count: number) =>
      Array.from({ length: count }, (_, index) => `idsProdutos%5B%5D=${16_000_000_000 + index}`).join('&')
    expect((await world.api('GET', `/estoques/saldos?${query(200)}`)).status).toBe(200)
    const long = await world.api('GET', `/estoques/saldos?${query(300)}`)
    expect(long.status).toBe(414)
    expect(long.headers.get('content-type')).toContain('text/html')
  })
})

describe('deposits', () => {
  it('keep exactly one default, hide inactive ones, and stop at 100', async () => {
    const world = await openWorld()
    const body = { descricao: 'Loja', situacao: 1, padrao: true, desconsiderarSaldo: false }
    const { json } = await world.api('POST', '/depositos', body)
    await world.api('POST', '/depositos', { ...body, descricao: 'Velho', situacao: 0, padrao: false })
    const rows = (await world.api('GET', '/depositos')).json.data
    expect(rows.map((row: { padrao: boolean }) => row.padrao)).toEqual([false, true])
    expect((await world.api('GET', '/depositos?situacao=0')).json.data).toHaveLength(1)
    expect((await world.api('PUT', `/depositos/${json.data.id}`, { ...body, padrao: false })).status).toBe(
      400,
    )
    for (let count = 3; count < 100; count += 1)
      world.control.addDeposit(world.company_id, { name: `D${count}` })
    expect((await world.api('POST', '/depositos', { ...body, padrao: false })).status).toBe(400)
  })

  it('refuse movements while inactive (64)', async () => {
    const world = await openWorld()
    const { product_id } = world.control.addProduct(world.company_id, { name: 'Caneca' })
    const { deposit_id } = world.control.addDeposit(world.company_id, { name: 'Fechado' })
    world.control.patchDeposit(world.company_id, deposit_id, { is_active: false })
    expect((await move(world, product_id, 'E', 1, deposit_id)).status).toBe(400)
  })
})
