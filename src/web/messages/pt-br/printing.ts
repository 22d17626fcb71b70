import { counted } from './plural.ts'

/** Lists on paper. */
export const print = {
  stop: (rows: string) => `Parar (${rows} linhas lidas)`,
  of: (company: string, part: string) => `${company} · ${part}`,
  printed: (at: string, rows: number) => `Impresso ${at} · ${counted(rows, 'linha', 'linhas')}`,
  everything: 'Sem filtro',
  filter: (name: string, chosen: string) => `${name}: ${chosen}`,
  bounded: (rows: string) =>
    `A lista continua: aqui estão só as primeiras ${rows} linhas. Para o resto, filtre e imprima de novo.`,
  loaded: (rows: string) =>
    `A lista continua: aqui estão só as primeiras ${rows} linhas, que a tela já tinha lido. Para todas, use o botão Imprimir.`,
  search: 'Busca',
  only: 'Só',
  yes: 'sim',
}
