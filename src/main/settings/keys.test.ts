import { describe, expect, it } from 'vitest'
import { NO_CERTIFICATE, RULES } from './keys.ts'
import { layer, LEAVES } from './layers.ts'
import { told } from '../platform/told.ts'

const guarding = Object.entries(RULES).filter(
  ([path, { guards, secret }]) => guards !== undefined && secret !== true && path !== 'mode',
)
/** What no key takes. */
const NONSENSE = null

function policyWith(path: string, value: unknown): Record<string, unknown> {
  return path
    .split('.')
    .reverse()
    .reduce<unknown>((inner, name) => ({ [name]: inner }), value) as Record<string, unknown>
}

function valueIn(policy: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((at, name) => (at === undefined ? at : Reflect.get(Object(at), name)), policy)
}

describe('the table of keys', () => {
  it('has a row for every key of the policy, and for no other', () => {
    // A new key: does it guard something? Then its row names the strictest value (src/main/settings/keys.ts).
    expect(LEAVES.map(({ path }) => path).sort()).toEqual(Object.keys(RULES).sort())
  })

  it('contains only values that the key accepts', () => {
    for (const { path, schema } of LEAVES) {
      const strict = RULES[path]?.strict
      if (strict !== undefined) expect(schema.safeParse(strict).success, path).toBe(true)
    }
    expect(guarding.length).toBeGreaterThan(50)
  })

  it.each(guarding.map(([path, rule]) => [path, rule] as const))(
    '%s: an invalid value leaves the last good one in force, or else the strictest',
    (path, rule) => {
      const values = policyWith(path, NONSENSE)
      const fresh = layer([{ name: 'policy', values }])
      if (rule.closes === undefined) expect(valueIn(fresh.policy, path)).toEqual(rule.strict)
      else expect(valueIn(fresh.policy, rule.closes)).toEqual(RULES[rule.closes]?.strict)
      expect(fresh.origin[path]).toBe('stricter')
      expect(fresh.problems[0]).toMatchObject({ path, inForce: 'stricter' })
      expect(fresh.mistaken.has(path)).toBe(true)

      const leaf = LEAVES.find((each) => each.path === path)
      const remembered = [leaf?.standard, true, false, 'off', 45, [], {}].find(
        (each) => each !== undefined && leaf?.schema.safeParse(each).success === true,
      )
      if (remembered === undefined) return
      const knowing = layer([{ name: 'policy', values }], { [path]: remembered })
      expect(valueIn(knowing.policy, path)).toEqual(remembered)
      expect(knowing.origin[path]).toBe(rule.always === true ? 'stricter' : 'last good')
    },
  )

  it('reports what is in force if one entry of a list is invalid', () => {
    const hours = { monday: ['9:00-13:00', '14:00-18:00'] }
    const { policy, problems } = layer([{ name: 'policy', values: { hours } }])
    expect(policy.hours?.monday).toEqual(['14:00-18:00'])
    expect(problems).toMatchObject([{ path: 'hours.monday.0', inForce: 'policy' }])
  })

  it('locks the app if the mode is invalid, whatever this machine was before', () => {
    for (const mode of ['Kiosk', 'Desktop', '', null, 1, ['kiosk'], 'window']) {
      const { policy, origin } = layer([{ name: 'policy', values: { mode } }], { mode: 'desktop' })
      expect(policy.mode, String(mode)).toBe('kiosk')
      expect(origin['mode']).toBe('stricter')
    }
    const misspelt = layer([{ name: 'policy', values: { Mode: 'desktop' } }])
    expect(misspelt.policy.mode).toBe('kiosk')
    expect(misspelt.problems.map(({ path, reason }) => `${path} ${told(reason)}`)).toEqual([
      'Mode is not a key of the policy; did you mean "mode"?',
    ])
  })

  it('has no address of the centre if the tenant is invalid', () => {
    const centre = { baseUrl: 'https://centre.example/rest', businessUnit: 7 }
    const { policy } = layer([{ name: 'policy', values: { centre } }])
    expect(policy.centre.baseUrl).toBeUndefined()
  })
})

describe('a mistake in the policy', () => {
  const read = (values: Record<string, unknown>, before: Record<string, unknown> = {}) =>
    layer([{ name: 'policy', values }], before)

  it('affects its key alone', () => {
    const { policy, problems } = read({
      print: { enabled: 'no', printer: 'Counter' },
      desktop: { notifications: 'Off', tray: false },
      visit: { idleSeconds: '30', warningSeconds: 15 },
    })
    expect(policy.print).toEqual({ enabled: false, printer: 'Counter' })
    expect(policy.desktop).toMatchObject({ notifications: 'off', tray: false })
    expect(policy.visit).toMatchObject({
      idleSeconds: 15,
      warningSeconds: 15,
      waitingIdleSeconds: 180,
    })
    expect(problems.map(({ path, reason }) => `${path}: ${told(reason)}`)).toEqual([
      'print.enabled: must be true or false',
      'desktop.notifications: must be one of "words", "name", "off"; did you mean "off"?',
      'visit.idleSeconds: must be a number: write it without quotation marks',
    ])
  })

  it('in the spelling of a key loses the value under it, and no other key', () => {
    const { policy, problems } = read({ Print: { enabled: false }, chat: { ask_consent: false } })
    expect(policy.print.enabled).toBe(false)
    expect(policy.print.printer).toBe('')
    expect(policy.chat.askConsent).toBe(true)
    expect(policy.chat.enabled).toBe(true)
    expect(problems.map(({ path }) => path)).toEqual(['Print', 'chat.ask_consent'])
  })

  it('that puts a key into the wrong section is reported with the right one', () => {
    const { policy, problems } = read({ chat: { print: { enabled: false } } })
    expect(policy.print.enabled).toBe(false)
    expect(told(problems[0]?.reason)).toBe('is not a key in this place; did you mean print?')
  })

  it('in a list entry does not affect the other entries', () => {
    const { policy, problems } = read({
      pages: { hosts: ['a.example', 'not a host', 7] },
      call: {
        destinations: [
          { key: 'a', label: 'A', pilotNumber: '1', labels: { de: 5, '*': 'A' } },
          { key: 'b', label: 'B' },
        ],
      },
      chat: { topics: [{ key: 'x', labels: { '*': 'X' }, icon: 'Repair', colour: 'red' }] },
    })
    expect(policy.pages.hosts).toEqual(['a.example'])
    expect(policy.call.destinations).toEqual([
      { key: 'a', label: 'A', pilotNumber: '1', labels: { '*': 'A' } },
    ])
    expect(policy.chat.topics).toEqual([{ key: 'x', labels: { '*': 'X' } }])
    expect(problems.map(({ path }) => path)).toEqual([
      'pages.hosts.1',
      'pages.hosts.2',
      'call.destinations.0.labels.de',
      'call.destinations.1.pilotNumber',
      'chat.topics.0.icon',
      'chat.topics.0.colour',
    ])
  })

  it('in opening hours closes the channel, and in holidays opens no closed day', () => {
    expect(read({ hours: 'always' }).policy.hours?.monday).toEqual([])
    expect(read({ hours: { monday: ['9-17', '18:00-20:00'] } }).policy.hours?.monday).toEqual([
      '18:00-20:00',
    ])
    expect(read({ chat: { hours: { mondays: ['09:00-17:00'] } } }).policy.chat.hours).toMatchObject(
      {
        monday: [],
        sunday: [],
      },
    )
    const closed = read({ holidays: ['2026-12-25', '26.12.2026'] }, { holidays: ['2026-12-26'] })
    expect(closed.policy.holidays).toEqual(['2026-12-26', '2026-12-25'])
  })

  it('in a pin accepts no other certificate', () => {
    const good = 'ab'.repeat(32)
    const pins = (value: unknown, before?: unknown) =>
      read(
        { certificates: { pins: value } },
        before === undefined ? {} : { 'certificates.pins': before },
      ).policy.certificates.pins
    expect(pins({ 'a.example': [good, 'x'] })).toEqual({ 'a.example': [good] })
    expect(pins({ 'a.example': ['x'] })).toEqual({ 'a.example': [NO_CERTIFICATE] })
    expect(pins({ 'https://A.example/': [good] })).toEqual({ 'a.example': [NO_CERTIFICATE] })
    expect(pins({ 'a b': [good] })).toEqual({ '*': [NO_CERTIFICATE] })
    expect(pins({ 'a b': [good] }, { 'a.example': [good] })).toEqual({ 'a.example': [good] })
  })

  it('in the last good values is ignored', () => {
    const { policy } = read({ print: { enabled: 'no' } }, { 'print.enabled': 'yes' })
    expect(policy.print.enabled).toBe(false)
  })

  it('that makes the file unreadable keeps the last good values, and locks the app', () => {
    const before = {
      mode: 'desktop',
      'centre.baseUrl': 'https://c.example/r',
      'chat.enabled': true,
    }
    const { policy, origin } = layer([{ name: 'policy', values: undefined }], before)
    expect(policy).toMatchObject({
      mode: 'kiosk',
      centre: { baseUrl: 'https://c.example/r' },
      chat: { enabled: true },
      print: { enabled: false },
    })
    expect(origin).toMatchObject({ 'chat.enabled': 'last good', 'print.enabled': 'stricter' })
  })
})
