import { readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, sep } from 'node:path'
import type { AttractView } from '../../contract/settings.ts'
import { imageKind, type ImageKind } from '../support/image-kind.ts'
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
      const reason = error instanceof Error ? error.message : String(error)
      problems.push({ path: `attract.slides.${String(place)}.image`, reason })
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

/** @throws Error that says what is wrong with the picture. */
function takePicture(folder: string, image: string): Picture {
  if (isAbsolute(image) || /[\\\0:]/u.test(image) || image.split('/').includes('..')) {
    throw new Error('must be a path below the folder of the policy')
  }
  const file = realOf(join(folder, image))
  const inside = relative(realpathSync(folder), file)
  if (inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
    throw new Error('leads out of the folder of the policy')
  }
  const { size } = statOf(file)
  if (size > MOST_BYTES) {
    throw new Error(`has ${megabytes(size)} MB; ${megabytes(MOST_BYTES)} MB is the most`)
  }
  const bytes = readFileSync(file)
  const kind = imageKind(bytes)
  if (!kind) throw new Error('is no PNG or JPEG picture')
  const { type, width, height } = kind
  if (Math.min(width, height) < 1 || Math.max(width, height) > MOST_PIXELS) {
    throw new Error(
      `has ${String(width)} by ${String(height)} pixels; ${String(MOST_PIXELS)} is the most`,
    )
  }
  return { type, bytes }
}

function realOf(file: string): string {
  try {
    return realpathSync(file)
  } catch (error) {
    throw new Error('there is no such file', { cause: error })
  }
}

function statOf(file: string): { readonly size: number } {
  const found = statSync(file)
  if (!found.isFile()) throw new Error('is no file')
  return found
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1)
}
