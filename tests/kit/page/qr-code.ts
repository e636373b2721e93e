import jsQR from 'jsqr'
import type { Callpoint } from '../app/callpoint.ts'

/** What a phone's camera would read from the code of this name, the first of several unless another is named; undefined where it reads nothing, or the code is just being changed. */
export async function readCode(
  { app, page }: Pick<Callpoint, 'app' | 'page'>,
  name: RegExp | string,
  place = 0,
): Promise<string | undefined> {
  const code = page.getByRole('img', { name }).nth(place)
  // Between the bars at the top and the bottom, which stay.
  await code
    .evaluate((element) => element.scrollIntoView({ block: 'center' }))
    .catch(() => undefined)
  const picture = await code.screenshot().catch((error: unknown) => {
    if (/not attached|not visible/u.test(String(error))) return undefined
    throw error
  })
  if (!picture) return undefined
  const { width, height, bitmap } = await app.evaluate(({ nativeImage }, base64) => {
    const image = nativeImage.createFromDataURL(`data:image/png;base64,${base64}`)
    return { ...image.getSize(), bitmap: image.toBitmap().toString('base64') }
  }, picture.toString('base64'))
  // Blue and red are swapped, which does not matter to black and white.
  return jsQR(new Uint8ClampedArray(Buffer.from(bitmap, 'base64')), width, height)?.data
}
