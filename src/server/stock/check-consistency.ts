import { findInconsistencies, type Inconsistency } from '../../domain/stock/consistency.ts'
import { type Level, sameLevel } from '../../domain/stock/level.ts'
import type { Tx } from '../db/database.ts'
import type { LevelKey } from './batch/command.ts'
import { itemLevel, itemRowsAfter } from './check-consistency.queries.ts'
import { type ReplayDifference, replayRow, say } from './replay.ts'

/** One thing found about an item, with a sentence for a person. */
export type Finding = {
  readonly code: string
  readonly message: string
  readonly facts: Readonly<Record<string, unknown>>
}

const ROWS_A_CHUNK = 5_000
const MAX_FINDINGS = 50

/** Replays everything that ever happened to one item and holds its level against it. Null when there is no such item. */
export async function checkConsistency(tx: Tx, key: LevelKey): Promise<readonly Finding[] | null> {
  const item = await itemLevel(tx, key)
  if (item === null) return null
  const findings: Finding[] = []
  let replayed: Level | null = null
  let seq = 0
  for (;;) {
    const rows = await itemRowsAfter(tx, key, seq, ROWS_A_CHUNK)
    for (const row of rows) {
      const { level, difference } = replayRow(replayed, row)
      if (difference !== null && findings.length < MAX_FINDINGS)
        findings.push(contradiction(row.seq, difference))
      replayed = level
      seq = row.seq
    }
    if (rows.length < ROWS_A_CHUNK) break
  }
  if (replayed !== null && !sameLevel(replayed, item)) findings.push(notReplayed(replayed, item))
  return [...findings, ...findInconsistencies(item).map(explained)]
}

const CONTRADICTIONS: Readonly<Record<ReplayDifference['kind'], string>> = {
  not_contiguous: 'não começa onde a anterior terminou',
  wrong_quantity: 'diz uma quantidade que não é a diferença entre antes e depois',
  unexplained_packing: 'muda a embalagem do produto sem ser uma troca de embalagem',
  wrong_total: 'diz um total que não é a soma de caixas, unidades e doses',
}

function contradiction(seq: number, { kind, expected, found }: ReplayDifference): Finding {
  return {
    code: kind.toUpperCase(),
    message: `A movimentação ${seq} ${CONTRADICTIONS[kind]}.`,
    facts: { seq, expected, found },
  }
}

function notReplayed(replayed: Level, item: Level): Finding {
  const [expected, found] = [say(replayed), say(item)]
  return {
    code: 'LEVEL_IS_NOT_REPLAY',
    message: `O saldo guardado (${found}) não é o que as movimentações somam (${expected}).`,
    facts: { expected, found },
  }
}

function explained({ code, severity, facts }: Inconsistency): Finding {
  return { code, message: SENTENCES[code](facts), facts: { ...facts, severity } }
}

type Facts = Readonly<Record<string, number>>

const SENTENCES: Readonly<Record<Inconsistency['code'], (facts: Facts) => string>> = {
  NEGATIVE_STOCK: (f) => `Saíram ${-(f['quantity'] ?? 0)} a mais do que havia. Faça uma contagem.`,
  NEGATIVE_CLOSED_BOXES: (f) =>
    `Há ${f['closed_boxes']} caixas fechadas, menos que nenhuma. Faça uma contagem.`,
  OPEN_BOX_OWES_WHILE_BOXES_ARE_CLOSED: () =>
    'A caixa aberta está negativa e ainda há caixas fechadas. Faça uma contagem.',
  OPEN_BOX_OVERFULL: (f) =>
    `A caixa aberta tem ${f['open_box_units']} unidades, mais que as ${f['units_per_box']} de uma caixa: valem ${f['corrected_closed_boxes']} caixas fechadas e ${f['corrected_open_box_units']} avulsas.`,
  OPEN_BOTTLE_OUT_OF_RANGE: (f) =>
    `A garrafa aberta tem ${f['open_bottle_doses']} doses, o que não cabe em ${f['doses_per_bottle']}. Faça uma contagem.`,
  BOXES_WITHOUT_BOX_CONTROL: (f) =>
    `Há ${f['closed_boxes']} caixas fechadas de um produto que não controla caixas. Faça uma contagem.`,
  NOT_WHOLE: () => 'Há quantidades que não são números inteiros. Faça uma contagem.',
}
