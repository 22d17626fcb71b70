import { catalog } from './pt-br/catalog.ts'
import { count } from './pt-br/count.ts'
import { frame } from './pt-br/frame.ts'
import { movements } from './pt-br/movements.ts'
import { office } from './pt-br/office.ts'
import { outbox } from './pt-br/outbox.ts'
import { panel } from './pt-br/panel.ts'
import { stock } from './pt-br/stock.ts'
import { till } from './pt-br/till.ts'

/** All sentences in Brazilian Portuguese. */
export const ptBR = { ...frame, stock, movements, till, outbox, panel, count, catalog, ...office }
