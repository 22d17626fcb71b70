import { orderTimeline } from './order-timeline.ts'
import { counted } from './plural.ts'

const duration = (seconds: number): string => {
  if (seconds < 60) return counted(seconds, 'segundo', 'segundos')
  const minutes = Math.ceil(seconds / 60)
  if (minutes < 60) return counted(minutes, 'minuto', 'minutos')
  return counted(Math.ceil(minutes / 60), 'hora', 'horas')
}

/** Orders of sales sites: the list, one of them, and what a person may do about it. */
export const orders = {
  title: 'Pedidos',
  note: 'O que os sites venderam, e onde cada pedido está.',
  number: (number: string) => `Pedido ${number}`,
  columns: {
    order: 'Pedido',
    site: 'Site',
    placed: 'Feito em',
    status: 'Situação',
    bling: 'No Bling',
    total: 'Total',
  },
  statuses: {
    awaiting_payment: 'Aguarda pagamento',
    paid: 'Pago',
    preparing: 'Em preparação',
    invoiced: 'Faturado',
    shipped: 'Enviado',
    delivered: 'Entregue',
    cancelled: 'Cancelado',
    refunded: 'Reembolsado',
  },
  payments: {
    pending: 'Pagamento pendente',
    refused: 'Pagamento recusado',
    approved: 'Pagamento aprovado',
    refunded: 'Pagamento devolvido',
    charged_back: 'Pagamento contestado',
  },
  invoices: {
    none: 'Sem NF-e',
    pending: 'NF-e em andamento',
    rejected: 'NF-e rejeitada',
    authorised: 'NF-e autorizada',
    cancelled: 'NF-e cancelada',
  },
  steps: {
    queued: 'Na fila',
    retrying: 'Tentando de novo',
    updating: 'Atualizando',
    there: (number: string) => `Nº ${number}`,
    thereUnnumbered: 'Está lá',
    nowhere: 'Não foi',
    dead: 'Parado',
    held: 'Espera você',
    no_account: 'Sem conta',
    unlinked: 'Pendente de vínculo',
    invoice_rejected: 'NF-e rejeitada',
    edited: 'Editado no site',
    waiting: 'Espera você',
  },
  stepsAlone: (step: string) => `Bling: ${step}`,
  siteNotTold: 'Site não avisado',
  buyerUnknown: 'Sem nome do comprador',
  filters: {
    search: 'Número, comprador, CPF ou CNPJ',
    site: 'Site',
    anySite: 'Todos',
    status: 'Situação',
    anyStatus: 'Todas',
    more: 'Mais filtros',
    anyStep: 'Todos',
    steps: {
      pessoa: 'Esperam você',
      fila: 'Na fila',
      parados: 'Parados por erro',
      vinculo: 'Esperam algo daqui',
    },
    invoice: 'Nota fiscal',
    anyInvoice: 'Todas',
    period: 'Período',
    periods: { '': 'Qualquer data', hoje: 'Hoje', semana: '7 dias', mes: '30 dias' },
  },
  emptyTitle: 'Nenhum pedido ainda',
  emptyText: 'Os pedidos dos sites conectados aparecem aqui assim que são feitos.',
  emptyAction: 'Ver sites',
  nothing: 'Nenhum pedido com estes filtros',
  backlog: {
    queued: (count: number, account: string) =>
      `${counted(count, 'pedido', 'pedidos')} na fila para ${account}`,
    expected: (seconds: number) =>
      `Cerca de ${duration(seconds)}, no ritmo que o Bling permite: 3 chamadas por segundo.`,
    since: 'O mais antigo chegou',
    needsYou: (count: number) =>
      count === 1 ? '1 pedido espera você' : `${counted(count, 'pedido', 'pedidos')} esperam você`,
    show: 'Mostrar',
    noAccount: 'nenhuma conta',
  },
  reasons: {
    held: 'Este pedido foi feito antes de o site ser conectado e pode já estar no Bling por outro caminho. Confira lá antes de enviar.',
    no_account:
      'O site ainda não diz para qual conta do Bling vão os pedidos. Escolha a conta, e ele segue sozinho.',
    unlinked:
      'Há um item que não é um produto da conta do Bling. Nada é enviado pela metade: faça o vínculo, e ele segue sozinho.',
    invoice_rejected: 'A NF-e foi rejeitada. Corrija no Bling o que o motivo diz e peça a nota de novo.',
    edited_left:
      'O pedido foi editado no site depois que a mercadoria saiu. As duas versões estão na linha do tempo. Acerte no Bling o que for preciso e clique em Reenviar.',
    edited_invoiced:
      'O pedido foi editado no site, mas já tem nota fiscal. As duas versões estão na linha do tempo. Acerte no Bling a nota e o pedido e clique em Reenviar.',
    edited_empty:
      'Todos os itens foram tirados do pedido no site. Cancele o pedido, ou ponha itens nele lá e ele segue sozinho.',
    edited_changed_there:
      'O pedido foi editado no site e também no Bling. Nada foi sobrescrito. Acerte no Bling o que valer e clique em Reenviar.',
  } as Readonly<Record<string, string>>,
  stopped: 'O envio parou depois de recusado. Corrija o que o motivo diz e reenvie.',
  stoppedSite: 'O site não aceitou o aviso. Reenvie quando ele voltar.',
  tryingAgain: 'Não deu certo ainda; tenta de novo sozinho',
  accountRests: {
    account_frozen: 'A conta do Bling está pausada. O pedido segue quando ela voltar.',
    account_excluded: 'A conta do Bling está fora da soma. O pedido segue quando ela voltar.',
    account_reauthorize: 'A conta do Bling perdeu o acesso. Reconecte-a, e o pedido segue sozinho.',
  } as Readonly<Record<string, string>>,
  go: {
    rules: 'Escolher a conta',
    links: 'Ver vínculos',
    products: 'Ver produtos',
  },
  items: 'Itens',
  itemUnlinked: 'Pendente de vínculo',
  couldBe: (account: string) => `Em ${account}, pode ser:`,
  each: (price: string) => `${price} cada`,
  itemsTotal: 'Itens',
  freight: 'Frete',
  discount: 'Desconto',
  other: 'Outras despesas',
  total: 'Total',
  customer: 'Comprador',
  noCustomer: 'O site não disse quem comprou.',
  document: 'CPF ou CNPJ',
  email: 'E-mail',
  phone: 'Telefone',
  address: 'Entrega',
  buyerNote: 'Recado',
  payment: 'Pagamento',
  method: 'Forma',
  noMethod: 'não informada',
  instalments: (count: number) => (count === 1 ? 'à vista' : `${count} parcelas`),
  receivables: 'Contas a receber',
  launched: 'lançadas',
  notLaunched: 'não lançadas',
  inBling: 'No Bling',
  account: 'Conta',
  blingNumber: 'Pedido de venda',
  shopNumber: 'Número na loja',
  notThere: 'ainda não foi',
  invoiceTitle: 'NF-e',
  invoiceNumber: 'Número',
  invoiceSeries: 'Série',
  invoiceKey: 'Chave de acesso',
  invoiceOpen: 'Abrir a nota',
  invoiceAsked: 'pedida',
  timelineTitle: 'Linha do tempo',
  actions: {
    resend: 'Reenviar',
    release: 'Não está no Bling: enviar',
    approve: 'Confirmar pagamento',
    refuse: 'Recusar pagamento',
    invoice: 'Gerar NF-e',
    cancel: 'Cancelar pedido',
    keep: 'Voltar',
    done: {
      resend: 'O pedido será tentado de novo agora.',
      release: 'O pedido vai para o Bling agora.',
      approve: 'Pagamento confirmado.',
      refuse: 'Pagamento recusado.',
      invoice: 'NF-e pedida. A situação dela aparece aqui.',
      cancel: 'Pedido cancelado.',
    },
    sure: {
      release:
        'Se outra integração já o enviou, ele ficará duas vezes no Bling. Você conferiu que ele não está lá?',
      approve: 'O pedido segue, e as contas a receber são lançadas no Bling.',
      refuse: 'O pedido é cancelado no Bling e no site, e o estoque dele fica livre.',
      invoice: 'A nota é emitida no Bling e enviada à SEFAZ. Isto não se desfaz por aqui.',
      cancel: 'Cancela no Bling e no site, e o estoque dele fica livre. Isto não se desfaz.',
      cancelShipped:
        'Este pedido já saiu. Cancelar diz que a mercadoria voltou: o estoque é devolvido no Bling. Isto não se desfaz.',
    },
    confirm: {
      release: 'Sim, enviar',
      approve: 'Confirmar pagamento',
      refuse: 'Recusar e cancelar',
      invoice: 'Emitir a nota',
      cancel: 'Cancelar o pedido',
    },
  },
  timeline: orderTimeline,
}
