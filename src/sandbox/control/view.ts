import { readBalance } from '../erp/balance.ts'
import { type Company, currentCompany } from '../erp/company.ts'
import { orderTotal } from '../erp/order.ts'
import { roundQuantity } from '../kernel/numbers.ts'
import type { Sim } from '../sim.ts'
import { companyOf } from './companies.ts'

/** A company as the control API shows it. */
export function companyView(sim: Sim, company: Company) {
  return {
    company_id: company.id,
    name: company.name,
    cnpj: company.cnpj,
    is_active: company.is_active,
    calls_today: sim.limits.usedToday(company.id, sim.clock.now()),
    settings: company.settings,
  }
}

/** Every company, in the order in which they were founded. */
export function companies(sim: Sim) {
  return [...sim.world.companies.in('').values()].map((company) => companyView(sim, company))
}

/** Everything a company holds, as it really is: balances settled or not, with what readers see beside it. */
export function companyState(sim: Sim, companyId: string) {
  companyOf(sim, companyId)
  const { world } = sim
  return {
    company: companyView(sim, currentCompany(sim, companyId)),
    deposits: [...world.deposits.in(companyId).values()].map((deposit) => ({
      id: deposit.id,
      name: deposit.descricao,
      is_active: deposit.situacao === 1,
      is_default: deposit.padrao,
      ignored_in_totals: deposit.desconsiderarSaldo,
    })),
    products: [...world.products.in(companyId).values()].map((product) => ({
      id: product.id,
      parent_id: product.parent_id,
      sku: product.codigo,
      name: product.nome,
      format: product.formato,
      situation: product.situacao,
    })),
    balances: balances(sim, companyId),
    movements: [...world.movements.in(companyId).values()],
    orders: orders(sim, companyId),
    invoices: [...world.invoices.in(companyId).values()].map((invoice) => ({
      id: invoice.id,
      kind: invoice.kind,
      number: invoice.numero,
      situation: invoice.situacao,
      order_id: invoice.order_id,
      access_key: invoice.chaveAcesso,
    })),
    channels: [...world.channels.in(companyId).values()].map((channel) => ({
      id: channel.id,
      name: channel.descricao,
      deposit_id: channel.deposit_id,
    })),
    receivables: [...world.receivables.in(companyId).values()],
  }
}

function balances(sim: Sim, companyId: string) {
  return [...sim.world.balances.in(companyId)].flatMap(([key, balance]) => {
    const seen = readBalance(sim, companyId, Number(key)).depositos
    return Object.entries(balance.deposits).map(([depositKey, level]) => {
      const entry = seen.find((candidate) => candidate.id === Number(depositKey))
      return {
        product_id: Number(key),
        deposit_id: Number(depositKey),
        physical: level.physical,
        reserved: level.reserved,
        virtual: roundQuantity(level.physical - level.reserved),
        seen_physical: entry?.saldoFisico ?? 0,
        seen_virtual: entry?.saldoVirtual ?? 0,
      }
    })
  })
}

function orders(sim: Sim, companyId: string) {
  return [...sim.world.orders.in(companyId).values()].map((order) => ({
    id: order.id,
    number: order.numero,
    situation_id: order.situation_id,
    shop_number: order.doc.numeroLoja ?? null,
    channel_id: order.doc.loja?.id ?? null,
    total: orderTotal(order.doc),
    items: order.doc.itens.map((item) => ({
      product_id: item.produto?.id ?? null,
      quantity: item.quantidade,
    })),
    reserved: order.reserved,
    launched: order.launched,
    invoice_id: order.invoice_id,
    created_at: order.created_at,
  }))
}
