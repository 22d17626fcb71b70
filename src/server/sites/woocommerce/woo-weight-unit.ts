import * as z from 'zod'
import type { WeightUnit } from '../../../domain/sites/weight.ts'
import { SiteError } from '../site-error.ts'
import type { WooCaller } from './woo-caller.ts'
import { understood } from './woo-request.ts'

/** The unit of the shop's weights; null for one that we do not write, or when the shop does not say. */
export type ReadWeightUnit = () => Promise<WeightUnit | null>

const setting = z.looseObject({ value: z.string() })
const UNITS: Readonly<Record<string, WeightUnit>> = { kg: 'kg', g: 'g' }

/** Asks for the unit once, when it is first needed. Keys may be too narrow for settings: then weights stay as they are. */
export function weightUnitOf(call: WooCaller): ReadWeightUnit {
  let asked: Promise<WeightUnit | null> | undefined
  return () => {
    asked ??= readUnit(call).catch((error: unknown) => {
      asked = undefined
      throw error
    })
    return asked
  }
}

async function readUnit(call: WooCaller): Promise<WeightUnit | null> {
  const request = {
    operation: 'GET /settings/products/{id}',
    method: 'GET' as const,
    path: '/settings/products/woocommerce_weight_unit',
  }
  try {
    return UNITS[understood(request, setting, (await call(request)).body).value] ?? null
  } catch (error) {
    if (error instanceof SiteError && ['auth', 'not_found', 'invalid'].includes(error.kind)) return null
    throw error
  }
}
