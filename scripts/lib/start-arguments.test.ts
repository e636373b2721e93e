import { describe, expect, it } from 'vitest'
import { parseStartArguments } from './start-arguments.ts'

describe('parseStartArguments', () => {
  it('consumes its own arguments and passes the others on', () => {
    const words = ['--kiosk', '--screen', '1080x1920', '--lang=de', '--', '--force-dark']
    expect(parseStartArguments(words)).toEqual({
      kiosk: true,
      screen: { width: 1080, height: 1920 },
      forApp: ['--lang=de', '--force-dark'],
    })
  })

  it('accepts a policy, a data folder and a screenshot in either spelling', () => {
    const words = ['--config=p.json', '--user-data-dir', 'data', '--picture=x=y.png']
    expect(parseStartArguments(words)).toMatchObject({
      config: 'p.json',
      userData: 'data',
      picture: 'x=y.png',
      forApp: [],
    })
  })

  it('prints only help if asked, even with invalid arguments', () => {
    expect(parseStartArguments(['--help', '--screen', 'x'])).toBe('help')
  })

  it.each([[['--screen']], [['--screen', 'big']], [['--screen', '10x10']], [['--config=']]])(
    'refuses %j in one sentence',
    (words) => {
      expect(() => parseStartArguments(words)).toThrow(/needs a value|is not a size/)
    },
  )
})
