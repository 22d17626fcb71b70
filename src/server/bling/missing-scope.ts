import { BlingError } from './bling-error.ts'

/** Scopes as Bling's page of an application names them, by the beginning of the paths that they open. */
const SCOPES: readonly (readonly [string, string])[] = [
  ['/empresas', 'Empresas: dados básicos'],
  ['/produtos', 'Produtos'],
  ['/estoques', 'Estoques'],
  ['/depositos', 'Depósitos'],
  ['/pedidos/vendas', 'Pedidos de venda'],
  ['/situacoes', 'Situações'],
  ['/contatos', 'Contatos'],
  ['/canais-venda', 'Canais de venda'],
  ['/formas-pagamentos', 'Formas de pagamento'],
  ['/nfe', 'Notas fiscais'],
  ['/nfce', 'Notas fiscais'],
  ['/contas/receber', 'Contas a receber'],
]

/** Whether a call failed because the application lacks a scope in Bling: other calls of the account go on. */
export function isScopeMissing(error: unknown): error is BlingError {
  return error instanceof BlingError && error.kind === 'auth' && error.code === 'insufficient_scope'
}

/** The scope that an operation (as `GET /depositos`) needs, in the words of Bling's page; of one that is not known, its path. */
export function scopeOf(operation: string): string {
  const path = operation.slice(operation.indexOf(' ') + 1)
  const found = SCOPES.find(([begins]) => path === begins || path.startsWith(`${begins}/`))
  return found?.[1] ?? path
}
