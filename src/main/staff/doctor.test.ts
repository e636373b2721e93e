import { describe, expect, test } from 'vitest'
import type { Finding } from '../../contract/staff.ts'
import { policySchema } from '../settings/policy.ts'
import { silentLog } from '../platform/log.ts'
import { createManualClock } from '../../../tests/kit/clock/manual-clock.ts'
import { SPOKEN, wordsIn } from '../platform/words.ts'
import type { Facts } from './facts.ts'
import { findingsOf } from './findings.ts'
import { waysOut } from './ways-out.ts'
import { missingSecrets } from './look.ts'
import { exitCode, reportJson, reportPage, reportText } from './report.ts'
import { createStaff } from './staff-page.ts'

const policy = policySchema.parse({ mode: 'kiosk', print: { printer: 'Counter' } })
const reached = { ok: true, tookMs: 12 }
const well: Facts = {
  policy: { wrong: [], set: 4 },
  centre: { cause: 'well', tookMs: 84, offsetMs: -400 },
  proxy: undefined,
  refusedLanguages: [],
  lately: [],
  channels: [{ channel: 'chat', state: 'open' }],
  vault: { kind: 'keyring' },
  missingSecrets: [],
  certificates: { extra: 1, pins: 0, wrong: false },
  zones: { version: '2026c', system: '2025b', wrong: [] },
  machine: {
    displays: [{ width: 1080, height: 1920 }],
    printers: ['Counter'],
    unlocked: [],
    freeBytes: 41e9,
    isWritable: true,
    folder: '/home/kiosk',
    docs: '/opt/papers',
    electron: '45.4.1',
    isPackaged: true,
    wrongFuses: [],
    system: { platform: 'linux', isRoot: false, adminGroups: [], compositor: ['cage', '--'] },
  },
  kept: {},
  faults: 0,
  devices: { cameras: 1, microphones: 1, speakers: 2 },
  sip: reached,
  relays: [{ address: 'turn:relay.invalid', reached }],
  watchdog: {
    page: { stage: 'alive', faults: 0 },
    rendering: { mode: 'hardware', reason: 'standard', failures: 0 },
    memory: { megabytes: 412, budget: 1500 },
    restarts: 0,
    serviceManager: { isThere: true, watchdogMs: 60_000 },
  },
}
const find = (facts: Facts, id: string): Finding | undefined =>
  findingsOf(facts, policy, wordsIn('en')).find((finding) => finding.id === id)
const sip = (code: string): Facts => ({ ...well, sip: { ok: false, tookMs: 1, code } })
const machine = (change: Partial<Facts['machine']>): Facts => ({
  ...well,
  machine: { ...well.machine, ...change },
})

describe('the findings', () => {
  test('of a working kiosk are all OK', () => {
    const findings = findingsOf(well, policy, wordsIn('en'))
    expect(findings.map(({ verdict }) => verdict)).toEqual(findings.map(() => 'well'))
    expect(exitCode(findings)).toBe(0)
    expect(find(well, 'centre')).toEqual({
      id: 'centre',
      verdict: 'well',
      text: 'Contact centre answers',
      value: '84 ms',
    })
  })

  const ill: readonly [string, Facts, string][] = [
    [
      'policy',
      {
        ...well,
        policy: { wrong: [{ path: 'chat.topics.0', reason: { key: 'reason.text' } }], set: 1 },
      },
      'chat.topics.0',
    ],
    ['centre', { ...well, centre: { cause: 'secret' } }, '--store-secret client-secret'],
    ['centre', { ...well, centre: { cause: 'none' } }, 'centre.baseUrl'],
    ['clock', { ...well, centre: { cause: 'well', offsetMs: 360_000 } }, '6 minutes slow'],
    ['clock', { ...well, centre: { cause: 'well', offsetMs: -120_000 } }, '2 minutes fast'],
    [
      'chat',
      { ...well, channels: [{ channel: 'chat', state: 'unavailable', reason: 'full' }] },
      'no session left',
    ],
    [
      'vault',
      { ...well, vault: { kind: 'memory', advice: { key: 'doctor.vault.wrongDo' } } },
      'install gnome',
    ],
    ['secrets', { ...well, missingSecrets: ['turn-secret'] }, '--store-secret turn-secret'],
    ['certificates', { ...well, certificates: { extra: 0, pins: 0, wrong: true } }, 'PEM'],
    ['lock', machine({ unlocked: ['screen'] }), 'does not fill the screen'],
    [
      'system',
      machine({ system: { platform: 'linux', isRoot: true, adminGroups: ['sudo'] } }),
      'root, group sudo',
    ],
    ['printer', machine({ printers: [] }), 'Counter'],
    ['camera', { ...well, devices: { cameras: 0, microphones: 1, speakers: 1 } }, 'No camera'],
    ['centre', { ...well, centre: { cause: 'authority' } }, 'certutil -d sql:$HOME/.pki/nssdb'],
    ['centre', { ...well, centre: { cause: 'licence' } }, '403'],
    ['proxy', { ...well, proxy: { proxy: 'p:1', outcome: 'refused' } }, 'p:1 refuses our sign-in'],
    ['languages', { ...well, refusedLanguages: ['Klingon'] }, 'Klingon'],
    ['lately-queryContents', { ...well, lately: ['queryContents'] }, 'could not read out a chat'],
    ['lately-addContent', { ...well, lately: ['addContent'] }, 'had ended'],
    ['lately-createCallback', { ...well, lately: ['createCallback'] }, 'failed to take a callback'],
    [
      'callback',
      { ...well, channels: [{ channel: 'callback', state: 'unavailable', reason: 'disabled' }] },
      'switched off at the contact centre',
    ],
    [
      'chat',
      { ...well, channels: [{ channel: 'chat', state: 'unavailable', reason: 'not-licensed' }] },
      'not licensed',
    ],
    ['sip', sip('net::ERR_CONNECTION_REFUSED'), 'ERR_CONNECTION_REFUSED'],
    ['sip', sip('net::ERR_UNSAFE_PORT'), 'another port'],
    ['sip', sip('net::ERR_CERT_AUTHORITY_INVALID'), 'certutil'],
    ['sip', sip('net::ERR_TUNNEL_CONNECTION_FAILED'), 'proxy'],
    ['sip', sip('HTTP 404'), 'takes no call connection'],
    ['sip', sip('no-sip'), 'takes no call connection'],
    [
      'turn',
      {
        ...well,
        relays: [{ address: 'turn:a', reached: { ok: false, tookMs: 1, code: 'timeout' } }],
      },
      'turn:a',
    ],
    [
      'turn',
      {
        ...well,
        relays: [{ address: 'turn:a', reached: { ok: false, tookMs: 1, code: 'credentials' } }],
      },
      '--store-secret turn-secret',
    ],
    ['disk', machine({ freeBytes: 1e6 }), '500 MB'],
    ['disk', machine({ isWritable: false }), '/home/kiosk'],
    ['log', { ...well, kept: { unlogged: 'EACCES' } }, '/home/kiosk'],
    ['kept', { ...well, kept: { unwritten: 'ENOSPC' } }, 'ENOSPC'],
    ['faults', { ...well, faults: 2 }, '2'],
    ...(
      [
        ['locked-keyring', 'there but locked'],
        ['no-collection', 'no default collection'],
        ['silent-keyring', 'does not answer'],
        ['key-lost', 'key is lost'],
        ['open-key-file', 'Others could read'],
        ['unwritable', 'cannot be written'],
      ] as const
    ).map(([problem, words]): [string, Facts, string] => [
      'vault',
      { ...well, vault: { kind: 'memory', problem, advice: { key: 'doctor.vault.openDo' } } },
      words,
    ]),
    ['app', machine({ electron: '25.1.1' }), 'no security fixes'],
    ['fuses', machine({ wrongFuses: ['RunAsNode'] }), 'RunAsNode'],
  ]
  test.each(ill)('%s: report what is wrong, and how to fix it', (id, facts, words) => {
    const finding = find(facts, id)
    expect(finding?.verdict).toBe('mend')
    expect(finding?.advice).toBeTruthy()
    expect(JSON.stringify(finding)).toContain(words)
    expect(findingsOf(facts, policy, wordsIn('en'))[0]?.id).toBe(id)
    expect(exitCode(findingsOf(facts, policy, wordsIn('en')))).toBe(1)
  })

  test('list the source of each key, and what is in force after a mistake', () => {
    const origin = [
      { from: 'policy', count: 2, keys: 'mode, secrets.*' },
      { from: 'last good', count: 1, keys: 'print.enabled' },
    ] as const
    const reason = { key: 'reason.boolean' } as const
    const wrong = [{ path: 'print.enabled', reason, inForce: 'last good' as const }]
    const facts: Facts = { ...well, policy: { wrong, set: 2, origin } }
    expect(find(facts, 'settings.policy')).toMatchObject({
      verdict: 'well',
      text: 'From the policy file',
      value: '2 keys: mode, secrets.*',
    })
    expect(find(facts, 'settings.lastGood')?.value).toBe('1 key: print.enabled')
    expect(find(facts, 'policy')).toMatchObject({
      text: 'A mistake in the policy: print.enabled',
      advice:
        'must be true or false (in force: the last good value) (every key: /opt/papers/configuration.md)',
    })
  })

  test('without a policy say where to put one and where examples are', () => {
    const reason = {
      key: 'reason.noPolicy',
      values: { file: '/etc/callpoint/policy.json' },
    } as const
    const facts: Facts = { ...well, policy: { wrong: [{ path: '', reason }], set: 0 } }
    expect(find(facts, 'policy')).toMatchObject({
      verdict: 'mend',
      text: 'There is no policy file',
      advice:
        'write one, /etc/callpoint/policy.json or the one that --config FILE names; examples: /opt/papers/examples.',
    })
  })

  test('have a separate title for a mistake in the whole file', () => {
    const facts: Facts = {
      ...well,
      policy: { wrong: [{ path: '', reason: { key: 'reason.null' } }], set: 0 },
    }
    expect(find(facts, 'policy')?.text).toBe('The policy file is not as it should be')
  })

  test('name the command for each missing secret', () => {
    const facts: Facts = { ...well, missingSecrets: ['sip-password', 'turn-secret'] }
    expect(find(facts, 'secrets')?.advice).toBe(
      'run callpoint --store-secret sip-password, callpoint --store-secret turn-secret.',
    )
  })

  test('do not call a relay refused that was not tested', () => {
    const reached = { ok: false, tookMs: 0, code: 'no-secret' }
    const facts: Facts = { ...well, relays: [{ address: 'turn:a', reached }] }
    expect(find(facts, 'turn')).toMatchObject({
      verdict: 'mend',
      text: 'Not asked without turn-secret: the relay server turn:a',
    })
  })

  test('report zone data that are too old for a zone in use', () => {
    expect(find(well, 'zones')).toMatchObject({
      verdict: 'well',
      value: '2026c (the system’s: 2025b)',
    })
    const zones = { version: '2023a', wrong: ['America/Vancouver'] }
    expect(find({ ...well, zones }, 'zones')).toMatchObject({
      verdict: 'mend',
      text: 'Time zone data are older than this system’s: times in America/Vancouver may be wrong',
    })
  })

  test('do not claim that data kept in memory is on disk', () => {
    expect(find({ ...well, vault: { kind: 'memory' } }, 'kept')).toBeUndefined()
    expect(find(well, 'kept')?.verdict).toBe('well')
  })

  test('do not call unknown facts OK, and do not fail on them', () => {
    const { unlocked: _, wrongFuses: __, ...rest } = well.machine
    const facts: Facts = {
      ...well,
      machine: { ...rest, isPackaged: false, electron: '25.1.1' },
      devices: null,
      watchdog: undefined,
      centre: { cause: 'well' },
    }
    for (const id of ['camera', 'fuses', 'app', 'watchdog', 'clock']) {
      expect(find(facts, id)?.verdict, id).toBe('unknown')
    }
    expect(exitCode(findingsOf(facts, policy, wordsIn('en')))).toBe(0)
  })

  test('report the actions of the watchdog, and OK without any', () => {
    expect(find(well, 'watchdog')).toMatchObject({ verdict: 'well', value: '60 s' })
    expect(find(well, 'memory')).toMatchObject({ verdict: 'well', value: '412 / 1500 MB' })
    const { watchdog } = well
    if (watchdog === undefined) throw new Error('there is one')
    const facts: Facts = {
      ...well,
      watchdog: {
        ...watchdog,
        rendering: { mode: 'software', reason: 'crashes', failures: 3 },
        restarts: 2,
        serviceManager: { isThere: false },
      },
    }
    expect(find(facts, 'graphics')?.verdict).toBe('mend')
    expect(find(facts, 'restarts')?.advice).toContain('2')
    expect(find(facts, 'watchdog')?.verdict).toBe('unknown')
  })

  test('report missing devices only if calls are configured', () => {
    const { sip: _, ...rest } = well
    const facts: Facts = {
      ...rest,
      sip: undefined,
      devices: { cameras: 0, microphones: 0, speakers: 0 },
    }
    expect(find(facts, 'camera')).toMatchObject({ verdict: 'well', value: '\u2013' })
  })

  test('report a configured display that is missing', () => {
    const second = policySchema.parse({ mode: 'kiosk', kiosk: { display: 1 } })
    const finding = findingsOf(well, second, wordsIn('en')).find(({ id }) => id === 'display')
    expect(finding?.verdict).toBe('mend')
  })

  test('call only those parts of the system locked that are known to be', () => {
    const linux = { platform: 'linux', isRoot: false, adminGroups: [] } as const
    expect(waysOut({ ...linux, compositor: ['cage', '--', 'callpoint'] })).toEqual([])
    expect(waysOut({ ...linux, compositor: ['cage', '-s'] })).toEqual(['cage -s'])
    expect(waysOut({ ...linux, desktop: 'GNOME' })).toEqual(['GNOME'])
    expect(waysOut(linux)).toBeUndefined()
    expect(waysOut({ ...linux, platform: 'win32' })).toBeUndefined()
  })

  test.each(SPOKEN)('in %s have a text for everything', (language) => {
    const layers = ['default', 'policy', 'last good', 'stricter', 'local', 'command line'] as const
    const origin = layers.map((from) => ({ from, count: 1, keys: 'mode' }))
    const told: Facts = { ...well, policy: { wrong: [], set: 1, origin } }
    const reason = {
      key: 'reason.meant',
      values: { reason: { key: 'reason.strange' }, meant: 'mode' },
    } as const
    const misspelt: Facts = {
      ...well,
      policy: {
        wrong: [
          { path: 'mood', reason },
          { path: 'modus', reason },
        ],
        set: 0,
      },
    }
    const all = [well, told, misspelt, ...ill.map(([, facts]) => facts)]
    for (const facts of all) {
      for (const { text, advice = '' } of findingsOf(facts, policy, wordsIn(language))) {
        expect(`${text}${advice}`).not.toMatch(/\{\{|doctor\.|[?؟]\./u)
        // A document is named where this installation has it.
        expect(`${text}${advice}`).not.toMatch(/(?<!\/opt\/papers\/)\b[a-z-]+\.md\b/u)
      }
    }
  })

  test('format numbers and lists by language', () => {
    const inLanguage = (language: string, id: string) =>
      findingsOf(well, policy, wordsIn(language)).find((finding) => finding.id === id)?.value
    expect(inLanguage('en', 'disk')).toBe('41.0 GB')
    expect(inLanguage('de', 'disk')).toBe('41,0 GB')
    expect(inLanguage('ar', 'certificates')).not.toContain(',')
  })
})

test('report is text, JSON or a printed page, and escapes markup', () => {
  const facts: Facts = {
    ...well,
    policy: { wrong: [{ path: '<b>', reason: { key: 'reason.text' } }], set: 0 },
  }
  const report = {
    name: 'Nordlicht',
    version: '1.0.0',
    device: 'Kiosk 3',
    at: Date.UTC(2026, 10, 23),
    findings: findingsOf(facts, policy, wordsIn('en')),
  }
  const text = reportText(report, wordsIn('en'))
  expect(text).toMatch(/^Nordlicht 1\.0\.0: self-test\n2026-11-23T00:00:00.000Z {2}Kiosk 3\n/u)
  expect(text).toContain('To fix: 1 finding\n- A mistake in the policy: <b>\n  What to do:')
  expect(JSON.parse(reportJson(report))).toMatchObject({ mend: 1, version: '1.0.0' })
  expect(reportPage(report, wordsIn('en'), 'ar')).toContain('&lt;b&gt;')
  expect(reportPage(report, wordsIn('en'), 'ar')).toContain('dir="rtl"')
})

test('self-test asks for secrets only if they are needed', () => {
  const none = {
    'client-secret': '',
    'sip-password': '',
    'turn-secret': '',
    'proxy-password': '',
  }
  expect(missingSecrets(policy, none)).toEqual([])
  const wanting = policySchema.parse({
    centre: { baseUrl: 'https://centre.invalid/rest' },
    call: { server: 'wss://sip.invalid', user: 'kiosk', iceServers: ['turn:relay.invalid'] },
    proxy: { hosts: ['proxy.invalid'], user: 'kiosk' },
  })
  expect(missingSecrets(wanting, none)).toEqual([
    'client-secret',
    'sip-password',
    'turn-secret',
    'proxy-password',
  ])
  expect(missingSecrets(wanting, { ...none, 'sip-password': 'x' })).not.toContain('sip-password')
})

describe('the staff page', () => {
  function setUp(mode: 'kiosk' | 'desktop', pin: string) {
    const clock = createManualClock()
    const world = { opened: 0, acted: [] as string[] }
    const staff = createStaff({
      wipes: () => [],
      policy: policySchema.parse({ mode, staff: { closeAfterSeconds: 60 } }),
      code: {
        state: pin === '' ? 'none' : 'set',
        matches: (given) => Promise.resolve(pin !== '' && given === pin),
      },
      appVersion: '1.0.0',
      canPrint: true,
      clock,
      log: silentLog,
      look: () => Promise.resolve(findingsOf(well, policy, wordsIn('en'))),
      onOpen: () => (world.opened += 1),
      act: (action) => Promise.resolve(world.acted.push(action) > 0),
    })
    return { clock, world, staff, on: staff.handlers, view: () => staff.source.view }
  }

  test('of a kiosk opens with the code, shows findings, and closes by itself', async () => {
    const { clock, world, staff, on, view } = setUp('kiosk', '4711')
    expect(await on.open({ pin: '4711' })).toMatchObject({ ok: false })
    staff.ask()
    expect(view().stage).toBe('asking')
    expect(await on.check({ devices: null })).toMatchObject({ ok: false })
    expect(await on.open({ pin: '4712' })).toMatchObject({ error: { code: 'not-allowed' } })
    expect(await on.open({ pin: '4711' })).toMatchObject({ ok: true })
    expect(world.opened).toBe(1)
    expect(await on.check({ devices: null })).toMatchObject({ ok: true })
    expect(view().findings.length).toBeGreaterThan(15)
    expect(await on.act({ action: 'save' })).toMatchObject({ error: { code: 'wrong-state' } })
    expect(await on.act({ action: 'leave' })).toMatchObject({ ok: true })
    expect(world.acted).toEqual(['leave'])
    await clock.advance(60_000)
    expect(view()).toMatchObject({ stage: 'closed', findings: [] })
    expect(await on.act({ action: 'leave' })).toMatchObject({ ok: false })
  })

  test('is locked for five minutes after five wrong codes, even for the right one', async () => {
    const { clock, staff, on } = setUp('kiosk', '4711')
    staff.ask()
    for (let at = 0; at < 5; at += 1) await on.open({ pin: '0000' })
    expect(await on.open({ pin: '4711' })).toMatchObject({ error: { code: 'wrong-state' } })
    await on.close(undefined)
    await clock.advance(4 * 60_000)
    // Setting the clock shortens nothing, and lengthens nothing.
    await clock.jump(3_600_000)
    staff.ask()
    expect(await on.open({ pin: '4711' })).toMatchObject({ ok: false })
    await clock.jump(-7_200_000)
    await on.close(undefined)
    await clock.advance(60_000)
    staff.ask()
    expect(await on.open({ pin: '4711' })).toMatchObject({ ok: true })
  })

  test('without a code does not exist on a kiosk, and is open on a desktop', async () => {
    const kiosk = setUp('kiosk', '')
    kiosk.staff.ask()
    expect(kiosk.view().stage).toBe('closed')
    expect(await kiosk.on.open({ pin: '' })).toMatchObject({ ok: false })
    const desktop = setUp('desktop', '')
    desktop.staff.ask()
    expect(desktop.view().stage).toBe('open')
    expect(desktop.view().actions).toEqual(['print', 'save', 'copy', 'restart'])
    await desktop.on.close(undefined)
    expect(desktop.view().stage).toBe('closed')
  })
})
