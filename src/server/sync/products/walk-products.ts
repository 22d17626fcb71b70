import type { AccountRef } from '../../bling/account-ref.ts'
import { BlingError } from '../../bling/bling-error.ts'
import type { BlingClient } from '../../bling/client/bling-client.ts'
import type { Lane } from '../../bling/rate/lane.ts'
import type { Tx } from '../../db/database.ts'
import { newId } from '../../kernel/ids.ts'
import { announceLinksChange } from '../links/links-changed.ts'
import { relinkByCode } from '../links/relink-by-code.ts'
import { rememberProducts, unsettledCodes } from './copies.store.ts'
import type { CopyDeps } from './copy-deps.ts'
import { findPassedOver } from './find-passed-over.ts'
import {
  breakOffImport,
  type ImportRow,
  insertImport,
  lastCompleteImport,
  lockOpenImport,
  restartImport,
  updateImport,
} from './imports.store.ts'
import { readByGtin, readKits } from './read-wholes.ts'
import { forgetUnseen } from './unmet.store.ts'

/** Whether to walk over everything or only over what changed since the last complete walk. */
export type WalkScope = 'everything' | 'changes'

/** Changes are asked for from a while before the last walk: clocks differ, and Bling's stands in another zone. */
const OVERLAP_MS = 3_600_000
/** Bling refuses a period of more than a year. */
const LONGEST_PERIOD_MS = 365 * 86_400_000
/** A walk that nobody has touched for so long has lost its process. */
const ABANDONED_MS = 120_000
/** What is kept of a reason. */
const REASON_LENGTH = 500

/**
 * Takes up the walk that was broken off, or a new one; it is ours unless another process or task is at it now. Before any complete walk
 * one over changes is one over everything, and so is one over changes of more than a year.
 */
export async function claimWalk(
  deps: CopyDeps,
  account: AccountRef,
  scope: WalkScope,
): Promise<{ readonly walk: ImportRow; readonly is_ours: boolean }> {
  const { account_id } = account
  return deps.database.tenant(account.tenant_id, async (tx) => {
    const updated_at = deps.clock.now()
    const before = await lockOpenImport(tx, account_id)
    if (before === null) {
      const last = scope === 'everything' ? null : await lastCompleteImport(tx, account_id)
      const changed_since = last === null ? null : new Date(last.started_at.getTime() - OVERLAP_MS)
      await insertImport(tx, { id: newId(), account_id, changed_since }, updated_at)
    }
    const open = before ?? (await lockOpenImport(tx, account_id))
    if (open === null) throw new Error('a walk over products was not kept')
    const isFresh = open.updated_at.getTime() > updated_at.getTime() - ABANDONED_MS
    if (open.state === 'running' && isFresh) return { walk: open, is_ours: false }
    const oldest = updated_at.getTime() - LONGEST_PERIOD_MS
    const isTooLong = open.changed_since !== null && open.changed_since.getTime() < oldest
    const begun = isTooLong ? await restartImport(tx, open.id, updated_at) : open
    const walk: ImportRow = { ...begun, state: 'running', error: null, updated_at }
    await updateImport(tx, walk.id, { ...walk, added: 0 })
    return { walk, is_ours: true }
  })
}

/** Walks over the account's products to the end, unless somebody is at it. Throws `BlingError`; the walk goes on the next time. */
export async function walkProducts(
  deps: CopyDeps,
  account: AccountRef,
  scope: WalkScope,
  lane: Lane,
): Promise<void> {
  const { walk, is_ours } = await claimWalk(deps, account, scope)
  if (is_ours) await finishWalk(deps, account, walk, lane)
}

/**
 * Walks a claimed walk to its end: every page is kept as it comes, a reading of everything asks for what it did not meet, then the
 * composition of kits is read. What fails leaves everything that was kept, what was not met is not taken for gone, and the walk goes on from
 * there the next time. Throws `BlingError`.
 */
export async function finishWalk(
  deps: CopyDeps,
  account: AccountRef,
  walk: ImportRow,
  lane: Lane,
): Promise<void> {
  const client = deps.clients.forAccount(account.tenant_id, account.account_id, lane)
  try {
    const next_page = await readPages(deps, client, walk)
    const stillAtIt = (tx: Tx, added = 0) =>
      updateImport(tx, walk.id, { ...walk, next_page, added, updated_at: deps.clock.now() })
    const isWhole = walk.changed_since === null
    if (isWhole) await findPassedOver(deps, client, walk.started_at, stillAtIt)
    await readKits(deps, client, { since: walk.started_at, only: null }, stillAtIt)
    if (isWhole) await readByGtin(deps, client, stillAtIt)
    await conclude(deps, account, walk, next_page)
  } catch (error) {
    const reason = error instanceof BlingError ? (error.detail ?? error.message) : 'falha interna'
    await deps.database.tenant(account.tenant_id, (tx) =>
      breakOffImport(tx, walk.id, reason.slice(0, REASON_LENGTH), deps.clock.now()),
    )
    throw error
  }
}

/** Reads page after page and keeps each with the note of how far the walk has come; gives the page after the last. */
async function readPages(deps: CopyDeps, client: BlingClient, walk: ImportRow): Promise<number> {
  const { tenant_id, account_id } = client.account
  const filter = walk.changed_since === null ? {} : { changed_since: walk.changed_since }
  let next_page = walk.next_page
  for await (const rows of client.products.pages({ ...filter, from_page: next_page })) {
    next_page += 1
    const progress = { state: 'running' as const, next_page, error: null, added: rows.length }
    await deps.database.tenant(tenant_id, async (tx) => {
      const at = deps.clock.now()
      await rememberProducts(tx, account_id, rows, at, walk.changed_since !== null)
      await updateImport(tx, walk.id, { ...progress, updated_at: at })
    })
  }
  return next_page
}

async function conclude(
  deps: CopyDeps,
  account: AccountRef,
  walk: ImportRow,
  next_page: number,
): Promise<void> {
  const { tenant_id, account_id } = account
  const at = deps.clock.now()
  await deps.database.tenant(tenant_id, async (tx) => {
    if (walk.changed_since === null) await forgetUnseen(tx, account_id, walk.started_at)
    await updateImport(tx, walk.id, { state: 'complete', next_page, error: null, updated_at: at, added: 0 })
    const skus = await relinkByCode(tx, account_id, await unsettledCodes(tx, account_id), at)
    await announceLinksChange(tx, skus)
  })
  deps.logger.info({ account_id, walk_id: walk.id }, 'the products of a bling account were read')
}
