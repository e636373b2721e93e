import { describe, expect, it } from 'vitest'
import { parseStartArguments } from './start-arguments.ts'

describe('parseStartArguments', () => {
  it('keeps its own words and hands the others on', () => {
    const words = ['--kiosk', '--screen', '1080x1920', '--lang=de', '--', '--force-dark']
    expect(parseStartArguments(words)).toEqual({
      kiosk: true,
      screen: { width: 1080, height: 1920 },
      forApp: ['--lang=de', '--force-dark'],
    })
  })

  it('takes a policy, a data folder and a picture in either spelling', () => {
    const words = ['--config=p.json', '--user-data-dir', 'data', '--picture=x=y.png']
    expect(parseStartArguments(words)).toMatchObject({
      config: 'p.json',
      userData: 'data',
      picture: 'x=y.png',
      forApp: [],
    })
  })

  it('answers a call for help, and nothing else, before anything is wrong', () => {
    expect(parseStartArguments(['--help', '--screen', 'x'])).toBe('help')
  })

  it.each([[['--screen']], [['--screen', 'big']], [['--screen', '10x10']], [['--config=']]])(
    'refuses %j in one sentence',
    (words) => {
      expect(() => parseStartArguments(words)).toThrow(/needs a value|is not a size/)
    },
  )
})
