import { readBalance } from '../erp/balance.ts'
import type { Company } from '../erp/company.ts'
import type { Product } from '../erp/product.ts'
import { noisyPrice } from '../kernel/numbers.ts'
import type { Sim } from '../sim.ts'

/** A row of `GET /produtos`. */
export function productRow(sim: Sim, company: Company, product: Product): Record<string, unknown> {
  const noise = company.settings.number_noise ? noisyPrice : (price: number) => price
  const cost = product.doc['precoCusto']
  return {
    id: product.id,
    ...(product.parent_id === null ? {} : { idProdutoPai: product.parent_id }),
    nome: product.nome,
    codigo: product.codigo,
    preco: noise(product.preco),
    precoCusto: typeof cost === 'number' ? noise(cost) : 0,
    estoque: { saldoVirtualTotal: readBalance(sim, company.id, product.id).saldoVirtualTotal },
    tipo: product.tipo,
    situacao: product.situacao,
    formato: product.formato,
    descricaoCurta: product.doc['descricaoCurta'] ?? '',
    imagemURL: '',
  }
}

/** `GET /produtos/{idProduto}`: what was sent, over the empty groups that Bling always prints. */
export function productDetail(sim: Sim, company: Company, product: Product): Record<string, unknown> {
  const { doc } = product
  const row = productRow(sim, company, product)
  delete row['idProdutoPai']
  delete row['precoCusto']
  const stock = { minimo: 0, maximo: 0, crossdocking: 0, localizacao: '' }
  const children = [...sim.world.products.in(company.id).values()].filter(
    (other) => other.parent_id === product.id,
  )
  return {
    ...EMPTY_DETAIL,
    ...doc,
    ...row,
    gtin: product.gtin,
    estoque: { ...stock, ...group(doc['estoque']), ...group(row['estoque']) },
    dimensoes: { largura: 0, altura: 0, profundidade: 0, unidadeMedida: 1, ...group(doc['dimensoes']) },
    tributacao: { ...EMPTY_TAXES, ...group(doc['tributacao']) },
    estrutura: product.estrutura ?? { tipoEstoque: '', lancamentoEstoque: '', componentes: [] },
    midia: { video: { url: '' }, imagens: { externas: [], internas: [] }, ...group(doc['midia']) },
    actionEstoque: '',
    variacoes: children.map((child) => productDetail(sim, company, child)),
    ...variationOf(product),
  }
}

/** A variation carries its attributes and its parent; other products have no such block. */
function variationOf(product: Product): { variacao?: unknown } {
  if (product.parent_id === null) return {}
  return {
    variacao: {
      nome: '',
      ordem: 1,
      ...group(product.doc['variacao']),
      produtoPai: { id: product.parent_id, cloneInfo: false },
    },
  }
}

function group(value: unknown): object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}

const EMPTY_DETAIL = {
  dataValidade: '0000-00-00',
  unidade: 'UN',
  pesoLiquido: 0,
  pesoBruto: 0,
  volumes: 0,
  itensPorCaixa: 0,
  gtinEmbalagem: '',
  tipoProducao: 'P',
  condicao: 0,
  freteGratis: false,
  marca: '',
  descricaoComplementar: '',
  linkExterno: '',
  observacoes: '',
  descricaoEmbalagemDiscreta: '',
  categoria: { id: 0 },
  fornecedor: { id: 0, contato: { id: 0, nome: '' }, codigo: '', precoCusto: 0, precoCompra: 0 },
  linhaProduto: { id: 0 },
  camposCustomizados: [],
  artigoPerigoso: false,
}

const EMPTY_TAXES = {
  origem: 0,
  nFCI: '',
  ncm: '',
  cest: '',
  codigoListaServicos: '',
  spedTipoItem: '',
  codigoItem: '',
  percentualTributos: 0,
  valorBaseStRetencao: 0,
  valorStRetencao: 0,
  valorICMSSubstituto: 0,
  codigoExcecaoTipi: '',
  classeEnquadramentoIpi: '',
  valorIpiFixo: 0,
  codigoSeloIpi: '',
  valorPisFixo: 0,
  valorCofinsFixo: 0,
  codigoANP: '',
  descricaoANP: '',
  percentualGLP: 0,
  percentualGasNacional: 0,
  percentualGasImportado: 0,
  valorPartida: 0,
  tipoArmamento: 0,
  descricaoCompletaArmamento: '',
  dadosAdicionais: '',
  grupoProduto: { id: 0 },
}
