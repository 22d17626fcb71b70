/** The other side cannot be asked now: what is left of a run waits. */
export class SideAway extends Error {
  readonly retry_at: Date | null

  constructor(reason: string, retry_at: Date | null) {
    super(reason)
    this.name = 'SideAway'
    this.retry_at = retry_at
  }
}

type Failure = {
  readonly kind: string
  readonly code: string | null
  readonly detail: string | null
  readonly message: string
  readonly retry_at: Date | null
}

/** Whether a call failed because of who is asked, and not because of what. */
export function isAway({ kind }: Pick<Failure, 'kind'>): boolean {
  return kind === 'auth' || kind === 'rate_limited' || kind === 'unavailable'
}

/** What a failure means for whoever waits. */
export function awayOf(failure: Failure): SideAway {
  return new SideAway(AWAY[failure.kind] ?? failure.message, failure.retry_at)
}

const AWAY: Readonly<Record<string, string>> = {
  auth: 'o acesso foi recusado',
  rate_limited: 'o limite de chamadas foi atingido',
  unavailable: 'não houve resposta',
}

const SAID: Readonly<Record<string, string>> = {
  product_invalid_sku: 'o SKU já é de outro produto da loja',
  sku_taken: 'o SKU já é de outro produto do site',
  woocommerce_product_image_upload_error: 'a loja não conseguiu buscar a imagem',
  woocommerce_rest_product_invalid_id: 'a loja não tem mais este produto',
  family_sku_taken: 'o SKU do produto com variações já é de outro produto da loja',
  family_changed:
    'o produto com variações não tem mais variações na loja; leia os produtos dela e compare de novo',
  family_split: 'a loja tem variações desta família em mais de um produto; escolha em Vínculos',
  family_attributes_differ: 'na loja as variações deste produto diferem por outros atributos',
  variation_there: 'a loja já tem esta variação sob outro SKU; vincule-a ou corrija o SKU lá',
  option_not_possible: 'a loja não guarda uma opção com o sinal |',
  product_unknown: 'o site não tem mais este produto',
}

/** Why something was refused, in words for a person: ours where there are some, else those of the other side. */
export function refusalOf({ code, detail, message }: Failure): string {
  const ours = code === null ? undefined : SAID[code]
  if (ours !== undefined && detail !== null) return `${ours} (${detail})`
  return ours ?? detail ?? message
}
