import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CONTRADICTION, JsonFault, readJson, UNREADABLE } from './json-text.ts'

const faultOf = (text: string): string => {
  try {
    readJson(text)
    return 'none'
  } catch (error) {
    if (error instanceof JsonFault) return error.message
    throw error
  }
}

describe('the text of a policy', () => {
  it('is parsed as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.constantFrom(undefined, 2), (text, indent) => {
        const written = JSON.stringify(JSON.parse(text), null, indent)
        fc.pre(!written.includes('\uFFFD') && !written.includes('"__proto__"'))
        expect(readJson(written).value).toEqual(JSON.parse(written))
      }),
    )
  })

  it('is refused exactly if JSON.parse refuses it', () => {
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      '"a"',
      ':',
      ',',
      '1',
      '-0.5e3',
      '01',
      'true',
      '\\',
      '\n',
      "'",
    ]
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 9 }), (parts) => {
        const text = parts.join('')
        let isJson = true
        try {
          JSON.parse(text)
        } catch {
          isJson = false
        }
        expect(faultOf(text) === 'none').toBe(isJson)
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['{\n  "a": 1,\n}', 'line 3, column 1: there is a comma too many before }'],
    ['{"a": [1, 2,]}', 'line 1, column 13: there is a comma too many before ]'],
    [
      '{\r\n  // the mode\r\n  "a": 1}',
      'line 2, column 3: JSON has no comments: take this one out',
    ],
    ['{"a": 1 "b": 2}', 'line 1, column 9: a comma is missing'],
    ['{"a" 1}', 'line 1, column 6: a colon is missing after the key'],
    ["{'a': 1}", 'line 1, column 2: texts stand in straight double quotation marks: "'],
    [
      '{"a": \u201ckiosk\u201d}',
      'line 1, column 7: texts stand in straight double quotation marks: "',
    ],
    ['{"a": kiosk}', 'line 1, column 7: this stands without quotation marks'],
    ['{"a": "x\n"}', 'line 1, column 7: this text has no closing quotation mark on its line'],
    ['{"a": "C:\\Users"}', 'line 1, column 7: a backslash is written as \\\\ in a text'],
    ['{"a": 1', 'line 1, column 8: the text ends within an object: } is missing'],
    ['{a: 1}', 'line 1, column 2: this stands without quotation marks'],
    ['{1: 1}', 'line 1, column 2: a key in double quotation marks is missing'],
    ['{"a": 01}', 'line 1, column 8: a comma is missing'],
    ['{"a": +1}', 'line 1, column 7: this is no number'],
    ['{"a": [1', 'line 1, column 9: the text ends within a list: ] is missing'],
    ['{"a": }', 'line 1, column 7: a value is missing before }'],
    ['{"a": 1} {', 'line 1, column 10: there is more after the end of the object'],
    [' \n', 'there is nothing in it'],
  ])('%j is reported with line and column', (text, fault) => {
    expect(faultOf(text)).toBe(fault)
  })

  it('with a duplicate key is reported, and neither value is used', () => {
    const { value, twice } = readJson(
      '{"print": {"enabled": false},\n "a": 1,\n "print": {"enabled": true, "printer": "x"},\n "a": 1}',
    )
    expect(value).toEqual({ print: { enabled: CONTRADICTION, printer: 'x' }, a: 1 })
    expect(twice).toEqual([
      { path: 'print', lines: [1, 3], isSame: false },
      { path: 'a', lines: [2, 4], isSame: true },
    ])
  })

  it('never accepts undecodable characters as text', () => {
    expect(readJson('{"a": "M\uFFFDnchen"}').value).toEqual({ a: UNREADABLE })
  })

  it.each([50, 100_000])('nested %d deep is refused', (levels) => {
    expect(faultOf('['.repeat(levels) + ']'.repeat(levels))).toContain('this is nested too deeply')
  })

  it('cannot modify a prototype', () => {
    const { value } = readJson('{"__proto__": {"mode": "desktop"}}')
    expect(Reflect.get(Object(value), 'mode')).toBeUndefined()
  })
})
