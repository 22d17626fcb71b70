import { counted } from './plural.ts'

/** Which product of each account is which of ours. */
export const links = {
  title: 'Vínculos',
  note: 'Qual produto de cada conta é qual dos seus.',
  tabs: { choose: 'Para escolher', linked: 'Vinculados', absent: 'Sem par', products: 'Produtos do Bling' },
  account: 'Conta',
  all: 'Todas as contas',
  chooseEmptyTitle: 'Nada para escolher',
  chooseEmptyText:
    'Produtos com o mesmo código se vinculam sozinhos. O que só parece igual, ou está repetido, espera aqui.',
  linkedEmptyTitle: 'Nenhum vínculo ainda',
  linkedEmptyText: 'Leia os produtos de uma conta: os de código igual se vinculam sozinhos.',
  absentEmptyTitle: 'Todos têm par',
  absentEmptyText: 'Cada produto seu existe em cada conta conectada.',
  because: {
    case_or_space: 'O código só difere em maiúsculas ou espaços.',
    gtin: 'O código de barras é o mesmo.',
    same_code: 'O código é o mesmo em mais de um produto.',
  },
  ambiguous:
    'Mais de um produto ativo desta conta serve. O EstoqueUni não adivinha: até você escolher, este SKU não é gravado em lugar nenhum.',
  suggested: 'Parece ser o mesmo. Até você dizer, este SKU não é gravado em lugar nenhum.',
  absent: 'Esta conta não tem um produto com este código. Conta como zero e nada é gravado nela.',
  accept: 'É este',
  acceptNamed: (name: string) => `É este: ${name}`,
  refuse: 'Não é',
  refuseNote: 'Se não é nenhum, corrija o código no Bling; enquanto isso o SKU espera.',
  code: 'Código',
  gtin: 'Código de barras',
  blingId: (id: string) => `id ${id}`,
  kinds: { simple: 'simples', parent: 'com variações', kit: 'kit', other: 'outro' },
  accepted: 'Vínculo feito.',
  ours: 'Seu produto',
  theirs: 'No Bling',
  origin: { code: 'pelo código', person: 'escolhido' },
  since: 'Desde',
  unlink: 'Desfazer',
  unlinkNamed: (name: string) => `Desfazer o vínculo de ${name}`,
  unlinked: 'Vínculo desfeito.',
  gone: 'não está mais ativo no Bling',
  products: {
    title: 'Ler produtos do Bling',
    never: 'Ainda não foram lidos.',
    everything: 'Ler tudo de novo',
    first: 'Ler produtos',
    changes: 'Ler o que mudou',
    running: (products: string, pages: string) => `Lendo… ${products} produtos, página ${pages}`,
    complete: (products: string) => `${products} produtos lidos`,
    partial: (products: string) =>
      `Interrompido com ${products} produtos. Nada se perdeu: leia de novo e continua de onde parou.`,
    toCatalog: 'Trazer para o catálogo',
    previewTitle: 'Trazer para o catálogo',
    previewNote: 'Nada é criado antes de você confirmar.',
    summary: (created: number, linked: number, refused: number) =>
      [
        counted(created, 'produto novo', 'produtos novos'),
        counted(linked, 'vínculo', 'vínculos'),
        counted(refused, 'recusado', 'recusados'),
      ].join(', '),
    results: { created: 'novo', linked: 'vincula', unchanged: 'já existe', refused: 'recusado' },
    confirm: 'Trazer',
    nothing: 'Não há nada novo para trazer.',
    done: (created: number, linked: number) =>
      `${counted(created, 'produto criado', 'produtos criados')}, ${counted(linked, 'vínculo feito', 'vínculos feitos')}.`,
  },
}
