import { describe, expect, test } from 'vitest'
import { numberProblem } from './judge.ts'
import { USUAL_KINDS, type Allow } from './kinds.ts'
import { readNumber } from './reader.ts'

const usual: Allow = { countries: ['*'], types: USUAL_KINDS }

function judged(
  text: string,
  allow = usual,
  more: { isConfirmed?: true; takesExtension?: false } = {},
) {
  const circumstances = { allow, isConfirmed: false, takesExtension: true, ...more }
  return numberProblem(readNumber(text, 'DE'), circumstances) ?? 'taken'
}

describe('default policy', () => {
  test.each([
    '040 5550142',
    '0170 5550142',
    '0800 1234567',
    '+800 1234 5678',
    '+1 212 555 0142',
    '+358 10 2345678',
    '+44 56 1234 5678',
  ])('allows calls to %s', (text) => {
    expect(judged(text)).toBe('taken')
  })

  test.each([
    ['0900 1 234567', 'premium'],
    ['+49 900 5 123456', 'premium'],
    ['+979 1 2345 6789', 'premium'],
    ['+1 900 234 5678', 'premium'],
    // In no plan, and dialled all the same.
    ['+1 900 123 4567', 'premium'],
    ['0900 2 123456', 'premium'],
    ['+33 899 12 34 56', 'premium'],
    ['+358 600 123456', 'premium'],
    ['+44 909 8790000', 'premium'],
    ['+39 899 123456', 'premium'],
    ['01805 123456', 'kind'],
    ['0137 1 234567', 'kind'],
    ['+808 1234 5678', 'kind'],
    ['0700 12345678', 'kind'],
    ['+44 70 1234 5678', 'kind'],
    ['+881 6 123 45678', 'kind'],
    ['+870 773 111 632', 'kind'],
    ['+882 16 12345678', 'kind'],
  ])('refuses %s: %s', (text, problem) => {
    expect(judged(text, usual, { isConfirmed: true })).toBe(problem)
  })
})

test('policy limits the countries and kinds of numbers', () => {
  const near: Allow = { countries: ['DE', 'AT', 'US'], types: ['mobile', 'premium-rate'] }
  expect(judged('0170 5550142', near)).toBe('taken')
  expect(judged('0900 1 234567', near)).toBe('taken')
  expect(judged('040 5550142', near)).toBe('kind')
  expect(judged('+41 79 123 45 67', near)).toBe('country')
  // A landline or a mobile: nobody can tell.
  expect(judged('+1 212 555 0142', near)).toBe('taken')
  expect(judged('+1 876 555 0142', near)).toBe('country')
  expect(judged('+1 436 555 0142', near)).toBe('unsure')
  expect(judged('+800 1234 5678', { ...usual, countries: ['DE'] })).toBe('kind')
  expect(judged('+800 1234 5678', { ...usual, countries: ['001'] })).toBe('taken')
  expect(judged('040 5550142', { countries: [], types: [] })).toBe('kind')
  expect(judged('+1 436 555 0142', { countries: ['*'], types: [] }, { isConfirmed: true })).toBe(
    'kind',
  )
})

test('customer confirms an unknown number', () => {
  expect(judged('+1 436 555 0142')).toBe('unsure')
  expect(judged('+1 436 555 0142', usual, { isConfirmed: true })).toBe('taken')
})

test('extension is refused if it cannot be sent', () => {
  expect(judged('040 5550142 ext. 12')).toBe('taken')
  expect(judged('040 5550142 ext. 12', usual, { takesExtension: false })).toBe('extension')
})
