import { X509Certificate } from 'node:crypto'
import { generate } from 'selfsigned'
import { beforeAll, describe, expect, it } from 'vitest'
import { accepts, plainFingerprint, readCertificates, type Presented } from './certificates.ts'

const DAY = 86_400_000
const now = Date.now()

type Made = Awaited<ReturnType<typeof generate>>

interface Wish {
  readonly by?: Made
  readonly isAuthority?: boolean
  readonly host?: string
  readonly fromDays?: number
  readonly toDays?: number
  readonly use?: 'serverAuth' | 'clientAuth'
  readonly bits?: number
  readonly name?: string
}

async function make(wish: Wish = {}): Promise<Made> {
  const { by, isAuthority = false, host = 'centre.example', use } = wish
  const named = wish.name ?? (isAuthority ? 'An authority' : host)
  return await generate([{ name: 'commonName', value: named }], {
    ...(wish.bits === undefined
      ? { keyType: 'ec' as const, curve: 'P-256' as const }
      : { keyType: 'rsa' as const, keySize: wish.bits }),
    algorithm: 'sha256',
    notBeforeDate: new Date(now + (wish.fromDays ?? -1) * DAY),
    notAfterDate: new Date(now + (wish.toDays ?? 30) * DAY),
    ...(by === undefined ? {} : { ca: { key: by.private, cert: by.cert } }),
    extensions: [
      { name: 'basicConstraints', cA: isAuthority, critical: true },
      isAuthority
        ? { name: 'keyUsage', keyCertSign: true, critical: true }
        : { name: 'keyUsage', digitalSignature: true, critical: true },
      ...(use === undefined
        ? []
        : [
            {
              name: 'extKeyUsage' as const,
              serverAuth: use === 'serverAuth',
              clientAuth: use === 'clientAuth',
            },
          ]),
      ...(isAuthority
        ? []
        : [
            {
              name: 'subjectAltName' as const,
              altNames: [
                { type: 2 as const, value: host },
                { type: 7 as const, ip: '10.0.0.7' },
              ],
            },
          ]),
    ],
  })
}

let root: Made
let middle: Made
let leaf: Made

beforeAll(async () => {
  root = await make({ isAuthority: true, name: 'Root' })
  middle = await make({ isAuthority: true, by: root, name: 'Middle' })
  leaf = await make({ by: root, use: 'serverAuth' })
})

const extraOf = (...made: Made[]) => made.map(({ cert }) => new X509Certificate(cert))
const print = ({ cert }: Made): string => plainFingerprint(new X509Certificate(cert).fingerprint256)

function unknown(chain: readonly Made[], hostname = 'centre.example'): Presented {
  const pems = chain.map(({ cert }) => cert)
  return { hostname, chain: pems, isTrusted: false, isUnknownAuthority: true }
}

describe('certificates', () => {
  it('takes what the system takes, and nothing that it refuses for another reason', () => {
    const nobody = { extra: [], pins: {} }
    const trusted = { ...unknown([leaf]), isTrusted: true, isUnknownAuthority: false }
    expect(accepts(trusted, nobody, now)).toBe(true)
    expect(accepts(unknown([leaf]), nobody, now)).toBe(false)
    const outdated = { ...unknown([leaf]), isUnknownAuthority: false }
    expect(accepts(outdated, { extra: extraOf(root), pins: {} }, now)).toBe(false)
  })

  it('takes what an authority of the policy has issued, directly or through another', async () => {
    const trust = { extra: extraOf(root), pins: {} }
    expect(accepts(unknown([leaf]), trust, now)).toBe(true)
    expect(accepts(unknown([leaf], '10.0.0.7'), trust, now)).toBe(true)
    const deep = await make({ by: middle })
    expect(accepts(unknown([deep, middle]), trust, now)).toBe(true)
    expect(accepts(unknown([deep]), trust, now)).toBe(false)
  })

  it('takes a server\u2019s own certificate that the policy names as it is', async () => {
    const own = await make({ bits: 2048 })
    expect(accepts(unknown([own]), { extra: extraOf(own), pins: {} }, now)).toBe(true)
    expect(accepts(unknown([leaf]), { extra: extraOf(own), pins: {} }, now)).toBe(false)
  })

  it('refuses another host, another time, another use, a short key, a leaf that signs', async () => {
    const trust = { extra: extraOf(root), pins: {} }
    const refused: Presented[] = [
      unknown([leaf], 'elsewhere.example'),
      unknown([leaf], '10.0.0.8'),
      unknown([await make({ by: root, toDays: -0.5 })]),
      unknown([await make({ by: root, fromDays: 1 })]),
      unknown([await make({ by: root, use: 'clientAuth' })]),
      unknown([await make({ by: leaf }), leaf]),
      unknown([await make()]),
      unknown([]),
      { ...unknown([leaf]), chain: ['nonsense'] },
    ]
    expect(refused.map((each) => accepts(each, trust, now))).toEqual(refused.map(() => false))
    expect(accepts(unknown([leaf]), trust, now + 40 * DAY)).toBe(false)
    const short = await make({ bits: 1024 })
    expect(accepts(unknown([short]), { extra: extraOf(short), pins: {} }, now)).toBe(false)
  })

  it('refuses an authority of the same name that has not signed', async () => {
    const other = await make({ isAuthority: true, name: 'Root' })
    expect(accepts(unknown([leaf]), { extra: extraOf(other), pins: {} }, now)).toBe(false)
  })

  it('narrows by a pin, and never widens', () => {
    const pinned = { extra: extraOf(root), pins: { 'centre.example': [print(leaf)] } }
    expect(accepts(unknown([leaf], 'CENTRE.example'), pinned, now)).toBe(true)
    const other = { extra: extraOf(root), pins: { 'centre.example': [print(root)] } }
    expect(accepts(unknown([leaf]), other, now)).toBe(false)
    expect(accepts({ ...unknown([leaf]), isTrusted: true }, other, now)).toBe(false)
    expect(accepts(unknown([leaf]), { ...pinned, extra: [] }, now)).toBe(false)
  })

  it('reads the certificates of a file', () => {
    expect(readCertificates(`x\n${root.cert}\n${leaf.cert}`)).toHaveLength(2)
    expect(() => readCertificates('nothing')).toThrow('there is no certificate')
  })
})
