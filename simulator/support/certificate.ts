/** What a server over TLS needs, in PEM. */
export interface Certificate {
  readonly key: string
  readonly cert: string
  /** The authority to trust; for a certificate that was made here, one of its own. */
  readonly ca?: string
}

const day = 86_400_000

/**
 * Makes an authority and a certificate signed by it for this machine's loopback names and `host`.
 * `now` is milliseconds since 1970: real time, since the other side checks it against its own clock.
 */
export const makeCertificate = async (host: string, now: number): Promise<Certificate> => {
  // Loaded only where it is needed: it takes longer than the whole rest of the start.
  const { generate } = await import('selfsigned')
  const notBeforeDate = new Date(now - day)
  const notAfterDate = new Date(now + 365 * day)
  const authority = await generate([{ name: 'commonName', value: 'Contact centre in a box CA' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate,
    notAfterDate,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  })
  const isAddress = /^[\d.]+$/.test(host) || host.includes(':')
  const leaf = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate,
    notAfterDate,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
          ...(isAddress ? [{ type: 7 as const, ip: host }] : [{ type: 2 as const, value: host }]),
        ],
      },
    ],
  })
  return { key: leaf.private, cert: leaf.cert, ca: authority.cert }
}
