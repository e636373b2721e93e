import jsQR from 'jsqr'
import type { Callpoint } from './callpoint.ts'

/** What a phone's camera would read from the code of this name; undefined where it reads nothing. */
export async function readCode(
  { app, page }: Callpoint,
  name: RegExp | string,
): Promise<string | undefined> {
  const picture = await page.getByRole('img', { name }).first().screenshot()
  const { width, height, bitmap } = await app.evaluate(({ nativeImage }, base64) => {
    const image = nativeImage.createFromDataURL(`data:image/png;base64,${base64}`)
    return { ...image.getSize(), bitmap: image.toBitmap().toString('base64') }
  }, picture.toString('base64'))
  // Blue and red are swapped, which does not matter to black and white.
  return jsQR(new Uint8ClampedArray(Buffer.from(bitmap, 'base64')), width, height)?.data
}
