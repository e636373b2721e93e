import type { Declarations } from './rich-declarations.ts'

const ZERO = /^0*\.?0*(?:px|pt|em|rem|%|ex|ch|vw|vh|cm|mm|in)?$/u
export const ALMOST_ZERO = /^(?:0*\.?0*|0*1(?:\.0*)?|0*\.\d+)(?:px|pt)?$/u

/** What nobody sees and nothing in it can undo: helper texts, preheaders. */
export function isUnseen(declarations: Declarations): boolean {
  if (declarations.size === 0) return false
  const get = (name: string): string => declarations.get(name) ?? ''
  if (isZero(get('opacity'))) return true
  const clipped = /^(?:hidden|clip)/u.test(get('overflow'))
  if (clipped && (isZero(get('max-height')) || isZero(get('height')))) return true
  if (clipped && isZero(get('max-width'))) return true
  if (!/^(?:absolute|fixed)$/u.test(get('position'))) return false
  if (clipped && ALMOST_ZERO.test(get('width')) && get('width') !== '') return true
  if (/^rect\(\s*(?:0|1px)/u.test(get('clip'))) return true
  if (/^inset\(\s*(?:50|100)%/u.test(get('clip-path'))) return true
  return /^-\d{4,}(?:\.\d+)?px$/u.test(get('left')) || /^-\d{4,}(?:\.\d+)?px$/u.test(get('top'))
}

export function isZero(value: string): boolean {
  return value !== '' && ZERO.test(value) && /0/u.test(value)
}

export function isNearZero(value: string): boolean {
  return value !== '' && (isZero(value) || /^0*\.0\d*(?:px|pt)$/u.test(value))
}
