import { counted } from './plural.ts'

/** What this device did without network, and what became of it. */
export const outbox = {
  title: 'Neste aparelho',
  note: 'O que foi feito sem internet espera aqui, em ordem, até o servidor confirmar.',
  send: 'Enviar agora',
  waiting: 'Esperando a internet',
  refused: 'O servidor não aceitou',
  quarantined: 'Esperando quem administra',
  quarantinedNote:
    'O servidor guardou esta operação para uma pessoa decidir em Divergências. Nada se perdeu.',
  refusedNote:
    'Esta operação não foi feita. Se ela aconteceu de verdade, registre como fato; o estoque pode ficar divergente.',
  itHappened: 'Aconteceu, registrar',
  discard: 'Descartar',
  understood: 'Entendi',
  kinds: {
    sale: 'Venda',
    sale_cancel: 'Cancelamento',
    loss: 'Perda',
    breakage: 'Quebra',
    courtesy: 'Cortesia',
    adjustment: 'Ajuste',
    box_opening: 'Abertura de caixa',
    count: 'Contagem',
    purchase_receive: 'Recebimento',
    transfer: 'Transferência',
  },
  emptyTitle: 'Tudo enviado',
  emptyText: 'Nada espera neste aparelho. Vendas, perdas, quebras e contagens sem internet aparecem aqui.',
  sent: (count: number) => `${counted(count, 'operação enviada', 'operações enviadas')}.`,
  otherCompany: 'De outra empresa: entre com ela para enviar.',
}
