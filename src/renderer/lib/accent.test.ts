import { expect, test } from 'vitest'
import { accentOf } from './accent.ts'

test('reads a colour into hue, lightness and chroma', () => {
  const red = accentOf('#ff0000')
  expect(red?.hue).toBeCloseTo(29.2, 0)
  expect(red?.lightness).toBeCloseTo(0.628, 2)
  expect(red?.chroma).toBeCloseTo(0.258, 2)
  const white = accentOf('#FFFFFF')
  expect(white?.lightness).toBeCloseTo(1, 3)
  expect(white?.chroma).toBeCloseTo(0, 3)
})

test('a loud brand does not make a loud house, a grey one makes a grey house', () => {
  expect(accentOf('#b00020')?.strength).toBe(1.35)
  expect(accentOf('#333333')?.strength).toBeCloseTo(0, 2)
})

test('an invalid colour is ignored', () => {
  for (const odd of ['', 'red', '#12345', '#1234567', 'url(x)']) {
    expect(accentOf(odd)).toBeUndefined()
  }
})
