import type { ErrorCode } from '../../contract/errors.ts'
import { checkProduct } from '../../domain/catalog/product.ts'
import type { CatalogRules, ProductFinding } from '../../domain/catalog/product-settings.ts'
import { AppError, type ErrorFacts } from '../kernel/app-error.ts'
import type { ProductFields, ProductRow } from './product-row.ts'

const SENTENCES: Readonly<Record<ProductFinding['code'], string>> = {
  INVALID_SKU: 'não pode ficar vazio, passar de 120 caracteres nem ter caracteres de controle',
  NAME_REQUIRED: 'não pode ficar vazio',
  INVALID_GTIN: 'não é um GTIN: o dígito verificador não confere',
  INVALID_PRICE: 'deve ser um valor em centavos, zero ou mais',
  INVALID_ALERT: 'deve ser um número inteiro, zero ou mais',
  UNITS_PER_BOX_REQUIRED: 'para controlar caixas, informe quantas unidades há na caixa (2 ou mais)',
  DOSES_PER_BOTTLE_REQUIRED: 'para vender por doses, informe quantas doses há na garrafa (2 ou mais)',
  DOSES_DISCARD_BOTTLES:
    'Cada venda de doses baixa garrafas inteiras; a sobra da garrafa não fica no estoque.',
  MUNTU_INCOMPLETE: 'para vender packs Muntu, informe a quantidade (2 ou mais) e o preço do pack',
  MUNTU_WITHOUT_DISCOUNT: 'Pack Muntu sem desconto: custa o mesmo que as unidades avulsas.',
  MUNTU_WITHOUT_SAVING: 'Pack Muntu mais caro que as unidades avulsas.',
  MUNTU_BELOW_MARGIN: 'Pack Muntu abaixo da margem mínima.',
}

/** What decides about a pack: only who changes one of these is held up by what it says about the price. */
const PRICE_OF_PACK = [
  'unit_price_cents',
  'cost_cents',
  'muntu_enabled',
  'muntu_quantity',
  'muntu_price_cents',
] as const satisfies readonly (keyof ProductFields)[]

/** Why a product's settings cannot be saved, as an answer. */
export type ProductRefusal = { readonly code: ErrorCode; readonly facts: ErrorFacts }

/** What there is to say about a product as it shall be: a refusal, or the warnings that go with it. */
export function judgeProduct(
  product: ProductRow,
  judged: {
    readonly changed: ReadonlySet<keyof ProductFields>
    readonly rules: CatalogRules
    readonly confirmed: boolean
  },
): { readonly refusal: ProductRefusal | null; readonly warnings: string[] } {
  const findings = checkProduct(product, judged.rules)
  const mayHold = PRICE_OF_PACK.some((field) => judged.changed.has(field))
  const holds = ({ code, severity }: ProductFinding) => {
    if (code === 'MUNTU_BELOW_MARGIN') return mayHold
    if (code === 'MUNTU_WITHOUT_SAVING') return mayHold && !judged.confirmed
    return severity === 'error'
  }
  const held = findings.filter(holds)
  const warnings = findings.filter((finding) => !holds(finding)).map(({ code }) => SENTENCES[code])
  return { refusal: held.length === 0 ? null : refusalOf(held, judged.rules), warnings }
}

/** Values that can never be accepted come first; a pack's price is a question of its own. */
function refusalOf(held: readonly ProductFinding[], rules: CatalogRules): ProductRefusal {
  const fields = held.map(({ field, code }) => ({ path: field, message: SENTENCES[code] }))
  const ofPack = held.find(({ code }) => code === 'MUNTU_BELOW_MARGIN' || code === 'MUNTU_WITHOUT_SAVING')
  const others = held.some((finding) => finding !== ofPack && !finding.code.startsWith('MUNTU_'))
  if (ofPack === undefined || others) return { code: 'INVALID_VALUES', facts: { fields } }
  const below = held.some(({ code }) => code === 'MUNTU_BELOW_MARGIN')
  return below
    ? { code: 'MUNTU_BELOW_MARGIN', facts: { fields, min_margin_percent: rules.min_margin_percent } }
    : { code: 'MUNTU_WITHOUT_SAVING', facts: { fields } }
}

/** Refuses as the API answers it. */
export function refuseProduct({ code, facts }: ProductRefusal): never {
  throw new AppError(code, facts)
}
