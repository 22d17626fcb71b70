import { BarcodeDetector, prepareZXingModule } from 'barcode-detector/ponyfill'
import { useEffect, useRef, useState } from 'react'
import readerFile from 'zxing-wasm/reader/zxing_reader.wasm?url'
import { m } from '../messages/messages.ts'

prepareZXingModule({ overrides: { locateFile: () => readerFile } })

const LOOK_EVERY_MS = 180

/** The camera's picture, looked through for bar codes until it is closed. The same code is told once. */
export function Camera({ onCode }: { readonly onCode: (code: string) => void }) {
  const video = useRef<HTMLVideoElement>(null)
  const [isDenied, setDenied] = useState(false)
  const tell = useRef(onCode)
  tell.current = onCode
  useEffect(() => {
    let isOpen = true
    let stream: MediaStream | undefined
    let last = ''
    const detector = new BarcodeDetector({ formats: ['ean_13', 'ean_8', 'upc_a', 'itf', 'code_128'] })
    const look = async () => {
      if (!isOpen || video.current === null) return
      if (video.current.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
        const [code] = await detector.detect(video.current)
        if (code !== undefined && code.rawValue !== last) {
          last = code.rawValue
          tell.current(code.rawValue)
        }
      }
      setTimeout(() => void look(), LOOK_EVERY_MS)
    }
    const open = async () => {
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
        if (!isOpen || video.current === null) return
        video.current.srcObject = stream
        await look()
      } catch (error) {
        // No camera, no permission, or a page without https: said to the person, who has other ways.
        console.warn(error)
        setDenied(true)
      }
    }
    void open()
    return () => {
      isOpen = false
      for (const track of stream?.getTracks() ?? []) track.stop()
    }
  }, [])
  if (isDenied) return <p role="alert">{m.till.scanDenied}</p>
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
