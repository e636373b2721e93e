import { describe, expect, it } from 'vitest'
import { fullDayOf, momentTag, timeOf } from './moment.ts'
import { UTC as utc } from './zone.ts'

const midnight = Date.UTC(2027, 0, 4, 0, 5)
const afternoon = Date.UTC(2027, 0, 4, 14, 29)

describe('a formatted time', () => {
  it.each([
    ...['ar', 'ar-SA', 'ar-EG', 'fa', 'fa-IR', 'th', 'th-TH-u-nu-thai', 'ja-JP-u-ca-japanese'],
    ...['zh-TW-u-ca-roc', 'he-u-ca-hebrew', 'hi', 'bn', 'my', 'ne', 'en-US', 'de', 'not a tag'],
  ])('uses the Gregorian calendar and Western digits in %s', (language) => {
    const day = fullDayOf(afternoon, { language, zone: utc })
    expect(day).toContain('2027')
    expect(`${day} ${timeOf(afternoon, { language, zone: utc })}`).not.toMatch(/(?![0-9])\p{Nd}/u)
  })

  it.each([
    ['en', '0:05'],
    ['en-US', '12:05'],
    ['de', '0:05'],
    ['de-u-hc-h24', '0:05'],
    ['ar-SA', '0:05'],
    ['ja', '0:05'],
    ['fr', '0:05'],
  ])('shows midnight in %s as local clocks do', (language, time) => {
    expect(timeOf(midnight, { language, zone: utc }).replace(/^0(?=\d:)/u, '')).toContain(time)
  })

  it.each(['en', 'en-US', 'de', 'fi', 'ar', 'ar-SA', 'fa', 'th', 'ja', 'zh', 'ko', 'bn', 'hi'])(
    'never shows 24:05 in %s',
    (language) => {
      expect(timeOf(midnight, { language, zone: utc })).not.toContain('24')
    },
  )

  it('keeps the other parts of the language tag', () => {
    expect(momentTag('de-AT-u-co-phonebk')).toBe('de-AT-u-ca-gregory-co-phonebk-nu-latn')
  })
})
