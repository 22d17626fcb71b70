/** Scopes by module, each with the number that token answers print. Bling's own numbers are not published. */
const SCOPE_NUMBERS: Readonly<Record<string, number>> = {
  CanaisVendas: 101584,
  CategoriasProdutos: 98314,
  ContasReceber: 98313,
  Contatos: 98308,
  Depositos: 106168,
  Empresas: 318257570,
  Estoques: 318257565,
  FormasPagamentos: 98312,
  NaturezasOperacoes: 200802821,
  NotasFiscais: 98311,
  PedidosVenda: 98310,
  Produtos: 98309,
  Situacoes: 5862218180,
}

/** Every scope there is. */
export const ALL_SCOPES: readonly string[] = Object.keys(SCOPE_NUMBERS)

/** The `scope` of a token answer: numbers between spaces. */
export function scopeNumbers(scopes: readonly string[]): string {
  return scopes.map((scope) => SCOPE_NUMBERS[scope] ?? 0).join(' ')
}
