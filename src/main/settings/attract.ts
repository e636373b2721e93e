import { readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, sep } from 'node:path'
import type { AttractView } from '../../contract/settings.ts'
import { sentenceOf, ToldError } from '../platform/words.ts'
import { imageKind, type ImageKind } from '../platform/image-kind.ts'
import type { PolicyProblem } from './problem.ts'
import type { Policy } from './policy.ts'

/** Largest file of a picture, in bytes. */
export const MOST_BYTES = 4 * 1024 * 1024
/** Longest side, in pixels: what a screen of today shows, and no more memory than that takes. */
export const MOST_PIXELS = 4096

/** A picture as it goes to the page. */
export interface Picture {
  readonly type: ImageKind['type']
  readonly bytes: Uint8Array
}

/** What the attract loop shows in place of our own. */
export interface Attract {
  /** Undefined where the policy brings no slides. */
  readonly view: AttractView | undefined
  /** The picture of this name (`slide-0.png`), looked at anew; undefined where there is none any more. */
  readonly picture: (name: string) => Picture | undefined
  readonly problems: readonly PolicyProblem[]
}

/**
 * The slides of the policy. Their pictures are PNG or JPEG files of the policy's own folder or below
 * it; a slide whose picture cannot be taken keeps its words, over our own light.
 */
export function attractOf({ attract }: Pick<Policy, 'attract'>, policyFile: string): Attract {
  const problems: PolicyProblem[] = []
  const files = new Map<string, string>()
  const slides = attract.slides.map(({ headline, line, image }, place) => {
    const words = { headline, ...(line === undefined ? {} : { line }) }
    if (image === undefined) return words
    try {
      const { type } = takePicture(dirname(policyFile), image)
      const name = `slide-${String(place)}.${type === 'image/png' ? 'png' : 'jpg'}`
      files.set(name, image)
      return { ...words, image: name }
    } catch (error) {
      problems.push({ path: `attract.slides.${String(place)}.image`, reason: sentenceOf(error) })
      return words
    }
  })
  return {
    view: slides.length === 0 ? undefined : { slides, secondsPerSlide: attract.secondsPerSlide },
    picture(name) {
      const image = files.get(name)
      if (image === undefined) return undefined
      try {
        return takePicture(dirname(policyFile), image)
      } catch {
        return undefined
      }
    },
    problems,
  }
}

/** @throws ToldError that says what is wrong with the picture. */
function takePicture(folder: string, image: string): Picture {
  if (isAbsolute(image) || /[\\\0:]/u.test(image) || image.split('/').includes('..')) {
    throw new ToldError({ key: 'reason.pathBelow' })
  }
  const file = realOf(join(folder, image))
  const inside = relative(realpathSync(folder), file)
  if (inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
    throw new ToldError({ key: 'reason.pathOut' })
  }
  const { size } = statOf(file)
  if (size > MOST_BYTES) {
    const values = { size: megabytes(size), most: megabytes(MOST_BYTES) }
    throw new ToldError({ key: 'reason.pictureBytes', values })
  }
  const bytes = readFileSync(file)
  const kind = imageKind(bytes)
  if (!kind) throw new ToldError({ key: 'reason.pictureKind' })
  const { type, width, height } = kind
  if (Math.min(width, height) < 1 || Math.max(width, height) > MOST_PIXELS) {
    throw new ToldError({ key: 'reason.pictureSize', values: { width, height, most: MOST_PIXELS } })
  }
  return { type, bytes }
}

function realOf(file: string): string {
  try {
    return realpathSync(file)
  } catch (error) {
    throw new ToldError({ key: 'reason.noSuchFile' }, { cause: error })
  }
}

function statOf(file: string): { readonly size: number } {
  const found = statSync(file)
  if (!found.isFile()) throw new ToldError({ key: 'reason.noFile' })
  return found
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1)
}
