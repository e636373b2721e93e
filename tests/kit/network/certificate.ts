import { generate } from 'selfsigned'

const DAY = 86_400_000
const now = Date.now()

/** Key and certificate as PEM, with its fingerprint. */
export type MadeCertificate = Awaited<ReturnType<typeof generate>>

interface Wish {
  /** Who signs it; itself where nobody does. */
  readonly by?: MadeCertificate
  readonly isAuthority?: boolean
  readonly host?: string
  readonly address?: string
  /** Days from now. */
  readonly fromDays?: number
  readonly toDays?: number
  readonly use?: 'serverAuth' | 'clientAuth'
  readonly bits?: number
  readonly name?: string
}

/** Makes a certificate as a test wishes it. */
export async function makeCertificate(wish: Wish = {}): Promise<MadeCertificate> {
  const { by, isAuthority = false, host = 'centre.example', address = '10.0.0.7', use } = wish
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
                { type: 7 as const, ip: address },
              ],
            },
          ]),
    ],
  })
}
