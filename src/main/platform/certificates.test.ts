import { X509Certificate } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  makeCertificate as make,
  type MadeCertificate as Made,
} from '../../../tests/kit/network/certificate.ts'
import { accepts, plainFingerprint, readCertificates, type Presented } from './certificates.ts'

const now = Date.now()
const DAY = 86_400_000

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
  it('accepts what the system accepts, and nothing that it refuses for other reasons', () => {
    const nobody = { extra: [], pins: {} }
    const trusted = { ...unknown([leaf]), isTrusted: true, isUnknownAuthority: false }
    expect(accepts(trusted, nobody, now)).toBe(true)
    expect(accepts(unknown([leaf]), nobody, now)).toBe(false)
    const outdated = { ...unknown([leaf]), isUnknownAuthority: false }
    expect(accepts(outdated, { extra: extraOf(root), pins: {} }, now)).toBe(false)
  })

  it('accepts what an authority of the policy has issued, directly or through an intermediate', async () => {
    const trust = { extra: extraOf(root), pins: {} }
    expect(accepts(unknown([leaf]), trust, now)).toBe(true)
    expect(accepts(unknown([leaf], '10.0.0.7'), trust, now)).toBe(true)
    const deep = await make({ by: middle })
    expect(accepts(unknown([deep, middle]), trust, now)).toBe(true)
    expect(accepts(unknown([deep]), trust, now)).toBe(false)
  })

  it('accepts a server’s own certificate if the policy contains it', async () => {
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

  it('a pin restricts trust, and never extends it', () => {
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
