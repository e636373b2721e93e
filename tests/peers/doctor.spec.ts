import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { demoPolicy, type PolicyPart } from '../kit/app/demo-policy.ts'
import { sandboxArguments } from '../../scripts/lib/electron-launch.ts'
import { handOver } from '../kit/machine/unprivileged.ts'
import { createCentre } from '../../simulator/centre.ts'
import { makeCertificate } from '../../simulator/support/certificate.ts'
import { startAgain } from '../kit/app/start-again.ts'
import { startCoturn } from './lib/coturn.ts'
import { startNginx } from './lib/fronts.ts'
import { mediaAddress } from '../kit/network/ports.ts'
import { proxyUser, startSquid } from './lib/squid.ts'
import { expect, test as base } from './lib/stage.ts'
import { trustAuthority } from './lib/trust.ts'
import { privateFolder, removeFolder } from '../kit/machine/folders.ts'

/** What the self-test says, by the ids of its findings. */
type Findings = ReadonlyMap<string, string>

interface Fixtures {
  /** `callpoint --doctor` as the app's user, with this policy over the demo's. */
  readonly examine: (
    policy: PolicyPart,
    more?: { readonly args?: readonly string[]; readonly authority?: string },
  ) => Promise<Findings>
}

const test = base.extend<Fixtures>({
  examine: async ({ launch, display, hand }, use) => {
    const homes: string[] = []
    await use(async (policy, { args = [], authority } = {}) => {
      const home = privateFolder(launch.user, 'doctor')
      homes.push(home)
      // An app of another user starts with that user's home, whatever the environment says.
      const store = launch.user?.home ?? home
      const forget = (): void => {
        if (launch.user !== undefined) rmSync(join(store, '.pki'), { recursive: true, force: true })
      }
      if (authority !== undefined) {
        forget()
        trustAuthority(store, authority, launch.user)
      }
      const file = join(home, 'policy.json')
      const content = demoPolicy(hand.addresses, { secrets: { store: 'memory' } })
      writeFileSync(file, JSON.stringify(demoPolicy(hand.addresses, { ...content, ...policy })), {
        mode: 0o600,
      })
      handOver(launch.user, file)
      const { stdout, output } = await startAgain(
        launch,
        [
          ...sandboxArguments(launch.sandbox),
          `--user-data-dir=${join(home, 'data')}`,
          launch.app,
          `--config=${file}`,
          ...['--doctor', '--json'],
          ...args,
        ],
        { ...display.environment, HOME: home },
      )
      if (authority !== undefined) forget()
      const { findings } = readReport(stdout, output)
      return new Map(
        findings.map(({ id, verdict, text, advice = '' }) => [
          id,
          `${verdict}: ${text} > ${advice}`,
        ]),
      )
    })
    for (const home of homes) removeFolder(home)
  },
})

interface Report {
  readonly findings: readonly {
    readonly id: string
    readonly verdict: string
    readonly text: string
    readonly advice?: string
  }[]
}

function readReport(stdout: string, output: string): Report {
  try {
    return JSON.parse(stdout) as Report
  } catch {
    throw new Error(`the doctor did not come to its end:\n${output}`)
  }
}

test.use({ judged: false, layout: 'compact' })

test("self-test names squid when it requires a sign-in, and never sends it the centre's secret", async ({
  stage,
  hand,
  examine,
}) => {
  const squid = stage.ends(await startSquid(join(stage.folder, 'squid'), 'basic'))
  const { args } = squid
  const proxy = (change: object) => ({ proxy: { hosts: [squid.address], ...proxyUser, ...change } })

  const none = await examine({}, { args })
  expect(none.get('centre')).toContain(`mend: The proxy ${squid.address} asks for a sign-in`)
  expect(none.get('centre')).toContain('proxy.hosts')
  expect(none.get('sip')).toContain('mend: The proxy does not let us through to the call server')

  const wrong = await examine(proxy({ password: 'wrong' }), { args })
  expect(wrong.get('centre')).toContain(`mend: The proxy ${squid.address} refuses our sign-in`)

  const other = await examine(proxy({ hosts: ['other.example'] }), { args })
  expect(other.get('centre')).toContain('is not in proxy.hosts')
  expect(squid.log()).not.toContain(' kiosk HIER_DIRECT')

  const right = await examine(proxy({}), { args })
  expect(right.get('centre')).toContain('well')
  expect(right.get('proxy')).toContain('well: Signed in at the proxy')
  expect(right.get('sip')).toContain('well')
  for (const said of [none, wrong, other, right]) {
    expect([...said.values()].join('\n')).not.toMatch(/refuses our (?:client|password)/u)
  }
  expect(hand.centre.journal.count('callbacks.availability')).toBeGreaterThan(0)
})

test('self-test also blames the proxy for https without a sign-in', async ({ stage, examine }) => {
  const squid = stage.ends(await startSquid(join(stage.folder, 'squid'), 'digest'))
  const centre = await createCentre({ automaticAgent: false, tls: true })
  stage.ends({ stop: () => centre.close() })
  const caFile = join(stage.folder, 'authority.pem')
  writeFileSync(caFile, centre.ca ?? '')
  const to = {
    certificates: { caFile },
    centre: { ...centreOf(centre) },
    call: { server: centre.urls.sip, domain: 'callpoint.test', destinations: ADVICE },
  }
  const none = await examine(to, { args: squid.args })
  expect(none.get('centre')).toContain(`mend: The proxy ${squid.address} asks for a sign-in`)
  const proxy = { hosts: ['127.0.0.1'], ...proxyUser }
  const right = await examine({ ...to, proxy }, { args: squid.args })
  expect(right.get('centre')).toContain('well')
  expect(right.get('sip')).toContain('well')
})

test('app trusts a private authority from caFile or the NSS database, also for wss and turns', async ({
  stage,
  examine,
}) => {
  const host = mediaAddress()
  const { key, cert, ca = '' } = await makeCertificate(host, Date.now())
  const centre = await createCentre({ automaticAgent: false, tls: { key, cert, ca } })
  stage.ends({ stop: () => centre.close() })
  const at = (name: string): string => join(stage.folder, name)
  for (const [name, text] of [
    ['key.pem', key],
    ['cert.pem', cert],
    ['ca.pem', ca],
  ] as const) {
    writeFileSync(at(name), text)
  }
  mkdirSync(at('coturn'))
  const coturn = await startCoturn(at('coturn'), { key: at('key.pem'), cert: at('cert.pem') })
  stage.ends(coturn.program)
  const call = {
    server: centre.urls.sip,
    domain: 'callpoint.test',
    destinations: ADVICE,
    iceServers: [coturn.secureUrls, coturn.urls],
    turnSecret: coturn.secret,
  }
  const to = { centre: { ...centreOf(centre) }, call }

  const unknown = await examine(to)
  expect(unknown.get('centre')).toContain('authority behind the contact centre')
  expect(unknown.get('centre')).toContain('certutil -d sql:$HOME/.pki/nssdb -A -t C,,')
  expect(unknown.get('sip')).toContain('authority behind the call server')
  expect(unknown.get('turn')).toContain(
    `certificate of a relay server is not trusted: ${coturn.secureUrls}`,
  )

  const byFile = await examine({ ...to, certificates: { caFile: at('ca.pem') } })
  const byStore = await examine(to, { authority: ca })
  for (const [way, well] of [
    ['caFile', byFile],
    ['NSS', byStore],
  ] as const) {
    for (const id of ['centre', 'sip', 'turn'])
      expect(well.get(id), `${way}: ${id}`).toContain('well')
  }

  const wrong = await examine({
    certificates: { caFile: at('ca.pem') },
    centre: { ...centreOf(centre), clientSecret: 'wrong' },
    call: { ...call, turnSecret: 'wrong' },
  })
  expect(wrong.get('centre')).toContain('refuses our client id or secret')
  expect(wrong.get('turn')).toContain('refuses our credentials')
})

const ADVICE = [{ key: 'advice', label: 'Advice', pilotNumber: '5000' }]

function centreOf(centre: {
  readonly urls: { readonly rest: string }
  readonly clientId: string
  readonly clientSecret: string
}) {
  const { clientId, clientSecret } = centre
  return { baseUrl: centre.urls.rest, clientId, clientSecret, businessUnit: 'DEFAULT' }
}

test('self-test identifies what answers instead of the centre: TLS, a challenge, a 404, a portal, another address', async ({
  stage,
  hand,
  examine,
}) => {
  const { rest } = hand.addresses
  const { pathname } = new URL(rest)
  const secure = await createCentre({ automaticAgent: false, tls: true })
  stage.ends({ stop: () => secure.close() })
  const nginx = stage.ends(
    await startNginx(
      join(stage.folder, 'nginx'),
      [
        'location /bearer { add_header WWW-Authenticate \'Bearer realm="x"\' always; return 401; }',
        'location /portal { default_type text/html; return 200 "<!doctype html><p>Welcome</p>"; }',
        'location /login { return 302 https://portal.example/login?from=here; }',
        `location /old { return 308 ${rest}$uri_tail; }`,
      ],
      ['map $uri $uri_tail { ~^/old(?<tail>.*)$ $tail; }'],
    ),
  )
  const about = async (baseUrl: string): Promise<string> =>
    (await examine({ centre: { ...centreOf(hand.centre), baseUrl } })).get('centre') ?? ''
  const rows: readonly [string, string][] = [
    [
      secure.urls.rest.replace('https:', 'http:'),
      `The contact centre wants https > write ${secure.urls.rest}`,
    ],
    [rest.replace('http:', 'https:'), `speaks no https on this port`],
    [`${nginx.origin}/bearer`, 'leads into the interface'],
    [`${nginx.origin}${pathname}`, 'no contact centre is there'],
    [`${nginx.origin}/portal`, 'a portal or a proxy'],
    [`${nginx.origin}/login`, 'a portal or a proxy'],
    [`${nginx.origin}/old`, `put ${rest} into centre.baseUrl`],
  ]
  for (const [baseUrl, words] of rows) expect(await about(baseUrl), baseUrl).toContain(words)
})

test('self-test reports an unknown unit, no licence, disabled callbacks', async ({
  hand: { centre },
  examine,
}) => {
  const within = (businessUnit: string) =>
    examine({ centre: { ...centreOf(centre), businessUnit } })
  const unit = await within('Nobody')
  expect(unit.get('centre')).toContain(
    'does not know the business unit Nobody, but it knows DEFAULT',
  )
  expect(unit.get('chat')).toContain('mend')
  const sign = await within('Sales/North')
  expect(sign.get('centre')).toContain('sign that servers refuse: /')
  centre.settings.licensed = false
  const unlicensed = await within('DEFAULT')
  expect(unlicensed.get('centre')).toContain('no licence')
  expect(unlicensed.get('chat')).toContain('Chat is not licensed')
})
