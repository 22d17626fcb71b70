import { counted } from './plural.ts'

/** Products of sales sites: whose value counts, what differs, and writing it. */
export const siteProducts = {
  title: 'Produtos dos sites',
  note: 'O que cada site mostra, comparado com quem é o dono de cada campo.',
  site: 'Site',
  noSitesTitle: 'Nenhum site conectado',
  noSitesText: 'Conecte uma loja ou um site próprio: os produtos dele aparecem aqui, comparados com os seus.',
  tabs: { plan: 'Diferenças', newcomers: 'Só no site', runs: 'Gravações', owners: 'Donos dos campos' },
  sides: { bling: 'Bling', estoqueuni: 'EstoqueUni', site: 'Site' },
  owners: { bling: 'Bling', estoqueuni: 'EstoqueUni', site: 'Site', nobody: 'Ninguém (não mexer)' },
  fields: {
    name: 'Nome',
    description: 'Descrição',
    price_cents: 'Preço',
    sku: 'SKU',
    gtin: 'Código de barras',
    weight_mg: 'Peso',
    images: 'Imagens',
    is_active: 'À venda',
  },
  yes: 'sim',
  no: 'não',
  nothing: 'nada',
  images: (count: number) => counted(count, 'imagem', 'imagens'),
  kinds: { create: 'Criar', update: 'Alterar', activate: 'Pôr à venda', deactivate: 'Tirar da venda' },
  kindAt: (kind: string, side: string) => `${kind} · ${side}`,
  filters: {
    all: 'Tudo',
    create: 'Novos',
    update: 'Alterações',
    activate: 'Pôr à venda',
    deactivate: 'Tirar da venda',
    conflict: 'Conflitos',
  },
  counted: (label: string, count: string) => `${label} (${count})`,
  search: 'Buscar por nome ou SKU',
  compare: 'Ler de novo e comparar',
  comparing: 'Lendo o site…',
  compared: 'Leitura começada. As diferenças se atualizam sozinhas.',
  same: 'Tudo igual',
  sameText: (products: string) =>
    `${products} comparados: o site mostra o que os donos dos campos dizem. Nada a gravar.`,
  noneFound: 'Nada com este filtro.',
  unread: (count: number) =>
    `${counted(count, 'produto do Bling ainda não foi lido', 'produtos do Bling ainda não foram lidos')} por inteiro: descrição, peso e imagens entram na comparação depois da leitura.`,
  onlyThere: (count: number) =>
    `${counted(count, 'produto do site não é', 'produtos do site não são')} nenhum dos seus. Estão em Só no site.`,
  newcomers: {
    note: 'O que o site vende e o EstoqueUni ou o Bling ainda não têm. Cadastrar nunca lança estoque: até alguém contar, o site fica como está.',
    filters: { all: 'Tudo', ready: 'Prontos', conflict: 'Esperam você' },
    search: 'Buscar por nome, SKU ou código de barras',
    emptyTitle: 'Nada só no site',
    emptyText: 'Tudo o que o site vende já está no EstoqueUni e na conta do Bling.',
    unnamed: 'Sem nome',
    noSku: 'Sem SKU',
    make: 'Cadastrar',
    stock: (units: string) => `O site mostra ${units}; não é lançado em lugar nenhum.`,
    bring: (count: number) => `Cadastrar ${counted(count, 'escolhido', 'escolhidos')}`,
    bringAll: 'Cadastrar todos',
    bringFound: 'Cadastrar os encontrados',
    bringAllNote:
      'Inclui o que não coube na tela; o que espera você fica de fora. Cada produto diz depois como acabou.',
    barNote: 'Entra sem saldo. O que já existir com o mesmo SKU é vinculado, não repetido.',
    conflicts: {
      no_sku: () => 'Não tem SKU. Dê um SKU a ele no site e leia de novo.',
      sku_unfit: () => 'O SKU tem espaço no começo ou no fim, ou é longo demais. Corrija no site.',
      same_sku: () => 'Outro produto do site tem o mesmo SKU. Deixe cada um com o seu.',
      name_unfit: () =>
        'Não tem nome, ou o nome é longo demais (o Bling aceita 120 letras). Corrija no site.',
      resembles: (side: string, other: string) =>
        `${side}: parece ser ${other}. Se for o mesmo, iguale o SKU ou diga em Vínculos.`,
      put_away: (side: string, other: string) =>
        `${side}: ${other} está fora de uso lá. Ponha em uso de novo.`,
      taken: (side: string, other: string) =>
        `${side}: ${other} já tem este SKU e está vinculado a outro produto.`,
      ambiguous: (side: string, other: string) =>
        `${side}: mais de um produto ativo tem este SKU, entre eles ${other}. Deixe só um.`,
      no_own_product: (side: string, other: string) => `${side}: ${other} é um kit ou tem variações.`,
      variation: (side: string) =>
        `${side}: é uma variação. Crie-a lá dentro do produto com variações, com este SKU: depois ela pode ser cadastrada aqui.`,
      not_read: (side: string) => `${side}: os produtos ainda não foram lidos até o fim.`,
      no_account: () => 'Bling: há mais de uma conta. Escolha em Donos dos campos de qual são os produtos.',
    },
  },
  columns: { field: 'Campo', before: 'Hoje', after: 'Passa a', owner: 'Dono' },
  causes: {
    first: '',
    owner: 'mudou no dono',
    there: 'mudou fora do dono',
    both: 'mudou nos dois',
  },
  newProduct: 'Produto novo no site',
  family: {
    of: (name: string, sku: string) => `Família: ${name} (${sku})`,
    attribute: (name: string, option: string) => `${name}: ${option}`,
    isNew: 'O produto com variações também é criado; nome e imagens são os dele.',
    isThere: 'Entra no produto com variações que o site já tem.',
  },
  conflicts: {
    not_read: (side: string) =>
      `${side}: os produtos ainda não foram lidos até o fim. Nada é gravado até lá.`,
    resembles: (side: string) => `${side}: há um produto parecido. Diga em Vínculos se é o mesmo.`,
    ambiguous: (side: string) => `${side}: mais de um produto serve. Escolha em Vínculos.`,
    no_own_product: (side: string) =>
      `${side}: é um kit ou um produto com variações, que não se grava por aqui.`,
    variation: (side: string) =>
      `${side}: é uma variação, e do Bling falta saber o produto dela ou os atributos, como Cor e Tamanho. Leia de novo e compare; se continuar, complete lá.`,
    family_taken: (side: string) =>
      `${side}: o SKU do produto com variações já é de outro produto. Mude um dos dois.`,
    no_account: () => 'Bling: há mais de uma conta. Escolha em Donos dos campos de qual são os produtos.',
    two_sites_own: (side: string) =>
      `${side}: dois sites são donos deste campo. Nada é gravado até sobrar um.`,
    edited_there: (side: string) => `${side}: alguém mudou lá também; gravar passa por cima.`,
  },
  choose: (name: string) => `Escolher ${name}`,
  ownersOf: (name: string) => `Donos dos campos de ${name}`,
  write: (count: number) => `Gravar ${counted(count, 'escolhido', 'escolhidos')}`,
  writeAll: 'Gravar tudo',
  writeAllTitle: 'Gravar tudo',
  writeAllNote: 'Inclui o que não coube na tela. Cada produto diz depois como acabou.',
  chooseNote: 'Marque produtos para gravar só eles.',
  writeNote: 'Só o que está mostrado é gravado. O que mudar até lá é pulado e dito.',
  clear: 'Limpar escolha',
  running: 'Gravando',
  runningText: (done: string, all: string) => `${done} de ${all}`,
  waits: (reason: string) => `Esperando: ${reason}. Continua sozinho às`,
  seeRun: 'Ver gravação',
  runs: {
    emptyTitle: 'Nenhuma gravação ainda',
    emptyText: 'Quando você gravar diferenças, o que aconteceu com cada produto fica aqui.',
    origin: { person: 'Pedida por alguém', automatic: 'Automática' },
    states: {
      running: 'em andamento',
      complete: 'tudo gravado',
      partial: 'gravado em parte',
      cancelled: 'interrompida',
    },
    lines: {
      waiting: 'esperando',
      done: 'gravado',
      refused: 'recusado',
      overtaken: 'mudou antes',
      cancelled: 'não gravado',
    },
    when: 'Quando',
    what: 'O quê',
    state: 'Situação',
    result: 'Resultado',
    product: 'Produto',
    summary: (done: string, all: string) => `${done} de ${all} gravados`,
    left: (count: number) =>
      `${counted(count, 'produto não foi gravado', 'produtos não foram gravados')}. O motivo está em cada um; o que foi gravado fica.`,
    all: 'Todos',
    stop: 'Interromper',
    stopped: 'Gravação interrompida.',
    noLines: 'Nenhum com este filtro.',
  },
  settings: {
    account: 'Conta do Bling',
    accountAuto: 'A dos pedidos do site, ou a única',
    accountHint: 'De qual conta são os produtos deste site.',
    ownersTitle: 'De quem é o valor de cada campo',
    ownersNote:
      'O dono manda: onde o site mostra outra coisa, isso aparece em Diferenças. Dono sem valor não apaga nada.',
    takersTitle: 'Para onde vai o que é do site',
    takers: { bling: 'Gravar no Bling', estoqueuni: 'Gravar no catálogo do EstoqueUni' },
    takersHint: {
      bling:
        'Nome, descrição, preço, SKU (também quando é do EstoqueUni), código de barras, peso e à venda. Nunca estoque nem imagens.',
      estoqueuni: 'Nome, preço da unidade e código de barras.',
    },
    mode: 'Gravação',
    modes: { manual: 'Só quando alguém confirma', automatic: 'Sozinha' },
    creates: 'Criar no site os produtos que faltam',
    createsHint: 'Entram com estoque zero; o que o site já teve e apagou não volta sozinho.',
    bringsIn: 'Cadastrar no EstoqueUni e no Bling o que só o site tem',
    bringsInHint:
      'Só o que está à venda e tem SKU próprio, sem saldo; o que alguém excluiu no Bling não volta sozinho.',
    automaticNote:
      'Tirar muitos produtos da venda de uma vez, ou cadastrar muitos, sempre espera por alguém.',
    saved: 'Donos dos campos salvos.',
    follow: (owner: string) => `Como no site (${owner})`,
    productNote: 'Vale só para este produto. Com "À venda" de ninguém, ele também sai dos novos.',
  },
}
