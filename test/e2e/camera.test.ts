import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type Bar, HEINEKEN_EAN, openBar } from './support/bar.ts'
import { writeBarCodeVideo } from './support/bar-code-video.ts'
import { type Device, enter, expectAccessible, openDevice, PHONE, startBrowser } from './support/browser.ts'

let bar: Bar
let folder: string
/** Chromium with a camera that looks at a bottle of Heineken, and Chromium without any camera. */
let seeing: Browser
let blind: Browser

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'estoqueuni-camera-'))
  const video = join(folder, 'heineken.y4m')
  await writeBarCodeVideo(video, HEINEKEN_EAN)
  ;[bar, seeing, blind] = await Promise.all([
    openBar(),
    startBrowser(['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${video}`]),
    startBrowser(),
  ])
})
afterAll(async () => {
  await Promise.all([seeing?.close(), blind?.close()])
  await bar?.close()
  await rm(folder, { recursive: true, force: true })
})

it('reads the bar code that the camera sees and puts the product into the sale', async () => {
  const till = await openTill(seeing, { mayUseCamera: true })
  await openCamera(till)
  await quantityOf(till, 'Heineken 600 ml').waitFor()
  await till.page.getByRole('dialog').waitFor({ state: 'hidden' })
  expect(await quantityOf(till, 'Heineken 600 ml').inputValue()).toBe('1')
  expect(till.errors).toEqual([])
  await till.context.close()
})

it('finds the product to count by the camera', async () => {
  const device = await openDevice(seeing, { address: bar.address, size: PHONE })
  await device.context.grantPermissions(['camera'])
  await enter(device)
  await device.page.goto('/contar')
  await device.page.getByRole('button', { name: 'Começar contagem' }).click()
  await openCamera(device)
  await device.page.getByRole('dialog').waitFor({ state: 'hidden' })
  const search = device.page.getByRole('searchbox', { name: 'Buscar ou ler código' })
  expect(await search.inputValue()).toBe('HEI-600')
  await device.context.close()
})

it('lets go of a camera that opens after the person has gone on', async () => {
  const till = await openTill(seeing, { mayUseCamera: true })
  await till.page.evaluate(HOLD_CAMERA)
  await openCamera(till)
  await eventually('the camera is asked for', async () =>
    (await till.page.evaluate<boolean>('window.camera.asked')) ? true : undefined,
  )
  await till.page.keyboard.press('Escape')
  await till.page.getByRole('dialog').waitFor({ state: 'hidden' })
  expect(await till.page.evaluate('window.camera.open()')).toEqual(['ended'])
  await till.context.close()
})

const REFUSALS = [
  { name: 'there is no camera', browser: () => blind, mayUseCamera: true, says: /Nenhuma câmera/ },
  { name: 'the camera is forbidden', browser: () => seeing, mayUseCamera: false, says: /Permita a câmera/ },
]
it.each(REFUSALS)('says that $name, and takes the code by hand', async ({ browser, mayUseCamera, says }) => {
  const till = await openTill(browser(), { mayUseCamera })
  await openCamera(till)
  const sheet = till.page.getByRole('dialog')
  await sheet.getByRole('alert').filter({ hasText: says }).waitFor()
  await expectAccessible(till)
  await sheet.getByLabel('Ou digite o código de barras').fill('7890000000000')
  await till.page.keyboard.press('Enter')
  await till.page.getByText('Nenhum produto com o código 7890000000000.').waitFor()
  await sheet.getByLabel('Ou digite o código de barras').fill(HEINEKEN_EAN)
  await till.page.keyboard.press('Enter')
  await quantityOf(till, 'Heineken 600 ml').waitFor()
  await sheet.waitFor({ state: 'hidden' })
  await till.context.close()
})

/** Keeps the camera from answering until `window.camera.open()`, which gives the states of its tracks a moment later. */
const HOLD_CAMERA = `
  const devices = navigator.mediaDevices
  const real = devices.getUserMedia.bind(devices)
  let answer
  const held = new Promise((resolve) => { answer = resolve })
  window.camera = { asked: false, open: async () => {
    const stream = await real({ video: true })
    answer(stream)
    await new Promise((resolve) => setTimeout(resolve))
    return stream.getTracks().map((track) => track.readyState)
  } }
  devices.getUserMedia = () => { window.camera.asked = true; return held }`

async function openTill(
  browser: Browser,
  { mayUseCamera }: { readonly mayUseCamera: boolean },
): Promise<Device> {
  const till = await openDevice(browser, { address: bar.address, size: PHONE })
  if (mayUseCamera) await till.context.grantPermissions(['camera'])
  await enter(till)
  await till.page.goto('/vender')
  return till
}

const openCamera = ({ page }: Device) => page.getByRole('button', { name: 'Ler com a câmera' }).click()

const quantityOf = ({ page }: Device, name: string) =>
  page.getByRole('textbox', { name: `Quantidade de ${name}` })
