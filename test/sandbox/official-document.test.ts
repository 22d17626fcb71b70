import { describe, expect, it } from 'vitest'
import { BlingError } from '../../src/sandbox/api/bling-error.ts'
import { companyOf, foundCompany } from '../../src/sandbox/control/companies.ts'
import { API_ROUTES } from '../../src/sandbox/http/api-server.ts'
import { createSim } from '../../src/sandbox/sim.ts'
import { documentIsThere, isDocumented, queryParameters, violations } from './support/official-document.ts'
import { openWorld, type TestWorld } from './support/world.ts'

describe.runIf(documentIsThere)('the official document', () => {
  it('knows every operation the sandbox serves', () => {
    const strange = API_ROUTES.map((route) => `${route.method} ${route.path}`).filter(
      (operation) => !isDocumented(operation),
    )
    expect(strange).toEqual([])
  })

  it('objects to an answer of the wrong shape, so that the check is worth something', () => {
    expect(violations('GET /depositos', 200, { data: [{ id: 'x', descricao: 'Geral' }] })).not.toEqual([])
    expect(violations('GET /depositos', 418, { erro: 1 })).not.toEqual([])
  })

  it('lists no filter that the sandbox passes over without a word', () => {
    const sim = createSim({ seed: 'filters', now: Date.now })
    const { company_id } = foundCompany(sim, { name: 'W' })
    const company = companyOf(sim, company_id)
    const passedOver = API_ROUTES.filter(
      ({ method, path }) => method === 'GET' && !path.includes('{'),
    ).flatMap((route) => {
      const operation = `GET ${route.path}`
      return queryParameters(operation).flatMap((name) => {
        const looked = new Set<string>()
        // Which deposit a filter of balances is about says nothing without that filter.
        const given: Record<string, string> = { filtroSaldoEstoque: '1', [name]: '1' }
        const query = new Proxy(given, {
          get: (target, key) => {
            looked.add(String(key))
            return target[String(key)]
          },
        })
        try {
          route.answer({ sim, company, params: {}, query, body: undefined })
        } catch (error) {
          if (!(error instanceof BlingError)) throw error
        }
        return looked.has(name) ? [] : [`${operation} ${name}`]
      })
    })
    expect(passedOver).toEqual([])
  })

  it('agrees with a successful answer and a 404 of every operation', async () => {
    const world = await openWorld()
    await playEverything(world)
    const answered = new Set(
      world.sandbox
        .calls()
        .filter((call) => (call.status ?? 500) < 300)
        .map((call) => call.operation),
    )
    const missing = API_ROUTES.map((route) => `${route.method} ${route.path}`).filter(
      (operation) => !answered.has(operation),
    )
    expect(missing).toEqual([])
    for (const route of API_ROUTES.filter(({ path }) => path.includes('{'))) {
      const body = route.method === 'GET' ? undefined : {}
      const { status } = await world.api(route.method, route.path.replace(/\{\w+\}/g, '1'), body)
      expect([400, 404], `${route.method} ${route.path}`).toContain(status)
    }
  })
})

/** Calls every operation once with success; `api` checks each answer against the document. */
async function playEverything(world: TestWorld): Promise<void> {
  const ids = await playGoods(world)
  await playOrders(world, ids)
  await playTables(world, ids)
  await playRemovals(world, ids)
}

interface Ids {
  readonly simple: number
  readonly kit: number
  readonly parent: number
  readonly contact: number
  readonly method: number
}

async function playGoods({ api, deposit_id }: TestWorld): Promise<Ids> {
  await api('GET', '/empresas/me/dados-basicos')
  const product = { nome: 'Caneca', codigo: 'CANECA-01', tipo: 'P', situacao: 'A', formato: 'S', preco: 49.9 }
  const midia = { video: { url: '' }, imagens: { imagensURL: [{ link: 'https://loja.example/caneca.jpg' }] } }
  const whole = { ...product, gtin: '7891149103119', pesoBruto: 0.35, descricaoCurta: 'Azul', midia }
  const simple = (await api('POST', '/produtos', whole)).json.data.id
  const componentes = [{ produto: { id: simple }, quantidade: 2 }]
  const kitBody = { ...product, codigo: 'KIT2', formato: 'E', estrutura: { tipoEstoque: 'V', componentes } }
  const kit = (await api('POST', '/produtos', kitBody)).json.data.id
  const variacoes = [{ codigo: 'CAM-P', variacao: { nome: 'Tamanho:P', ordem: 1 } }]
  const saved = (await api('POST', '/produtos', { ...product, codigo: 'CAM', formato: 'V', variacoes })).json
    .data
  const parent = saved.id
  const child = { ...variacoes[0], id: saved.variations.saved[0].id }
  await api('PUT', `/produtos/${parent}`, { ...product, codigo: 'CAM', formato: 'V', variacoes: [child] })
  await api('PATCH', `/produtos/${simple}`, { estoque: { localizacao: 'T-3' } })
  for (const id of [simple, kit, parent]) await api('GET', `/produtos/${id}`)
  const { imagens } = (await api('GET', `/produtos/${simple}`)).json.data.midia
  expect(imagens).toEqual({ externas: [{ link: 'https://loja.example/caneca.jpg' }] })
  await api('GET', `/produtos/variacoes/${parent}`)
  await api('GET', '/produtos?criterio=5&tipo=T')
  await api('PATCH', `/produtos/${parent}/situacoes`, { situacao: 'E' })
  await api('GET', '/produtos?criterio=5')
  await api('POST', '/produtos/situacoes', { idsProdutos: [parent, 7], situacao: 'A' })
  await api('POST', '/produtos/situacoes', { idsProdutos: [parent], situacao: 'I' })
  await api('GET', `/produtos/estruturas/${kit}`)
  await api('POST', `/produtos/estruturas/${kit}/componentes`, [{ produto: { id: parent }, quantidade: 1 }])
  await api('PATCH', `/produtos/estruturas/${kit}/componentes/${parent}`, { quantidade: 3 })
  await api('DELETE', `/produtos/estruturas/${kit}/componentes?idsComponentes[]=${parent}`)
  await api('PUT', `/produtos/estruturas/${kit}`, { tipoEstoque: 'V', lancamentoEstoque: 'M', componentes })
  await api('POST', '/estoques', {
    produto: { id: simple },
    deposito: { id: deposit_id },
    operacao: 'E',
    quantidade: 10,
  })
  await api('GET', `/estoques/saldos?idsProdutos[]=${simple}&idsProdutos[]=${kit}`)
  await api('GET', `/estoques/saldos/${deposit_id}?idsProdutos[]=${simple}`)
  await api('GET', '/estoques/saldos?codigos[]=NADA')
  await api('POST', '/depositos', {
    descricao: 'Loja',
    situacao: 1,
    padrao: false,
    desconsiderarSaldo: false,
  })
  await api('PUT', `/depositos/${deposit_id}`, {
    descricao: 'Geral',
    situacao: 1,
    padrao: true,
    desconsiderarSaldo: false,
  })
  await api('GET', '/depositos')
  await api('GET', `/depositos/${deposit_id}`)
  const contact = (
    await api('POST', '/contatos', {
      nome: 'Ana',
      situacao: 'A',
      tipo: 'F',
      numeroDocumento: '123.456.789-09',
    })
  ).json.data.id
  const method = (await api('GET', '/formas-pagamentos')).json.data[0].id
  return { simple, kit, parent, contact, method }
}

function order(ids: Ids, numeroLoja: string): Record<string, unknown> {
  const data = '2026-11-22'
  return {
    contato: { id: ids.contact },
    data,
    dataSaida: data,
    dataPrevista: data,
    numeroLoja,
    itens: [{ produto: { id: ids.simple }, quantidade: 2, valor: 49.9, descricao: 'Caneca' }],
    parcelas: [{ dataVencimento: data, valor: 99.8, formaPagamento: { id: ids.method } }],
  }
}

async function playOrders({ api, deposit_id }: TestWorld, ids: Ids): Promise<void> {
  const first = (await api('POST', '/pedidos/vendas', order(ids, 'A-1'))).json.data.id
  const one = `/pedidos/vendas/${first}`
  const whole = (await api('GET', one)).json.data
  await api('PUT', one, whole)
  await api('GET', '/pedidos/vendas?numerosLojas[]=A-1')
  await api('PATCH', `${one}/situacoes/15`)
  for (const action of [
    'lancar-estoque',
    'estornar-estoque',
    `lancar-estoque/${deposit_id}`,
    'estornar-estoque',
  ]) {
    await api('POST', `${one}/${action}`)
  }
  await api('POST', `${one}/lancar-contas`)
  await playReceivables(api, ids)
  await api('POST', `${one}/estornar-contas`)
  const invoice = (await api('POST', `${one}/gerar-nfe`)).json.idNotaFiscal
  const second = (await api('POST', '/pedidos/vendas', order(ids, 'A-2'))).json.data.id
  const consumer = (await api('POST', `/pedidos/vendas/${second}/gerar-nfce`)).json.idNotaFiscal
  for (const note of [`/nfe/${invoice}`, `/nfce/${consumer}`]) {
    await api('POST', `${note}/enviar`)
    for (const action of [
      'lancar-estoque',
      'estornar-estoque',
      `lancar-estoque/${deposit_id}`,
      'estornar-estoque',
    ]) {
      await api('POST', `${note}/${action}`)
    }
    await api('GET', note)
  }
  await api('GET', '/nfe')
  await api('DELETE', `/nfe?idsNotas[]=${invoice}`)
  await api('GET', '/nfce')
  const { chaveAcesso } = (await api('GET', `/nfe/${invoice}`)).json.data
  await api('GET', `/nfe/documento/${chaveAcesso}?formato=xml`)
  await api('DELETE', `/pedidos/vendas?idsPedidosVendas[]=${second}&idsPedidosVendas[]=7`)
  await api('DELETE', '/pedidos/vendas?idsPedidosVendas[]=')
  await api('DELETE', one)
}

async function playReceivables(api: TestWorld['api'], ids: Ids): Promise<void> {
  const [row] = (await api('GET', '/contas/receber')).json.data
  await api('GET', `/contas/receber/${row.id}`)
  const body = {
    vencimento: '2026-12-01',
    valor: 10,
    contato: { id: ids.contact },
    formaPagamento: { id: ids.method },
  }
  const id = (await api('POST', '/contas/receber', body)).json.data.id
  const receipt = {
    data: '2026-11-22',
    usarDataVencimento: false,
    portador: { id: 1 },
    categoria: { id: 1 },
    historico: '',
  }
  await api('POST', `/contas/receber/${id}/baixar`, { ...receipt, valorRecebido: 4 })
  await api('GET', `/contas/receber/${id}`)
  const other = (await api('POST', '/contas/receber', body)).json.data.id
  await api('DELETE', `/contas/receber/${other}`)
}

async function playTables({ api, control, company_id, deposit_id }: TestWorld, ids: Ids): Promise<void> {
  const { channel_id } = control.addChannel(company_id, { name: 'Loja virtual', deposit_id })
  control.patchCompany(company_id, {
    settings: { transitions: [{ from: null, to: 9, actions: ['lancarEstoque'] }] },
  })
  for (const path of [
    '/situacoes/modulos',
    '/situacoes/modulos/98310',
    '/situacoes/modulos/98310/acoes',
    '/situacoes/modulos/98310/transicoes',
    '/situacoes/6',
    '/contatos',
    '/contatos/tipos',
    '/contatos/consumidor-final',
    `/contatos/${ids.contact}`,
    `/formas-pagamentos/${ids.method}`,
    '/canais-venda',
    '/canais-venda/tipos',
    `/canais-venda/${channel_id}`,
    '/naturezas-operacoes',
  ]) {
    await api('GET', path)
  }
  await api('POST', '/situacoes', {
    idModuloSistema: 98310,
    nome: 'Logística',
    idHerdado: 15,
    cor: '#112233',
  })
  await api('POST', '/categorias/produtos', { descricao: 'Bebidas' })
  await api('GET', '/categorias/produtos')
}

async function playRemovals({ api }: TestWorld, ids: Ids): Promise<void> {
  await api('PUT', `/contatos/${ids.contact}`, { nome: 'Ana Maria', situacao: 'A', tipo: 'F' })
  await api('PATCH', `/contatos/${ids.contact}/situacoes`, { situacao: 'I' })
  await api('DELETE', `/contatos/${ids.contact}`)
  await api('DELETE', `/produtos?idsProdutos[]=${ids.kit}&idsProdutos[]=7`)
  await api('DELETE', `/produtos?idsProdutos[]=${ids.parent}`)
  await api('DELETE', `/produtos/${ids.simple}`)
}
