import { ArrowRight } from 'lucide-react'
import type { Level } from '../../../domain/stock/level.ts'
import { StockGlyph } from '../../components/glyphs/stock-glyph.tsx'
import { shortStockText } from '../../components/glyphs/stock-text.ts'
import { m } from '../../messages/messages.ts'

/** A level before and after, drawn side by side. */
export function LevelChange({ before, after }: { readonly before: Level; readonly after: Level }) {
  return (
    <div className="flex items-center gap-3 rounded-card bg-sunken p-3">
      <Side label={m.stock.now} level={before} />
      <ArrowRight size={18} aria-hidden="true" className="shrink-0 text-soft" />
      <Side label={m.stock.after} level={after} />
    </div>
  )
}

function Side({ label, level }: { readonly label: string; readonly level: Level }) {
  return (
    <div className="min-w-0 flex-1">
      <p className="text-note text-soft">{label}</p>
      <StockGlyph level={level} className="h-7" />
      <p className="font-semibold">{shortStockText(level)}</p>
    </div>
  )
}
