import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { attractOf, MOST_BYTES, MOST_PIXELS } from './attract.ts'
import { policySchema } from './policy.ts'
import { told } from '../platform/told.ts'

let root = ''
let folder = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'attract-'))
  folder = join(root, 'policy')
  mkdirSync(folder)
})
afterEach(() => {
  rmSync(root, { recursive: true })
})

function png(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(33)
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]).copy(bytes)
  bytes.write('IHDR', 12)
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return bytes
}

function jpeg(width: number, height: number): Buffer {
  const bytes = Buffer.from('ffd8ffe000044a46ffffc200110800000000030000000000000000', 'hex')
  bytes.writeUInt16BE(height, 14)
  bytes.writeUInt16BE(width, 16)
  return bytes
}

function slides(...images: readonly (string | undefined)[]) {
  const policy = policySchema.parse({
    attract: {
      slides: images.map((image) => ({
        headline: { '*': 'Spring sale' },
        ...(image === undefined ? {} : { image }),
      })),
    },
  })
  return attractOf(policy, join(folder, 'policy.json'))
}

it('policy without slides shows no slides', () => {
  expect(slides()).toMatchObject({ view: undefined, problems: [] })
})

it('slides have texts, and pictures from the policy’s folder recognised by content', () => {
  mkdirSync(join(folder, 'pictures'))
  writeFileSync(join(folder, 'pictures', 'spring.jpg'), png(1920, 1080))
  writeFileSync(join(folder, 'shop.jpeg'), jpeg(1080, 1920))
  const { view, picture, problems } = slides('pictures/spring.jpg', undefined, 'shop.jpeg')
  expect(problems).toEqual([])
  expect(view?.slides.map(({ image }) => image)).toEqual(['slide-0.png', undefined, 'slide-2.jpg'])
  expect(view?.secondsPerSlide).toBe(12)
  expect(picture('slide-0.png')).toMatchObject({ type: 'image/png' })
  expect(picture('slide-2.jpg')?.bytes).toEqual(jpeg(1080, 1920))
  for (const name of ['slide-1.png', 'pictures/spring.jpg', '../policy.json', '']) {
    expect(picture(name)).toBeUndefined()
  }
  rmSync(join(folder, 'shop.jpeg'))
  expect(picture('slide-2.jpg'), 'what is gone later').toBeUndefined()
})

it('policy reports an unusable picture, and keeps its text', () => {
  writeFileSync(join(root, 'outside.png'), png(10, 10))
  symlinkSync(join(root, 'outside.png'), join(folder, 'link.png'))
  mkdirSync(join(folder, 'folder.png'))
  writeFileSync(join(folder, 'page.png'), '<html></html>')
  writeFileSync(join(folder, 'cut.jpg'), jpeg(10, 10).subarray(0, 12))
  writeFileSync(join(folder, 'vast.png'), png(MOST_PIXELS + 1, 10))
  writeFileSync(join(folder, 'none.png'), png(0, 10))
  writeFileSync(join(folder, 'heavy.png'), png(10, 10))
  truncateSync(join(folder, 'heavy.png'), MOST_BYTES + 1)
  const below = 'must be a path below the folder of the policy'
  const cases: readonly (readonly [string, string])[] = [
    ['../outside.png', below],
    ['pictures/../../outside.png', below],
    [join(root, 'outside.png'), below],
    ['..\\outside.png', below],
    ['https://example.com/a.png', below],
    ['link.png', 'leads out of the folder of the policy'],
    ['missing.png', 'there is no such file'],
    ['folder.png', 'is no file'],
    ['page.png', 'is no PNG or JPEG picture'],
    ['cut.jpg', 'is no PNG or JPEG picture'],
    ['vast.png', '4097 by 10 pixels'],
    ['none.png', '0 by 10 pixels'],
    ['heavy.png', '4.0 MB is the most'],
  ]
  for (const [image, reason] of cases) {
    const { view, problems } = slides(image)
    expect(
      problems.map(({ path }) => path),
      image,
    ).toEqual(['attract.slides.0.image'])
    expect(told(problems[0]?.reason), image).toContain(reason)
    expect(view?.slides).toEqual([{ headline: { '*': 'Spring sale' } }])
  }
})
