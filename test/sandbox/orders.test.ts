import { describe, expect, it } from 'vitest'
import { openWorld, type TestWorld } from './support/world.ts'

interface Shop extends TestWorld {
  readonly product: number
}

/** A world with a product of ten units at R$ 49,90. */
async function openShop(): Promise<Shop> {
  const world = await openWorld()
  const stock = [{ quantity: 10 }]
  const { product_id } = world.control.addProduct(world.company_id, {
    name: 'Caneca',
    sku: 'CANECA-01',
    price: 49.9,
    stock,
  })
  return { ...world, product: product_id }
}

/** The smallest order that real Bling was seen to accept. */
async function orderBody(shop: Shop, quantidade: number, more: Record<string, unknown> = {}) {
  const contact = (await shop.api('GET', '/contatos/consumidor-final')).json.data.id
  const method = (await shop.api('GET', '/formas-pagamentos?descricao=PIX')).json.data[0].id
  const data = '2026-11-22'
  return {
    contato: { id: contact },
    data,
    dataSaida: data,
    dataPrevista: data,
    itens: [{ produto: { id: shop.product }, quantidade, valor: 49.9, descricao: 'Caneca' }],
    parcelas: [
      { dataVencimento: data, valor: Math.round(quantidade * 4990) / 100, formaPagamento: { id: method } },
    ],
    ...more,
  }
}

async function post(shop: Shop, quantidade: number, more: Record<string, unknown> = {}): Promise<number> {
  const { status, json } = await shop.api('POST', '/pedidos/vendas', await orderBody(shop, quantidade, more))
  expect(status).toBe(201)
  return json.data.id
}

const add = (shop: Shop, quantity: number, more = {}) =>
  shop.control.addOrder(shop.company_id, { items: [{ product_id: shop.product, quantity }], ...more })
    .order_id

describe('POST /pedidos/vendas', () => {
  it('answers no number and no conflict: the same numeroLoja twice makes two orders, found by it (87)', async () => {
    const shop = await openShop()
    const body = await orderBody(shop, 2, {
      numeroLoja: 'SITE-9',
      observacoesInternas: 'bloco desconhecido',
      campo: { a: 1 },
    })
    const first = await shop.api('POST', '/pedidos/vendas', body)
    expect(first.json).toEqual({ data: { id: expect.any(Number) } })
    await shop.api('POST', '/pedidos/vendas', body)
    await post(shop, 1)
    const { json } = await shop.api('GET', '/pedidos/vendas?numerosLojas[]=SITE-9')
    expect(json.data.map((row: { numero: number }) => row.numero)).toEqual([2, 1])
    expect(json.data[0]).toMatchObject({ total: 99.8, situacao: { id: 6, valor: 0 } })
    expect(json.data[0].itens).toBeUndefined()
    const detail = (await shop.api('GET', `/pedidos/vendas/${first.json.data.id}`)).json.data
    expect(detail).toMatchObject({ campo: { a: 1 }, itens: [{ codigo: 'CANECA-01', quantidade: 2 }] })
  })

  it('refuses instalments that do not add up, with the reason only in fields', async () => {
    const shop = await openShop()
    const body = await orderBody(shop, 2, {
      desconto: { valor: 10, unidade: 'PERCENTUAL' },
      transporte: { frete: 5 },
    })
    const wrong = await shop.api('POST', '/pedidos/vendas', body)
    expect(wrong.status).toBe(400)
    expect(wrong.json.error.message).toBe('Não foi possível salvar a venda')
    expect(wrong.json.error.fields[0].msg).toBe('O somatório do valor das parcelas difere do total da venda')
    const [instalment] = body.parcelas
    const right = { ...body, parcelas: [{ ...instalment, valor: 94.82 }] }
    expect((await shop.api('POST', '/pedidos/vendas', right)).status).toBe(201)
  })

  it('names the instalment with an unknown way to pay, the unknown product and the unknown contact', async () => {
    const shop = await openShop()
    const body = await orderBody(shop, 1, {
      contato: { id: 7 },
      itens: [{ produto: { id: 8 }, quantidade: 1, valor: 10, descricao: 'X' }],
      parcelas: [{ dataVencimento: '2026-11-22', valor: 10, formaPagamento: { id: 9 } }],
    })
    const { json } = await shop.api('POST', '/pedidos/vendas', body)
    expect(json.error.fields.map((field: { element: string }) => field.element)).toEqual([
      'contato',
      'itens',
      'parcelas',
    ])
    expect(json.error.fields[2].collection[0]).toMatchObject({
      index: 0,
      msg: 'Id da forma de pagamento inválido.',
    })
  })

  it('lists by situation and by alteration', async () => {
    const shop = await openShop()
    const id = await post(shop, 1)
    shop.control.advance(60_000)
    const other = await post(shop, 1)
    await shop.api('PATCH', `/pedidos/vendas/${id}/situacoes/9`)
    const ids = async (query: string) =>
      (await shop.api('GET', `/pedidos/vendas?${query}`)).json.data.map((row: { id: number }) => row.id)
    expect(await ids('idsSituacoes[]=9')).toEqual([id])
    expect(await ids('idsSituacoes[]=6&idsSituacoes[]=9')).toEqual([other, id])
    expect(await ids('dataAlteracaoInicial=2026-11-22 12:00:30')).toEqual([other, id])
    expect(await ids('dataAlteracaoFinal=2026-11-22 12:00:30')).toEqual([])
  })
})

describe('reservation', () => {
  it.each([
    [6, true],
    [9, false],
    [12, false],
    [15, true],
    [18, false],
    [21, true],
    [24, true],
  ])('in situation %i is %s, and no situation moves the physical balance', async (situation, reserves) => {
    const shop = await openShop()
    const id = await post(shop, 2)
    if (situation !== 6) {
      expect((await shop.api('PATCH', `/pedidos/vendas/${id}/situacoes/${situation}`)).status).toBe(204)
    }
    await shop.settle()
    expect(await shop.balance(shop.product)).toBe(reserves ? '10/8' : '10/10')
  })

  it('shows 9 to 22 seconds late, in the balance and in virtual_stock.updated (42)', async () => {
    const shop = await openShop()
    await shop.settle()
    await post(shop, 2)
    shop.control.advance(8_999)
    await shop.control.settle()
    expect(await shop.balance(shop.product)).toBe('10/10')
    expect(shop.receiver.events('virtual_stock.updated')).toHaveLength(0)
    shop.control.advance(22_000 - 8_999)
    await shop.control.settle()
    expect(await shop.balance(shop.product)).toBe('10/8')
    expect(shop.receiver.events('virtual_stock.updated')[0]?.json.data).toEqual({
      produto: { id: shop.product },
      saldoFisicoTotal: 10,
      saldoVirtualTotal: 8,
      vinculoComplexo: false,
      depositos: [{ id: shop.deposit_id, saldoFisico: 10, saldoVirtual: 8 }],
    })
  })

  it('never shows more than there is when an order ships or is cancelled before it settled', async () => {
    const shop = await openShop()
    const shipped = await post(shop, 2)
    shop.control.advance(1_000)
    shop.control.ship(shop.company_id, shipped)
    expect(await shop.balance(shop.product)).toBe('8/8')
    shop.control.patchCompany(shop.company_id, {
      settings: { virtual_delay_ms: { min: 20_000, max: 20_000 } },
    })
    const cancelled = await post(shop, 3)
    shop.control.patchCompany(shop.company_id, { settings: { virtual_delay_ms: { min: 5_000, max: 5_000 } } })
    await shop.api('PATCH', `/pedidos/vendas/${cancelled}/situacoes/12`)
    for (let second = 0; second < 25; second += 1) {
      expect(await shop.balance(shop.product)).toBe('8/8')
      shop.control.advance(1_000)
    }
  })

  it('follows edited quantities, removed lines and deletion (44, 45)', async () => {
    const shop = await openShop()
    const id = add(shop, 2)
    const settled = async () => {
      await shop.settle()
      return shop.balance(shop.product)
    }
    shop.control.patchOrder(shop.company_id, id, { items: [{ product_id: shop.product, quantity: 5 }] })
    expect(await settled()).toBe('10/5')
    const other = shop.control.addProduct(shop.company_id, { name: 'Copo' }).product_id
    shop.control.patchOrder(shop.company_id, id, { items: [{ product_id: other, quantity: 1 }] })
    expect(await settled()).toBe('10/10')
    shop.control.patchOrder(shop.company_id, id, { items: [{ product_id: shop.product, quantity: 1 }] })
    expect(await settled()).toBe('10/9')
    shop.control.deleteOrder(shop.company_id, id)
    expect(await settled()).toBe('10/10')
    expect((await shop.api('GET', `/pedidos/vendas/${id}`)).status).toBe(404)
    const last = shop.receiver
      .events()
      .filter(({ event }) => event.startsWith('order.'))
      .slice(-2)
    expect(last.map(({ event }) => event)).toEqual(['order.updated', 'order.deleted'])
    expect(last[0]?.json.data.situacao).toEqual({ id: 12, valor: 2 })
    expect(last[1]?.json.data).toEqual({ id })
  })

  it('is made in the deposit of the order, of its channel or of the company (37, 38)', async () => {
    const shop = await openShop()
    const deposit = (name: string) => shop.control.addDeposit(shop.company_id, { name }).deposit_id
    const [own, channel, company] = [deposit('Pedido'), deposit('Canal'), deposit('Empresa')]
    const { channel_id } = shop.control.addChannel(shop.company_id, { name: 'Site', deposit_id: channel })
    shop.control.patchCompany(shop.company_id, { settings: { reserve_deposit_id: company } })
    add(shop, 1)
    add(shop, 2, { channel_id })
    add(shop, 3, { channel_id, deposit_id: own })
    await shop.settle()
    expect(
      await Promise.all([shop.deposit_id, own, channel, company].map((id) => shop.balance(shop.product, id))),
    ).toEqual(['10/10', '0/-3', '0/-2', '0/-1'])
  })

  it('is not made when the account does not reserve, and follows the switch (41)', async () => {
    const shop = await openShop()
    shop.control.patchCompany(shop.company_id, { settings: { reserves_stock: false } })
    add(shop, 2)
    await shop.settle()
    expect(await shop.balance(shop.product)).toBe('10/10')
    shop.control.patchCompany(shop.company_id, { settings: { reserves_stock: true } })
    expect(await shop.balance(shop.product)).toBe('10/8')
  })

  it('of a kit is of its components, and announces both (53)', async () => {
    const shop = await openShop()
    const structure = {
      tipoEstoque: 'V' as const,
      componentes: [{ produto: { id: shop.product }, quantidade: 2 }],
    }
    const kit = shop.control.addProduct(shop.company_id, { name: 'KIT2', format: 'E', structure }).product_id
    await shop.settle()
    shop.control.addOrder(shop.company_id, { items: [{ product_id: kit, quantity: 1 }] })
    await shop.settle()
    expect(await shop.balance(shop.product)).toBe('10/8')
    expect(await shop.balance(kit)).toBe('5/4')
    const announced = shop.receiver.events('virtual_stock.updated').map(({ json }) => json.data.produto.id)
    expect(announced).toEqual([shop.product, kit])
  })
})

describe('launching stock', () => {
  it('takes from the default or the named deposit and ends the reservation at once', async () => {
    const shop = await openShop()
    const other = shop.control.addDeposit(shop.company_id, { name: 'Loja' }).deposit_id
    const [first, second] = [await post(shop, 2), await post(shop, 3)]
    await shop.settle()
    expect((await shop.api('POST', `/pedidos/vendas/${first}/lancar-estoque`)).status).toBe(204)
    expect(await shop.balance(shop.product, shop.deposit_id)).toBe('8/5')
    await shop.api('POST', `/pedidos/vendas/${second}/lancar-estoque/${other}`)
    expect(await shop.balance(shop.product, shop.deposit_id)).toBe('8/8')
    expect(await shop.balance(shop.product, other)).toBe('-3/-3')
  })

  it('is refused the second time, and reversing gives back and reserves again', async () => {
    const shop = await openShop()
    const id = await post(shop, 2)
    const act = async (action: string) => (await shop.api('POST', `/pedidos/vendas/${id}/${action}`)).status
    expect(await act('estornar-estoque')).toBe(400)
    expect(await act('lancar-estoque')).toBe(204)
    expect(await act('lancar-estoque')).toBe(400)
    expect(await act('estornar-estoque')).toBe(204)
    expect(await shop.balance(shop.product)).toBe('10/8')
    expect(await act('lancar-estoque/7')).toBe(400)
  })

  it('happens by itself only where the account automates a transition', async () => {
    const shop = await openShop()
    const transitions = [
      { from: 6, to: 9, actions: ['lancarEstoque', 'lancarContas'] as const },
      { from: null, to: 12, actions: ['estornarEstoque', 'estornarContas'] as const },
    ]
    const settings = { transitions: transitions.map((row) => ({ ...row, actions: [...row.actions] })) }
    shop.control.patchCompany(shop.company_id, { settings })
    const id = await post(shop, 2)
    await shop.api('PATCH', `/pedidos/vendas/${id}/situacoes/9`)
    expect(await shop.balance(shop.product)).toBe('8/8')
    expect((await shop.api('GET', '/contas/receber')).json.data).toHaveLength(1)
    await shop.api('PATCH', `/pedidos/vendas/${id}/situacoes/12`)
    expect(await shop.balance(shop.product)).toBe('10/10')
    expect((await shop.api('GET', '/contas/receber')).json.data).toHaveLength(0)
  })
})

describe('what hangs on an order', () => {
  it('blocks its removal while there are receivables or launched stock', async () => {
    const shop = await openShop()
    const id = await post(shop, 2)
    const one = `/pedidos/vendas/${id}`
    await shop.api('POST', `${one}/lancar-contas`)
    expect((await shop.api('POST', `${one}/lancar-contas`)).status).toBe(400)
    expect((await shop.api('DELETE', one)).status).toBe(400)
    const { json } = await shop.api('DELETE', `/pedidos/vendas?idsPedidosVendas[]=${id}`)
    expect(json.data.alertas).toEqual(['A venda número 1 contém contas a receber.'])
    await shop.api('POST', `${one}/estornar-contas`)
    await shop.api('POST', `${one}/lancar-estoque`)
    expect((await shop.api('DELETE', one)).status).toBe(400)
    await shop.api('POST', `${one}/estornar-estoque`)
    expect((await shop.api('DELETE', one)).status).toBe(204)
  })

  it('receives money in parts', async () => {
    const shop = await openShop()
    await shop.api('POST', `/pedidos/vendas/${await post(shop, 2)}/lancar-contas`)
    const [row] = (await shop.api('GET', '/contas/receber?situacoes[]=1')).json.data
    const receipt = {
      data: '2026-11-23',
      usarDataVencimento: false,
      portador: { id: 1 },
      categoria: { id: 1 },
      historico: '',
    }
    const { json } = await shop.api('POST', `/contas/receber/${row.id}/baixar`, {
      ...receipt,
      valorRecebido: 50,
    })
    expect(json.bordero.id).toEqual(expect.any(Number))
    const detail = async () => (await shop.api('GET', `/contas/receber/${row.id}`)).json.data
    expect(await detail()).toMatchObject({ situacao: 3, saldo: 49.8 })
    await shop.api('POST', `/contas/receber/${row.id}/baixar`, receipt)
    expect(await detail()).toMatchObject({ situacao: 2, saldo: 0 })
    expect((await shop.api('POST', `/contas/receber/${row.id}/baixar`, receipt)).status).toBe(400)
  })

  it('becomes an invoice that is sent, moves stock, and is hidden once cancelled', async () => {
    const shop = await openShop()
    const { idNotaFiscal: id } = (await shop.api('POST', `/pedidos/vendas/${await post(shop, 2)}/gerar-nfe`))
      .json
    const detail = async () => (await shop.api('GET', `/nfe/${id}`)).json.data
    expect(await detail()).toMatchObject({ situacao: 1, chaveAcesso: '' })
    await shop.api('POST', `/nfe/${id}/enviar`)
    expect((await detail()).situacao).toBe(5)
    expect((await detail()).chaveAcesso).toMatch(/^\d{44}$/)
    await shop.api('POST', `/nfe/${id}/lancar-estoque`)
    expect(await shop.balance(shop.product)).toBe('8/8')
    shop.control.patchInvoice(shop.company_id, id, { situation: 2 })
    expect((await shop.api('GET', '/nfe')).json.data).toEqual([])
    expect((await shop.api('GET', '/nfe?situacao=2')).json.data).toHaveLength(1)
    await shop.settle()
    expect(
      shop.receiver
        .events()
        .filter(({ event }) => event.startsWith('invoice.'))
        .map(({ json }) => json.data.situacao),
    ).toEqual([1, 5, 2])
  })

  it('is deleted while it is pending, through the API or by a person, and its order may have another', async () => {
    const shop = await openShop()
    const order = await post(shop, 1)
    const make = async (kind: 'nfe' | 'nfce') =>
      (await shop.api('POST', `/pedidos/vendas/${order}/gerar-${kind}`)).json.idNotaFiscal
    const pending = await make('nfe')
    expect((await shop.api('DELETE', `/nfe?idsNotas[]=${pending}`)).status).toBe(204)
    expect((await shop.api('GET', `/nfe/${pending}`)).status).toBe(404)
    const consumer = await make('nfce')
    shop.control.deleteInvoice(shop.company_id, consumer)
    const sent = await make('nfe')
    await shop.api('POST', `/nfe/${sent}/enviar`)
    const { status, json } = await shop.api('DELETE', `/nfe?idsNotas[]=${sent}&idsNotas[]=7`)
    expect(status).toBe(200)
    expect(json.data.idsExcluidos).toEqual([])
    expect(json.data.alertas[0]).toBe(`${sent}: Apenas notas pendentes podem ser excluídas.`)
    const path = `/companies/${shop.company_id}/invoices`
    expect((await shop.steer('DELETE', `${path}/${sent}`)).status).toBe(409)
    await shop.settle()
    const deleted = shop.receiver.events().filter(({ event }) => event.endsWith('invoice.deleted'))
    expect(deleted.map(({ event, json: { data } }) => [event, data])).toEqual([
      ['invoice.deleted', { id: pending }],
      ['consumer_invoice.deleted', { id: consumer }],
    ])
  })

  it('becomes a consumer invoice with events of its own', async () => {
    const shop = await openShop()
    const { idNotaFiscal: id } = (await shop.api('POST', `/pedidos/vendas/${await post(shop, 1)}/gerar-nfce`))
      .json
    await shop.api('POST', `/nfce/${id}/enviar`)
    expect((await shop.api('GET', `/nfe/${id}`)).status).toBe(404)
    await shop.settle()
    expect(shop.receiver.events('consumer_invoice.updated')[0]?.json.data).toMatchObject({ id, situacao: 5 })
  })
})

describe('contacts', () => {
  it('are found by digits only, and not changed when they are the final consumer', async () => {
    const world = await openWorld()
    const body = { nome: 'Ana', situacao: 'A', tipo: 'F', numeroDocumento: '123.456.789-09', codigo: '002' }
    await world.api('POST', '/contatos', body)
    const count = async (query: string) => (await world.api('GET', `/contatos?${query}`)).json.data.length
    expect(await count('numeroDocumento=12345678909')).toBe(1)
    expect(await count('numeroDocumento=123.456.789-09')).toBe(0)
    expect(await count('pesquisa=002')).toBe(1)
    const consumer = (await world.api('GET', '/contatos/consumidor-final')).json.data.id
    expect((await world.api('DELETE', `/contatos/${consumer}`)).status).toBe(400)
  })
  it('are found by state, telephone, type and seller', async () => {
    const world = await openWorld()
    const who = { situacao: 'A', tipo: 'F' }
    const [type] = (await world.api('GET', '/contatos/tipos')).json.data
    await world.api('POST', '/contatos', {
      ...who,
      nome: 'Ana',
      telefone: '(54) 3333-4444',
      endereco: { geral: { uf: 'RS' } },
      tiposContato: [type],
      vendedor: { id: 7 },
    })
    await world.api('POST', '/contatos', { ...who, nome: 'Bia', endereco: { geral: { uf: 'SC' } } })
    const found = async (query: string) =>
      (await world.api('GET', `/contatos?${query}`)).json.data.map(({ nome }: { nome: string }) => nome)
    expect(await found('uf=rs')).toEqual(['Ana'])
    expect(await found('telefone=5433334444')).toEqual(['Ana'])
    expect(await found(`idTipoContato=${type.id}`)).toEqual(['Ana'])
    expect(await found('idVendedor=7')).toEqual(['Ana'])
    expect(await found('uf=SC')).toEqual(['Bia'])
    expect(await found('idVendedor=8&uf=RS')).toEqual([])
  })
})

describe('filters', () => {
  it('serve the series of invoices, and the groups of channels', async () => {
    const shop = await openShop()
    await shop.api('POST', `/pedidos/vendas/${await post(shop, 1)}/gerar-nfe`)
    shop.control.addChannel(shop.company_id, { name: 'Feira', type: 'Shopee' })
    const count = async (path: string) => (await shop.api('GET', path)).json.data.length
    expect([await count('/nfe?serie=1'), await count('/nfe?serie=2')]).toEqual([1, 0])
    expect([await count('/canais-venda?agrupador=3'), await count('/canais-venda?agrupador=4')]).toEqual([
      1, 0,
    ])
    expect(await count('/naturezas-operacoes?descricao=compra')).toBe(0)
  })

  it.each([
    '/produtos?idLoja=1',
    '/pedidos/vendas?idControleCaixa=1',
    '/pedidos/vendas?idUnidadeNegocio=1',
    '/nfe?idTransportador=1',
    '/contas/receber?idsCategorias[]=1',
    '/contas/receber?idPortador=1',
    '/contas/receber?idVendedor=1',
    '/contas/receber?boletoGerado=1',
  ])('refuse %s, for which nothing is kept here', async (path) => {
    const world = await openWorld()
    const { status, json } = await world.api('GET', path)
    expect(status).toBe(400)
    expect(json.error.fields[0].element).toBe(/[?](.+)=/.exec(path)?.[1])
  })
})
