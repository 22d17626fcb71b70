import { counted } from './plural.ts'

/** Counting the shelf. */
export const count = {
  title: 'Contagem',
  note: 'Conte o que você vê. Pode parar e voltar: fica guardada neste aparelho.',
  begin: 'Começar contagem',
  beginNote: 'Escolha como contar. No modo cego o saldo do sistema fica escondido até o fim.',
  mode: 'Modo',
  blind: 'Cego',
  open: 'Mostrando o saldo',
  progress: (done: number, all: number) =>
    `${done} de ${counted(all, 'produto contado', 'produtos contados')}`,
  search: 'Buscar ou ler código',
  onlyMissing: 'Só o que falta',
  everything: 'Todos',
  nothingThere: 'Não tem',
  matches: 'Confere',
  expected: (text: string) => `Sistema: ${text}`,
  done: 'contado',
  uncount: 'Refazer',
  finish: 'Gravar contagem',
  finishNote: 'Só o que foi contado muda.',
  discard: 'Descartar',
  resultTitle: 'Contagem gravada',
  resultKept: 'Contagem guardada neste aparelho. Vai sozinha quando a internet voltar.',
  resultSame: 'Tudo confere com o sistema.',
  result: (lines: number) => `${counted(lines, 'produto com diferença', 'produtos com diferença')}`,
  expectedCounted: (expected: string, counted: string) => `sistema ${expected} · contado ${counted}`,
  more: 'Mostrar mais produtos',
  empty: 'Nada para contar',
  emptyText: 'Cadastre produtos para poder contá-los.',
}
