import { describe, expect, it } from 'vitest'
import { openWorld, type TestWorld } from './support/world.ts'

const names = async (world: TestWorld, query: string) => {
  const { json } = await world.api('GET', `/produtos?${query}`)
  return json.data.map((row: { nome: string }) => row.nome)
}

describe('GET /produtos', () => {
  it('hides inactive and deleted products unless criterio asks for them', async () => {
    const world = await openWorld()
    for (const situation of ['A', 'I', 'E'] as const)
      world.control.addProduct(world.company_id, { name: situation, situation })
    expect(await names(world, '')).toEqual(['A'])
    for (const criterio of [0, 1, 2, 6]) expect(await names(world, `criterio=${criterio}`)).toEqual(['A'])
    expect(await names(world, 'criterio=3')).toEqual(['I'])
    expect(await names(world, 'criterio=4')).toEqual(['E'])
    expect(await names(world, 'criterio=5')).toEqual(['E', 'I', 'A'])
  })

  it('pages by 100, cuts larger pages to 100, and answers an empty page past the end (82)', async () => {
    const world = await openWorld()
    for (let count = 0; count < 250; count += 1)
      world.control.addProduct(world.company_id, { name: `P${count}` })
    const sizes = []
    for (const query of [
      '',
      'limite=500',
      'pagina=2',
      'pagina=3&limite=100',
      'pagina=4',
      'limite=20&pagina=13',
    ]) {
      sizes.push((await names(world, query)).length)
    }
    expect(sizes).toEqual([100, 100, 100, 50, 0, 10])
  })

  it('filters by ids, codes, the undocumented single code, gtin, name and type', async () => {
    const world = await openWorld()
    const add = (name: string, more = {}) =>
      world.control.addProduct(world.company_id, { name, ...more }).product_id
    const one = add('Caneca Azul', { sku: '007', gtin: '7891234567895' })
    add('Caneca Verde', { sku: '7' })
    const parent = add('Camiseta', { format: 'V' })
    add('Camiseta P', { parent_id: parent })
    add('Kit', {
      format: 'E',
      structure: { tipoEstoque: 'V', componentes: [{ produto: { id: one }, quantidade: 1 }] },
    })
    expect(await names(world, `idsProdutos[]=${one}&idsProdutos[]=7`)).toEqual(['Caneca Azul'])
    expect(await names(world, 'codigos[]=007')).toEqual(['Caneca Azul'])
    expect(await names(world, 'codigo=7')).toEqual(['Caneca Verde'])
    expect(await names(world, 'gtins[]=7891234567895')).toEqual(['Caneca Azul'])
    expect(await names(world, 'nome=caneca')).toEqual(['Caneca Verde', 'Caneca Azul'])
    expect(await names(world, 'tipo=C')).toEqual(['Camiseta'])
    expect(await names(world, 'tipo=V')).toEqual(['Camiseta P'])
    expect(await names(world, `tipo=E&idComponente=${one}`)).toEqual(['Kit'])
  })

  it('filters by alteration in São Paulo time, unpadded too, and refuses more than a year', async () => {
    const world = await openWorld()
    world.control.addProduct(world.company_id, { name: 'Cedo' })
    world.control.advance(3_600_000)
    world.control.addProduct(world.company_id, { name: 'Tarde' })
    expect(await names(world, 'dataAlteracaoInicial=2026-11-22 12:30:00')).toEqual(['Tarde'])
    expect(
      await names(world, 'dataAlteracaoInicial=2026-11-2&dataAlteracaoFinal=2026-11-22%2012:30:5'),
    ).toEqual(['Cedo'])
    const { status, json } = await world.api(
      'GET',
      '/produtos?dataInclusaoInicial=2025-01-01&dataInclusaoFinal=2027-01-01',
    )
    expect(status).toBe(400)
    expect(json.error.fields[0].element).toBe('dataInclusaoInicial')
    expect((await world.api('GET', '/produtos?dataInclusaoInicial=ontem')).status).toBe(400)
  })

  it('prints prices with the noise of 32-bit floats, which a switch ends', async () => {
    const world = await openWorld()
    world.control.addProduct(world.company_id, { name: 'Caneca', price: 49.9 })
    expect((await world.api('GET', '/produtos')).json.data[0].preco).toBe(49.9000015259)
    world.control.patchCompany(world.company_id, { settings: { number_noise: false } })
    expect((await world.api('GET', '/produtos')).json.data[0].preco).toBe(49.9)
  })
})

describe('writing products', () => {
  const body = { nome: 'Caneca', codigo: 'C-1', tipo: 'P', situacao: 'A', formato: 'S', preco: 10 }

  it('keeps by PATCH the sub-fields of a group that were not sent', async () => {
    const world = await openWorld()
    const estoque = { minimo: 5, maximo: 50, localizacao: 'A-1' }
    const { json } = await world.api('POST', '/produtos', { ...body, estoque })
    expect(json.data).toMatchObject({ variations: null, warnings: [] })
    await world.api('PATCH', `/produtos/${json.data.id}`, { estoque: { localizacao: 'T-3' } })
    const { data } = (await world.api('GET', `/produtos/${json.data.id}`)).json
    expect(data.estoque).toMatchObject({ minimo: 5, maximo: 50, localizacao: 'T-3' })
    expect(data).toMatchObject({ nome: 'Caneca', estrutura: { tipoEstoque: '', componentes: [] } })
  })

  it('makes variations that are products of their own with a parent (55)', async () => {
    const world = await openWorld()
    const variacoes = ['P', 'M'].map((size, index) => ({
      codigo: `CAM-${size}`,
      variacao: { nome: `Tamanho:${size}`, ordem: index + 1 },
    }))
    const { json } = await world.api('POST', '/produtos', { ...body, formato: 'V', variacoes })
    expect(json.data.variations.saved).toHaveLength(2)
    const detail = (await world.api('GET', `/produtos/variacoes/${json.data.id}`)).json.data
    expect(detail.variacoes.map((child: { codigo: string }) => child.codigo)).toEqual(['CAM-P', 'CAM-M'])
    const rows = (await world.api('GET', '/produtos?tipo=V')).json.data
    expect(rows[0]).toMatchObject({ idProdutoPai: json.data.id, codigo: 'CAM-M' })
  })

  it('gives the price of a parent that is saved to all its variations, which have their own again when saved alone', async () => {
    const world = await openWorld()
    const sized = (size: string, preco: number) => ({
      codigo: `CAM-${size}`,
      preco,
      variacao: { nome: `Tamanho:${size}`, ordem: 1 },
    })
    const variacoes = [sized('P', 12), sized('M', 13)]
    const { data } = (await world.api('POST', '/produtos', { ...body, formato: 'V', variacoes })).json
    world.control.patchCompany(world.company_id, { settings: { number_noise: false } })
    const prices = async () =>
      (await world.api('GET', '/produtos?tipo=V')).json.data.map(({ preco }: { preco: number }) => preco)
    expect(await prices()).toEqual([10, 10])
    const [small] = data.variations.saved
    await world.api('PUT', `/produtos/${small.id}`, { ...body, ...sized('P', 15) })
    expect(await prices()).toEqual([10, 15])
    await world.settle()
    world.receiver.received.length = 0
    await world.api('PATCH', `/produtos/${data.id}`, { nome: 'Camiseta' })
    expect(await prices()).toEqual([10, 10])
    await world.settle()
    expect(world.receiver.events().map(({ event, json }) => [event, json.data.id])).toEqual([
      ['product.updated', data.id],
      ['product.updated', small.id],
    ])
    await world.api('PATCH', `/produtos/${data.id}`, { preco: 20 })
    expect(await prices()).toEqual([20, 20])
  })

  it('refuses an unknown component and what lacks a required field', async () => {
    const world = await openWorld()
    const estrutura = { tipoEstoque: 'V', componentes: [{ produto: { id: 7 }, quantidade: 1 }] }
    expect((await world.api('POST', '/produtos', { ...body, formato: 'E', estrutura })).status).toBe(400)
    const { json } = await world.api('POST', '/produtos', { nome: 'Sem formato', tipo: 'P', situacao: 'A' })
    expect(json.error.fields[0].element).toBe('formato')
  })

  it('announces going to "excluído" as an update and removal as a deletion', async () => {
    const world = await openWorld()
    const { product_id } = world.control.addProduct(world.company_id, { name: 'Caneca', sku: 'C-1' })
    await world.api('PATCH', `/produtos/${product_id}/situacoes`, { situacao: 'E' })
    await world.api('DELETE', `/produtos/${product_id}`)
    await world.settle()
    expect(world.receiver.events().map(({ event }) => event)).toEqual([
      'product.created',
      'product.updated',
      'product.deleted',
    ])
    const [created, updated, deleted] = world.receiver.events()
    expect(created?.json.data).toMatchObject({ id: product_id, nome: 'Caneca', codigo: 'C-1', formato: 'S' })
    expect(updated?.json.data.situacao).toBe('E')
    expect(deleted?.json.data).toEqual({ id: product_id })
  })
})
