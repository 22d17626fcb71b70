import { counted } from './plural.ts'

/** The panel: how the business stands, at a look. */
export const panel = {
  title: 'Painel',
  soldToday: 'Vendido hoje',
  velocity: 'Garrafas por dia',
  velocityNote: 'média de 15 dias',
  muntuToday: (label: string) => `${label} hoje`,
  muntu: (packs: number, units: number) => `${counted(packs, 'pack', 'packs')} (${units} un)`,
  ahead: 'Vão acabar primeiro',
  aheadNone: 'Nada acaba nos próximos dias.',
  reorder: 'Repor',
  reorderNone: 'Nada a repor agora.',
  reorderTotal: (products: number, units: number) =>
    `${counted(products, 'produto', 'produtos')}, ${counted(units, 'unidade', 'unidades')}`,
  daily: 'Garrafas vendidas por dia',
  dailyNote: 'Últimos 30 dias de expediente',
  dailyNone: 'Nada vendido nestes dias.',
  weekdays: 'Dias da semana',
  weekdaysNote: 'Garrafas por dia da semana, média do período',
  asTable: 'Ver como tabela',
  day: 'Dia',
  sold: 'Garrafas',
  amount: 'Valor',
  divergences: (count: number) =>
    `${counted(count, 'divergência espera', 'divergências esperam')} uma decisão`,
  divergencesNone: 'Nenhuma divergência',
  verified: (seq: string, when: string) => `Livro conferido até a movimentação ${seq}, ${when}`,
  seeAll: 'Ver todos',
  sync: {
    title: 'Saúde da sincronização',
    good: 'Contas em dia',
    working: (skus: number) => `Atualizando ${counted(skus, 'SKU', 'SKUs')}`,
    suspects: (skus: number) => `${counted(skus, 'SKU incerto', 'SKUs incertos')}`,
    oversold: (skus: number) => `${counted(skus, 'SKU vendido a mais', 'SKUs vendidos a mais')}`,
    waiting: (plans: number) => `${counted(plans, 'plano espera você', 'planos esperam você')}`,
    lost: (name: string) => `${name}: sem acesso`,
    silent: (name: string) => `${name}: avisos pararam`,
    dead: (events: number) => counted(events, 'aviso precisa de você', 'avisos precisam de você'),
  },
}
