import { readBalance } from '../erp/balance.ts'
import type { Product } from '../erp/product.ts'
import type { BlingRequest, Query } from './answer.ts'
import { idsOf, listOf, numberOf, page, period, refuseFilters, textOf } from './read.ts'

/** The rows of `GET /produtos` that the filters leave, newest first, one page. */
export function listProducts(request: BlingRequest): Product[] {
  refuseFilters(request.query, ['idLoja'])
  const tests = [
    bySituation(request.query),
    byType(request.query),
    byKeys(request.query),
    byDates(request.query),
    byBalance(request),
  ]
  const rows: Product[] = []
  for (const product of request.sim.world.products.in(request.company.id).values()) {
    if (tests.every((test) => test(product))) rows.push(product)
  }
  return page(request.query, rows.reverse())
}

type Test = (product: Product) => boolean

/** Without `criterio` only active products come, whatever the documentation calls that; 5 brings deleted ones too. */
function bySituation(query: Query): Test {
  switch (numberOf(query, 'criterio')) {
    case 3:
      return (product) => product.situacao === 'I'
    case 4:
      return (product) => product.situacao === 'E'
    case 5:
      return () => true
    default:
      return (product) => product.situacao === 'A'
  }
}

function byType(query: Query): Test {
  const component = numberOf(query, 'idComponente')
  switch (textOf(query, 'tipo')) {
    case 'P':
      return (product) => product.tipo === 'P'
    case 'S':
      return (product) => product.tipo === 'S'
    case 'E':
      return (product) =>
        product.formato === 'E' &&
        (component === undefined ||
          (product.estrutura?.componentes.some((part) => part.produto.id === component) ?? false))
    case 'PS':
      return (product) => product.formato === 'S' && product.parent_id === null
    case 'C':
      return (product) => product.formato === 'V'
    case 'V':
      return (product) => product.parent_id !== null
    default:
      return () => true
  }
}

/** `codigo` alone is not documented but works. */
function byKeys(query: Query): Test {
  const ids = asSet(idsOf(query, 'idsProdutos'))
  const codes = asSet(listOf(query, 'codigos'))
  const gtins = asSet(listOf(query, 'gtins'))
  const code = textOf(query, 'codigo')
  const name = textOf(query, 'nome')?.toLocaleLowerCase('pt-BR')
  const category = numberOf(query, 'idCategoria')
  return (product) =>
    (!ids || ids.has(product.id)) &&
    (!codes || codes.has(product.codigo)) &&
    (!gtins || gtins.has(product.gtin)) &&
    (code === undefined || product.codigo === code) &&
    (name === undefined || product.nome.toLocaleLowerCase('pt-BR').includes(name)) &&
    (category === undefined || categoryId(product) === category)
}

function byDates(query: Query): Test {
  const created = period(query, 'dataInclusao')
  const altered = period(query, 'dataAlteracao')
  return (product) => created(product.created_at) && altered(product.altered_at)
}

/** Applied only when asked for: the default the document prints was measured not to hold. */
function byBalance({ sim, company, query }: BlingRequest): Test {
  const wanted = numberOf(query, 'filtroSaldoEstoque')
  if (wanted === undefined) return () => true
  const deposit = numberOf(query, 'filtroSaldoEstoqueDeposito')
  return (product) => {
    const balance = readBalance(sim, company.id, product.id)
    const value =
      deposit === undefined
        ? balance.saldoVirtualTotal
        : (balance.depositos.find((entry) => entry.id === deposit)?.saldoVirtual ?? 0)
    return matchesBalance(wanted, value)
  }
}

/** `0` zero, `1` positive, `2` negative. */
export function matchesBalance(wanted: number, value: number): boolean {
  return wanted === 0 ? value === 0 : wanted === 1 ? value > 0 : value < 0
}

function asSet<Item>(items: readonly Item[] | undefined): ReadonlySet<Item> | undefined {
  return items && new Set(items)
}

function categoryId(product: Product): unknown {
  const category = product.doc['categoria']
  return typeof category === 'object' && category !== null && 'id' in category ? category.id : undefined
}
