import { expect, it } from 'vitest'
import { seededRandom } from '../../simulator/support/random.ts'
import { policySchema } from '../../src/main/settings/policy.ts'
import { drawPolicy } from './lib/policy-draw.ts'
import { whatOpens, type PolicyState } from './lib/policy-judge.ts'
import { runPolicy } from './policy.ts'

it('300 mistakes in valid policies: none relaxes a restriction', () => {
  const said: string[] = []
  const figures = runPolicy({ seed: 20_261_130, mutations: 300, say: (line) => said.push(line) })
  expect(said).toEqual([])
  expect(figures).toMatchObject({ mutations: 300, laxer: 0, crashes: 0 })
  // Most kinds have come up, and most made a mistake: otherwise this would prove nothing.
  expect(figures.kinds).toBeGreaterThan(25)
  expect(figures.valid).toBeLessThan(60)
})

it('judge detects every relaxed restriction', () => {
  const state = (values: Record<string, unknown>): PolicyState => ({
    policy: policySchema.parse(values),
    pin: '',
    isPinLost: false,
  })
  const closed: Record<string, unknown> = {
    mode: 'kiosk',
    hours: {},
    print: { enabled: false },
    visit: { idleSeconds: 20 },
    desktop: { notifications: 'off' },
    pages: { linkHosts: [] },
    certificates: { pins: { 'a.example': ['00'.repeat(32)] } },
    log: { level: 'error' },
  }
  expect(whatOpens(state(closed), state(closed))).toEqual([])
  for (const section of Object.keys(closed)) {
    const { [section]: _, ...rest } = closed
    expect(whatOpens(state(closed), state(rest)), section).not.toEqual([])
  }
  expect(
    whatOpens({ ...state({}), pin: '4711' }, { ...state({}), pin: '', isPinLost: false }),
  ).toEqual(['the staff page'])
})

it('same seed gives the same policy', () => {
  expect(drawPolicy(seededRandom(5))).toEqual(drawPolicy(seededRandom(5)))
})
