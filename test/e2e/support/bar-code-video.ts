import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer'

const WIDTH = 640
const HEIGHT = 480
const FRAMES = 5
const WHITE = 235
const BLACK = 16
const NO_COLOUR = 128
/** Pixels of the narrowest bar: what a bottle shows to a phone at arm's length. */
const MODULE = 5
const BAR_HEIGHT = 220
const WRITER = fileURLToPath(import.meta.resolve('zxing-wasm/writer/zxing_writer.wasm'))

/** Writes to `path` what a camera sees that is held over an EAN-13: an uncompressed video of 640 × 480 (YUV4MPEG2, 4:2:0). */
export async function writeBarCodeVideo(path: string, ean: string): Promise<void> {
  const wasm = await readFile(WRITER)
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } })
  const { symbol, error } = await writeBarcode(ean, { format: 'EAN13' })
  if (error !== '') throw new Error(error)
  const isBlack = Array.from(symbol.data.subarray(0, symbol.width), (value) => value === 0)
  const frame = Buffer.concat([Buffer.from('FRAME\n'), pictureOf(isBlack)])
  const header = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F30:1 Ip A1:1 C420jpeg\n`)
  await writeFile(path, Buffer.concat([header, ...Array.from({ length: FRAMES }, () => frame)]))
}

/** The bars in the middle of a white picture: its luminance, then two quarters that say that it has no colour. */
function pictureOf(isBlack: readonly boolean[]): Buffer {
  const luminance = Buffer.alloc(WIDTH * HEIGHT, WHITE)
  const left = Math.floor((WIDTH - isBlack.length * MODULE) / 2)
  const top = Math.floor((HEIGHT - BAR_HEIGHT) / 2)
  for (let row = top; row < top + BAR_HEIGHT; row += 1) {
    for (const [bar, black] of isBlack.entries()) {
      const from = row * WIDTH + left + bar * MODULE
      if (black) luminance.fill(BLACK, from, from + MODULE)
    }
  }
  return Buffer.concat([luminance, Buffer.alloc((WIDTH * HEIGHT) / 2, NO_COLOUR)])
}
