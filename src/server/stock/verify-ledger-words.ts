import type { LedgerDifference } from './verify-ledger-chain.ts'

const WHAT: Readonly<Record<string, string>> = {
  row_missing: 'falta a movimentação',
  row_changed: 'a movimentação foi alterada',
  rows_swapped: 'movimentações trocadas de lugar',
  seal_changed: 'o selo da movimentação foi alterado',
  proof_changed: 'o que já estava provado mudou',
  ledger_end: 'o livro não termina onde diz terminar',
  not_contiguous: 'a movimentação não começa onde a anterior terminou',
  wrong_quantity: 'a quantidade não é a diferença entre antes e depois',
  unexplained_packing: 'a embalagem mudou sem troca de embalagem',
  wrong_total: 'o total não é a soma de caixas, unidades e doses',
  level: 'o saldo não é o que as movimentações deixaram',
  lot: 'o lote não é o que as movimentações deixaram',
  daily_sales: 'as vendas por dia não são a soma das movimentações',
}

/** A difference in one line of Portuguese, with where it is and what was expected. */
export function describeDifference(difference: LedgerDifference): string {
  const { kind, seq, branch_id, product_id, expected, found } = difference
  const where = [
    seq === null ? null : `seq ${seq}`,
    product_id === null ? null : `produto ${product_id}`,
    branch_id === null ? null : `filial ${branch_id}`,
  ].filter((part) => part !== null)
  const sides = `esperado ${expected ?? 'nada'}, encontrado ${found ?? 'nada'}`
  return `${WHAT[kind] ?? kind} (${where.join(', ')}): ${sides}`
}
