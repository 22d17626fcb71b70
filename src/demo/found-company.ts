import * as z from 'zod'
import { branch } from '../contract/catalog.ts'
import { branchesAmong } from '../server/auth/company.store.ts'
import { firstSetup } from '../server/auth/first-setup.ts'
import { addPerson } from '../server/auth/people.ts'
import type { Principal } from '../server/auth/principal.ts'
import type { CatalogWrite } from '../server/catalog/catalog-deps.ts'
import { importProducts } from '../server/catalog/import-products.ts'
import { changeBranch, createBranch } from '../server/catalog/save-branch.ts'
import { COMPANY_NAME, emailOf, PLACES, STAFF } from './company.ts'
import { ORIGIN, principalOfToken } from './enter-company.ts'
import { PRODUCTS_CSV } from './goods.ts'
import type { World } from './world.ts'

const importAnswer = z.object({ refused: z.int(), rows: z.array(z.unknown()) })

/** Founds the company as its owner would: first setup, branches, products from a file, people. Everybody has `password`. */
export async function foundCompany(world: World, password: string): Promise<void> {
  const [owner] = STAFF
  const wanted = {
    company_name: COMPANY_NAME,
    owner_name: owner.name,
    email: emailOf(owner.key),
    password,
  }
  const { token } = await firstSetup(world.identity, wanted, ORIGIN)
  const principal = await principalOfToken(world, token)
  const branchIds = await openPlaces(world, principal)
  await takeProductsIn(world, principal)
  for (const { key, name, role, place } of STAFF) {
    if (key === owner.key) continue
    const branch_ids = place === null ? null : [branchIds.get(place) ?? '']
    const person = { name, email: emailOf(key), password, role, branch_ids }
    await addPerson(world.identity, principal, person, ORIGIN.ip)
  }
}

/** The branch that every company begins with becomes the first place; the other is new. */
async function openPlaces(world: World, owner: Principal): Promise<Map<string, string>> {
  const [first] = await world.database.tenant(owner.tenant_id, (tx) => branchesAmong(tx, null))
  if (first === undefined) throw new Error('a new company has a branch')
  const [busiest, other] = PLACES
  await changeBranch(world.catalog, writeOf(owner, 'first-place'), first.id, { name: busiest.name })
  const made = await createBranch(world.catalog, writeOf(owner, 'other-place'), { name: other.name })
  return new Map([
    [busiest.name, first.id],
    [other.name, branch.parse(JSON.parse(made.body)).id],
  ])
}

async function takeProductsIn(world: World, owner: Principal): Promise<void> {
  const request = { csv: PRODUCTS_CSV, preview: false, confirmed: false }
  const answer = await importProducts(world.catalog, writeOf(owner, 'products'), request)
  const result = importAnswer.parse(JSON.parse(answer.body))
  if (result.refused > 0) throw new Error(`products were refused: ${answer.body}`)
}

function writeOf(principal: Principal, key: string): CatalogWrite {
  return { principal, key: `demo:${key}`, fingerprint: key, ip: ORIGIN.ip }
}
