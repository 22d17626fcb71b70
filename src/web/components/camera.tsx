import { BarcodeDetector, prepareZXingModule } from 'barcode-detector/ponyfill'
import { useEffect, useRef, useState } from 'react'
import readerFile from 'zxing-wasm/reader/zxing_reader.wasm?url'
import { m } from '../messages/messages.ts'
import { Notice } from './notice.tsx'

prepareZXingModule({ overrides: { locateFile: () => readerFile } })

const LOOK_EVERY_MS = 180

/** The camera's picture, looked through for bar codes until it is closed. The same code is told once. */
export function Camera({ onCode }: { readonly onCode: (code: string) => void }) {
  const video = useRef<HTMLVideoElement>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const tell = useRef(onCode)
  tell.current = onCode
  useEffect(() => {
    let isOpen = true
    let stream: MediaStream | undefined
    const close = () => {
      isOpen = false
      for (const track of stream?.getTracks() ?? []) track.stop()
    }
    const watch = async () => {
      stream = await openCamera()
      // Whoever closed the sheet while the browser was asking wants no camera any more.
      if (!isOpen || video.current === null) return close()
      video.current.srcObject = stream
      const detector = new BarcodeDetector({ formats: ['ean_13', 'ean_8', 'upc_a', 'itf', 'code_128'] })
      for (let last = ''; isOpen; await pause(LOOK_EVERY_MS)) {
        if (video.current.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) continue
        const code = await readCode(detector, video.current)
        if (!isOpen || code === undefined || code === last) continue
        last = code
        tell.current(code)
      }
    }
    watch().catch((error: unknown) => {
      console.warn(error)
      if (isOpen) setTrouble(troubleOf(error))
      close()
    })
    return close
  }, [])
  if (trouble !== null) {
    return (
      <Notice tone="warn">
        <p role="alert">{trouble}</p>
      </Notice>
    )
  }
  return (
    <video
      ref={video}
      autoPlay
      playsInline
      muted
      aria-label={m.till.scanTitle}
      className="aspect-[4/3] w-full rounded-card bg-black object-cover"
    />
  )
}

class ReaderFailure extends Error {}

function openCamera(): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
}

async function readCode(detector: BarcodeDetector, video: HTMLVideoElement): Promise<string | undefined> {
  try {
    return (await detector.detect(video))[0]?.rawValue
  } catch (cause) {
    throw new ReaderFailure('the bar code reader failed', { cause })
  }
}

/** Why the camera cannot be used, in words that say what to do instead. */
function troubleOf(error: unknown): string {
  const { troubles } = m.till
  if (error instanceof ReaderFailure) return troubles.reader
  if (!isSecureContext) return troubles.insecure
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return troubles.missing
  return name === 'NotAllowedError' ? troubles.forbidden : troubles.busy
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
