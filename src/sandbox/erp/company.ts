import type { Sim } from '../sim.ts'

/** A span of milliseconds from which a delay is drawn. */
export interface DelayRange {
  readonly min: number
  readonly max: number
}

/** What a person can set in a company's screens, plus how slowly its balances settle. */
export interface CompanySettings {
  /** "Considerar situações de vendas para obter o saldo atual (reserva de estoque)". */
  readonly reserves_stock: boolean
  /** Where open orders reserve; `null` is the default deposit. */
  readonly reserve_deposit_id: number | null
  /** Ids of the situations in which an order reserves. */
  readonly reserving_situations: readonly number[]
  /** How long a reservation takes to show in balances and in `virtual_stock.updated`. */
  readonly virtual_delay_ms: DelayRange
  /** How long a physical movement takes to show in balances. */
  readonly balance_delay_ms: DelayRange
  /** Whether prices carry the noise of 32-bit floats. */
  readonly number_noise: boolean
  /** Account automation: what changing an order's situation also does. */
  readonly transitions: readonly Transition[]
  /** Address of the older unsigned callbacks, or `null`. */
  readonly callback_url: string | null
}

/** Actions run when an order goes to situation `to` (from `from`, or from anywhere when `null`). */
export interface Transition {
  readonly from: number | null
  readonly to: number
  readonly actions: readonly TransitionAction[]
}

/** Names as Bling prints them. */
export type TransitionAction = 'lancarEstoque' | 'estornarEstoque' | 'lancarContas' | 'estornarContas'

/** A company: one Bling account. */
export interface Company {
  /** 32 hexadecimal digits; the `companyId` of webhooks. */
  readonly id: string
  readonly name: string
  readonly cnpj: string
  readonly email: string
  readonly is_active: boolean
  readonly created_at: number
  readonly next_order_number: number
  readonly next_invoice_number: number
  readonly settings: CompanySettings
}

const DEFAULT_SETTINGS: CompanySettings = {
  reserves_stock: true,
  reserve_deposit_id: null,
  reserving_situations: [6, 15, 21, 24],
  virtual_delay_ms: { min: 9_000, max: 22_000 },
  balance_delay_ms: { min: 0, max: 0 },
  number_noise: true,
  transitions: [],
  callback_url: null,
}

/** Adds a company without deposits or tables of its own. */
export function addCompany(sim: Sim, name: string): Company {
  const company: Company = {
    id: sim.random.hex('company', 32),
    name,
    cnpj: cnpj(sim),
    email: `contato@empresa${sim.world.companies.in('').size + 1}.example`,
    is_active: true,
    created_at: sim.clock.now(),
    next_order_number: 1,
    next_invoice_number: 1,
    settings: DEFAULT_SETTINGS,
  }
  sim.world.companies.put('', company.id, company)
  return company
}

/** The company as it is now; rows are replaced, so an older reference may be stale. */
export function currentCompany(sim: Sim, companyId: string): Company {
  const company = sim.world.companies.get('', companyId)
  if (!company) throw new Error(`company ${companyId} vanished`)
  return company
}

/** Takes the next number of a company's orders or invoices. */
export function takeNumber(
  sim: Sim,
  companyId: string,
  field: 'next_order_number' | 'next_invoice_number',
): number {
  const company = currentCompany(sim, companyId)
  sim.world.companies.put('', companyId, { ...company, [field]: company[field] + 1 })
  return company[field]
}

/** A CNPJ with right check digits: strict clients validate them. */
function cnpj(sim: Sim): string {
  const digits = [
    ...sim.random.int('cnpj', { min: 10_000_000, max: 99_999_999 }).toString(),
    '0',
    '0',
    '0',
    '1',
  ].map(Number)
  for (const weights of [
    [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2],
    [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2],
  ]) {
    const rest = weights.reduce((sum, weight, index) => sum + weight * (digits[index] ?? 0), 0) % 11
    digits.push(rest < 2 ? 0 : 11 - rest)
  }
  return digits.join('').replace(/^(\d{2})(\d{3})(\d{3})(\d{4})(\d{2})$/, '$1.$2.$3/$4-$5')
}
