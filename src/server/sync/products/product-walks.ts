import type { AccountRef } from '../../bling/account-ref.ts'
import type { CopyDeps } from './copy-deps.ts'
import type { ImportRow } from './imports.store.ts'
import { claimWalk, finishWalk, type WalkScope } from './walk-products.ts'

/** Walks that people start and do not wait for. One that dies with its process goes on with the next sweep or the next request. */
export type ProductWalks = {
  /** Begins, or goes on with what was broken off; gives how it stands now. */
  begin(account: AccountRef, scope: WalkScope): Promise<ImportRow>
  /** Resolves when no walk of this process is under way. */
  drain(): Promise<void>
}

/** Makes the walks of one process. */
export function createProductWalks(deps: CopyDeps): ProductWalks {
  const running = new Set<Promise<void>>()
  return {
    async begin(account, scope) {
      const { walk, is_ours } = await claimWalk(deps, account, scope)
      if (is_ours) {
        const ended = finishWalk(deps, account, walk, 'person')
          .catch((error: unknown) => {
            // The walk's own row says why to the person; this is for whoever runs the product.
            deps.logger.warn(
              { err: error, account_id: account.account_id },
              'a walk over products was broken off',
            )
          })
          .finally(() => running.delete(ended))
        running.add(ended)
      }
      return walk
    },
    async drain() {
      await Promise.all(running)
    },
  }
}
