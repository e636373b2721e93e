import { describe, expect, test } from 'vitest'
import { found } from './picker.ts'

const options = [
  { value: 'AT', label: 'Österreich', code: '+43', words: 'AT Austria' },
  { value: 'DE', label: 'Deutschland', code: '+49', words: 'DE Germany' },
  { value: 'FR', label: 'Frankreich', code: '+33', words: 'FR France' },
  { value: 'CI', label: 'Côte d’Ivoire', code: '+225', words: 'CI Ivory Coast' },
  { value: 'TF', label: 'Französische Südgebiete', code: '+262', words: 'TF' },
]

describe('search in a picker', () => {
  test.each([
    ['', ['AT', 'DE', 'FR', 'CI', 'TF']],
    ['öster', ['AT']],
    ['oster', ['AT']],
    ['fra', ['FR', 'TF']],
    ['germ', ['DE']],
    ['+49', ['DE']],
    ['49', ['DE']],
    ['ivoire', ['CI']],
    ['sud', ['TF']],
    ['gebiete', ['TF']],
    ['  DE ', ['DE']],
    ['zz', []],
  ])('customer who types "%s" finds %j', (search, values) => {
    expect(found(options, search).map(({ value }) => value)).toEqual(values)
  })
})
