/**
 * How a dialog or menu is reached by keyboard: from a screen, by the names of what is pressed one after the other. `file` is where it
 * is written; every file with a dialog or menu is in here.
 */
export type Way = {
  readonly file: string
  readonly at: string
  readonly through: readonly (string | RegExp)[]
}

/** Keys that open something from everywhere. */
export const SEARCH_KEY = 'Control+k'

const features = (file: string, at: string, ...through: Way['through']): Way => ({
  file: `features/${file}.tsx`,
  at,
  through,
})
const account = (file: string, action: string) =>
  features(`bling/${file}`, '/contas-bling', 'Ações de Loja Y', action)
const site = (file: string, action: string, name = 'Loja da Ana') =>
  features(`sites/${file}`, '/sites', `Ações de ${name}`, action)
const row = (file: string, ...action: string[]) =>
  features(`stock/${file}`, '/estoque', 'Ações de Original 600 ml', ...action)

/** Every dialog and menu; those of one screen follow each other, and what one leaves behind the next may use. */
export const WAYS: readonly Way[] = [
  { file: 'app/palette.tsx', at: '/painel', through: [SEARCH_KEY] },
  { file: 'app/frame-dialogs.tsx', at: '/painel', through: [/^Mais$|^Dona Ana/] },
  row('row-actions'),
  row('action-sheet', 'Registrar perda'),
  row('alert-sheet', 'Alerta desta filial'),
  features('stock/why-panel', '/estoque', /de onde vem este número\? Original/),
  features('stock/column-menu', '/estoque', 'Colunas'),
  features('till/till', '/vender', 'Ler com a câmera'),
  features('till/receive-sheet', '/vender', /^Pôr na venda: Original/, 'Receber'),
  features('till/receipt-sheet', '/vender', 'Receber', 'Pix'),
  features('sales/sale-list', '/vendas', /^Venda nº 1$/),
  features('count/count-session', '/contar', 'Começar contagem', 'Ler com a câmera'),
  features('count/finish', '/contar', 'Conferir e gravar'),
  features('movements/movement-sheet', '/movimentacoes', /^Original 600 ml/),
  features('orders/order-sheet', '/pedidos', /^Pedido \d+/),
  features('catalog/product-sheet', '/produtos', 'Novo produto'),
  features('catalog/import-sheet', '/produtos', 'Importar planilha'),
  features('goods/purchase-form', '/compras', 'Nova compra'),
  features('goods/purchase-list', '/compras', 'Compra nº 1'),
  features('sync/start-sheet', '/sincronizacao', 'Sincronizar agora'),
  features('sync/run-sheet', '/sincronizacao?aba=history', /^(Plano|ORI-600|HEI-600|AGU-500)/),
  features('pools/pool-sheet', '/estoques-unificados', 'Editar'),
  features('pools/pool-card', '/estoques-unificados', 'Ações de Bebidas'),
  features('pools/remove-pool-sheet', '/estoques-unificados', 'Ações de Bebidas', 'Remover'),
  features('bling/webhook-wizard', '/contas-bling', 'Ligar os avisos'),
  features('bling/app-sheet', '/contas-bling', 'Cadastrar outro aplicativo'),
  features('bling/account-card', '/contas-bling', 'Ações de Loja Y'),
  account('rename-sheet', 'Renomear'),
  account('settings-sheet', 'Ajustes'),
  account('pause-sheet', 'Pausar ou retomar'),
  account('remove-sheet', 'Remover'),
  features('sites/connect-sheet', '/sites', 'Conectar site'),
  features('sites/site-card', '/sites', 'Ações de Loja da Ana'),
  site('keys-sheet', 'Trocar as chaves'),
  site('edit-sheet', 'Ajustes'),
  site('pause-sheet', 'Pausar'),
  site('remove-sheet', 'Desconectar'),
  site('access-sheet', 'Chave de API', 'Site do bar'),
  features('deposits/new-deposit-sheet', '/depositos', 'Criar depósito'),
  features('deposits/deactivate-sheet', '/depositos', 'Desligar no Bling: Compartilhado'),
  features('links/catalog-sheet', '/vinculos?aba=products', 'Trazer para o catálogo'),
  features('site-products/product-owners-sheet', '/produtos-dos-sites', /^Donos dos campos de/),
  features('site-products/write-bar', '/produtos-dos-sites', 'Gravar tudo'),
  features('site-products/newcomer-list', '/produtos-dos-sites?aba=new', 'Cadastrar todos'),
  features('office/people-list', '/usuarios', 'Nova pessoa'),
  features('office/key-list', '/chaves', 'Nova chave'),
]
