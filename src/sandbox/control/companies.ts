import * as z from 'zod'
import { addCompany, type Company, currentCompany } from '../erp/company.ts'
import { finalConsumer, saveContact } from '../erp/contact.ts'
import { type Deposit, defaultDeposit, MAX_DEPOSITS, saveDeposit } from '../erp/deposit.ts'
import { seedPaymentMethods } from '../erp/payment-method.ts'
import { reserveAll } from '../erp/reservation.ts'
import { seedSituations } from '../erp/situation.ts'
import type { Sim } from '../sim.ts'
import { ControlError, found } from './control-error.ts'

const delay = z.object({ min: z.int().min(0), max: z.int().min(0) }).refine((range) => range.min <= range.max)

const settings = z.strictObject({
  reserves_stock: z.boolean(),
  reserve_deposit_id: z.int().nullable(),
  reserving_situations: z.array(z.int()),
  virtual_delay_ms: delay,
  balance_delay_ms: delay,
  number_noise: z.boolean(),
  transitions: z.array(
    z.strictObject({
      from: z.int().nullable(),
      to: z.int(),
      actions: z.array(z.enum(['lancarEstoque', 'estornarEstoque', 'lancarContas', 'estornarContas'])),
    }),
  ),
  callback_url: z.url().nullable(),
})

/** `POST /_sandbox/companies`. */
const newCompanySchema = z.strictObject({
  name: z.string().min(1),
  settings: settings.partial().default({}),
})

/** `PATCH /_sandbox/companies/{company_id}`. */
const companyPatchSchema = z.strictObject({
  name: z.string().min(1).optional(),
  is_active: z.boolean().optional(),
  settings: settings.partial().optional(),
})

/** `POST .../deposits`. */
const newDepositSchema = z.strictObject({
  name: z.string().min(1),
  is_default: z.boolean().default(false),
  ignored_in_totals: z.boolean().default(false),
})

/** `PATCH .../deposits/{deposit_id}`. */
const depositPatchSchema = z.strictObject({
  name: z.string().min(1).optional(),
  is_default: z.literal(true).optional(),
  is_active: z.boolean().optional(),
  ignored_in_totals: z.boolean().optional(),
})

/** `POST .../channels`: a shop or marketplace, perhaps selling from a deposit of its own. */
const newChannelSchema = z.strictObject({
  name: z.string().min(1),
  type: z.string().default('Api'),
  deposit_id: z.int().nullable().default(null),
})

/** `POST .../contacts`: a customer, as somebody types one on the screen. */
const newContactSchema = z.strictObject({
  name: z.string().min(1),
  code: z.string().default(''),
  document: z.string().default(''),
  phone: z.string().default(''),
})

/** The company, or a 404. */
export function companyOf(sim: Sim, companyId: string): Company {
  return found(sim.world.companies.get('', companyId), 'company')
}

/** Founds a company as a new account is: one default deposit, situations, ways to pay, the final consumer. */
export function foundCompany(
  sim: Sim,
  input: z.input<typeof newCompanySchema>,
): { company_id: string; deposit_id: number } {
  const { name, settings: wanted } = newCompanySchema.parse(input)
  const company = addCompany(sim, name)
  const deposit_id = addDeposit(sim, company.id, { name: 'Geral', is_default: true }).deposit_id
  seedSituations(sim, company.id)
  seedPaymentMethods(sim, company.id)
  finalConsumer(sim, company.id)
  patchCompany(sim, company.id, { settings: wanted })
  return { company_id: company.id, deposit_id }
}

/** Turns a company's switches. Reservations follow at once. */
export function patchCompany(
  sim: Sim,
  companyId: string,
  input: z.input<typeof companyPatchSchema>,
): Company {
  const patch = companyPatchSchema.parse(input)
  const company = companyOf(sim, companyId)
  const given = Object.fromEntries(
    Object.entries(patch.settings ?? {}).filter(([, value]) => value !== undefined),
  )
  sim.world.companies.put('', companyId, {
    ...company,
    name: patch.name ?? company.name,
    is_active: patch.is_active ?? company.is_active,
    settings: { ...company.settings, ...given },
  })
  if (patch.settings) reserveAll(sim, companyId)
  return currentCompany(sim, companyId)
}

/** Adds a deposit as a person does. */
export function addDeposit(
  sim: Sim,
  companyId: string,
  input: z.input<typeof newDepositSchema>,
): { deposit_id: number } {
  const { name, is_default, ignored_in_totals } = newDepositSchema.parse(input)
  companyOf(sim, companyId)
  if (sim.world.deposits.in(companyId).size >= MAX_DEPOSITS)
    throw new ControlError(409, 'a company has at most 100 deposits')
  const id = sim.random.nextId()
  saveDeposit(sim, companyId, {
    id,
    descricao: name,
    situacao: 1,
    padrao: is_default,
    desconsiderarSaldo: ignored_in_totals,
  })
  return { deposit_id: id }
}

/** Changes a deposit as a person does. */
export function patchDeposit(
  sim: Sim,
  companyId: string,
  depositId: number,
  input: z.input<typeof depositPatchSchema>,
): Deposit {
  const patch = depositPatchSchema.parse(input)
  const deposit = depositOf(sim, companyId, depositId)
  const changed: Deposit = {
    ...deposit,
    descricao: patch.name ?? deposit.descricao,
    padrao: patch.is_default ?? deposit.padrao,
    situacao: patch.is_active === undefined ? deposit.situacao : patch.is_active ? 1 : 0,
    desconsiderarSaldo: patch.ignored_in_totals ?? deposit.desconsiderarSaldo,
  }
  saveDeposit(sim, companyId, changed)
  return changed
}

/** Adds a sales channel. */
export function addChannel(
  sim: Sim,
  companyId: string,
  input: z.input<typeof newChannelSchema>,
): { channel_id: number } {
  const { name, type, deposit_id } = newChannelSchema.parse(input)
  companyOf(sim, companyId)
  if (deposit_id !== null) depositOf(sim, companyId, deposit_id)
  const id = sim.random.nextId()
  sim.world.channels.put(companyId, id, { id, descricao: name, tipo: type, situacao: 1, deposit_id })
  return { channel_id: id }
}

/** Adds a person to the contacts; codes may repeat. */
export function addContact(
  sim: Sim,
  companyId: string,
  input: z.input<typeof newContactSchema>,
): { contact_id: number } {
  const { name, code, document, phone } = newContactSchema.parse(input)
  companyOf(sim, companyId)
  const typed = { nome: name, codigo: code, numeroDocumento: document, telefone: phone }
  return { contact_id: saveContact(sim, companyId, { ...typed, situacao: 'A', tipo: 'F' }).id }
}

/** The named deposit, or the default one when none is named. */
export function depositOf(sim: Sim, companyId: string, depositId: number | undefined): Deposit {
  companyOf(sim, companyId)
  return depositId === undefined
    ? defaultDeposit(sim, companyId)
    : found(sim.world.deposits.get(companyId, depositId), 'deposit')
}
