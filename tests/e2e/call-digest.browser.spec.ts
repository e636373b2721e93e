import { createHash } from 'node:crypto'
import { expect, OWN_PAGE } from '../kit/page/call-page.ts'
import { hears, launchOptions, test } from '../kit/page/paper-call.ts'

test.use({ launchOptions })

const hash = (kind: string, ...parts: readonly string[]): string =>
  createHash(kind).update(parts.join(':')).digest('hex')
const ha1 = (kind: string) => hash(kind, 'web', 'paper', 'secret')
const account = { user: 'web', ha1: ha1('md5'), ha1Sha256: ha1('sha256') }

/** What a server would reckon from the credentials of a request. */
function isRight(request: string, kind: 'md5' | 'sha256'): boolean {
  const [, fields = ''] = /^Proxy-Authorization: Digest (.*)\r$/imu.exec(request) ?? []
  const field = (name: string): string =>
    new RegExp(`\\b${name}="?([^",]+)"?`, 'u').exec(fields)?.[1] ?? ''
  const [head = '', body = ''] = request.split('\r\n\r\n')
  const [method = '', uri = ''] = head.split(' ')
  const covered = field('qop') === 'auth-int' ? [hash(kind, body)] : []
  const ha2 = hash(kind, method, uri, ...covered)
  const [nonce, nc, cnonce, qop] = ['nonce', 'nc', 'cnonce', 'qop'].map(field)
  const expected = hash(kind, ha1(kind), nonce ?? '', nc ?? '', cnonce ?? '', qop ?? '', ha2)
  return field('uri') === uri && field('response') === expected
}

const asks = (...fields: readonly string[]) => ({
  headers: fields.map((each) => `Proxy-Authenticate: Digest realm="paper", nonce="n1", ${each}`),
})

test(
  'a server that wants the body covered, by SHA-256, gets it, and the call is heard',
  { tag: OWN_PAGE },
  async ({ dial, page }) => {
    const { paper, ends, offer } = await dial(account)
    const status = '407 Proxy Authentication Required'
    paper.reply(status, asks('algorithm=MD5, qop="auth"', 'algorithm=SHA-256, qop="auth-int"'))
    await expect.poll(() => paper.invites().length).toBe(2)
    expect(paper.invites()[1]).toMatch(/^Proxy-Authorization: .*algorithm=SHA-256.*qop=auth-int/imu)
    expect(isRight(paper.invites()[1] ?? '', 'sha256')).toBe(true)
    paper.reply('200 OK', { sdp: await ends.answer('agent', offer(), 700) })
    await hears(page, 700)
    await page.getByRole('button', { name: 'Disconnect' }).click()
  },
)

test(
  'MD5 over the body is answered rightly, and what the account does not hold is refused',
  { tag: OWN_PAGE },
  async ({ dial, page }) => {
    const { paper } = await dial({ user: account.user, ha1: account.ha1 })
    const status = '407 Proxy Authentication Required'
    paper.reply(status, asks('algorithm=MD5, qop="auth-int"'))
    await expect.poll(() => paper.invites().length).toBe(2)
    expect(isRight(paper.invites()[1] ?? '', 'md5')).toBe(true)
    paper.reply(status, asks('stale=true, algorithm=SHA-256, qop="auth"'))
    const sentence = page.getByRole('alert').filter({ hasText: 'This page may not call just now' })
    await expect(sentence).toBeVisible()
    expect(paper.invites()).toHaveLength(2)
  },
)

test(
  'a proxy that asks, and the server behind it that asks too, are both answered, each once',
  { tag: OWN_PAGE },
  async ({ dial, page }) => {
    const { paper, ends, offer } = await dial(account)
    const server = {
      headers: ['WWW-Authenticate: Digest realm="paper", nonce="n2", algorithm=MD5, qop="auth"'],
    }
    paper.reply('407 Proxy Authentication Required', asks('algorithm=MD5, qop="auth"'))
    await expect.poll(() => paper.invites().length).toBe(2)
    paper.reply('401 Unauthorized', server)
    await expect.poll(() => paper.invites().length).toBe(3)
    const third = paper.invites()[2] ?? ''
    expect(third).toMatch(/^Proxy-Authorization: .*nonce="n1"/imu)
    expect(third).toMatch(/^Authorization: .*nonce="n2".*nc=00000001/imu)
    paper.reply('200 OK', { sdp: await ends.answer('agent', offer(), 700) })
    await hears(page, 700)
    await page.getByRole('button', { name: 'Disconnect' }).click()
  },
)

test(
  'a server that is never satisfied ends the call with a message',
  { tag: OWN_PAGE },
  async ({ dial, page }) => {
    const { paper } = await dial(account)
    const status = '407 Proxy Authentication Required'
    paper.reply(status, asks('algorithm=MD5, qop="auth"'))
    await expect.poll(() => paper.invites().length).toBe(2)
    // Once more for a nonce that was too old, and then no more.
    paper.reply(status, asks('algorithm=MD5, qop="auth", stale=true'))
    await expect.poll(() => paper.invites().length).toBe(3)
    paper.reply(status, asks('algorithm=MD5, qop="auth", stale=true'))
    const sentence = page.getByRole('alert').filter({ hasText: 'This page may not call just now' })
    await expect(sentence).toBeVisible()
    expect(paper.invites()).toHaveLength(3)
  },
)
