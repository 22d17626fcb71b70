import { ensureWeb } from '../../../scripts/web.mjs'

/** The browser is shown what the present sources make. */
export default async function buildWeb() {
  await ensureWeb()
}
