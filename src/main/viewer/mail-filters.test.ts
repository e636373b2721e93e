import { describe, expect, it } from 'vitest'
import { isOpaque, originalOf } from './mail-filters.ts'

const original = (raw: string): string => originalOf(new URL(raw)).href
const page = 'https://shop.example/a?b=1&c=2#d'
const encoded = encodeURIComponent(page)

describe('addresses rewritten by mail filters', () => {
  it.each([
    `https://eur01.safelinks.protection.outlook.com/?url=${encoded}&data=05%7C02&sdata=x%3D&reserved=0`,
    `https://gcc02.safelinks.protection.office365.us/?url=${encoded}&data=x`,
    `https://statics.teams.cdn.office.net/evergreen-assets/safelinks/2/atp-safelinks.html?url=${encoded}&locale=en`,
    `https://outlook.office.com/mail/safelink.html?corid=1&url=${encoded}`,
    `https://urldefense.proofpoint.com/v1/url?u=${encoded}&k=oIvRg1%2B&r=x&m=y&s=z`,
    'https://urldefense.proofpoint.com/v2/url?u=https-3A__shop.example_a-3Fb-3D1-26c-3D2-23d&d=DwMFaQ&c=AAAA&e=',
    'https://urldefense.com/v3/__https://shop.example/a?b=1&c=2*d__;Iw!!GuAItXPztq0!jULEM6V$',
    'https://urldefense.us/v3/__https:/shop.example/a?b=1&c=2*d__;Iw!!x!y$',
    `https://linkprotect.cudasvc.com/url?a=${encoded}&c=E,1,N0Z_&typo=1`,
    `https://secure-web.cisco.com/1z0v_U78rf/${encoded}`,
    `https://eu-central-1.protection.sophos.com/?d=shop.example&u=${Buffer.from(page).toString('base64')}&i=x&t=y`,
    `https://imsva91-ctp.trendmicro.com/wis/clicktime/v1/query?url=${encoded}&umid=x`,
    `https://protect2.fireeye.com/v1/url?k=84f6a8c0&q=1&e=6739af06&u=${encoded}`,
    `https://clicktime.symantec.com/38YrYPLxxSqYhBQLb1eruhW7Vc?u=${encoded}`,
    `https://checkpoint.url-protection.com/v1/r01/url?o=${encoded}&g=NjQ2&h=M2Ix`,
    'https://url.avanan.click/v2/r01/___https://shop.example/a?b=1&c=2___.YXAzOnBlYWNl#d',
    'https://protect.checkpoint.com/v2/___https:/shop.example/a?b=1&c=2___.YXAzOnBlYWNl#d',
    `https://urlprotection-ams.global.sonicwall.com/click?PV=2&MSGID=1&URL=${encoded}&IV=2`,
    `https://scanmail.trustwave.com/?c=20988&d=i-GP5u&u=${encoded}`,
    `https://urlsand.esvalabs.com/?u=${encoded}&e=1&h=2`,
    `https://link.edgepilot.com/s/4239f747/ca21cbCpKkOSLI5ZXNqTdQ?u=${encoded}`,
    `https://safe.menlosecurity.com/${page}`,
    `https://deref-gmx.net/mail/client/12XJ9x8ZdSA/dereferrer/?redirectUrl=${encoded}`,
    `https://deref-web-02.de/mail/client/x/dereferrer/?redirectUrl=${encoded}&lm`,
    `https://eu.content.exclaimer.net/?url=${encoded}&tenantid=x`,
    `https://abc.r.eu-west-1.awstrack.me/L0/${encoded}/1/0102/x=1`,
    `https://www.google.com/url?q=${encoded}&sa=D&source=docs`,
    `https://www.google.de/url?sa=t&url=${encoded}&usg=x`,
    `https://l.facebook.com/l.php?u=${encoded}&h=x`,
    `https://www.linkedin.com/redir/redirect?url=${encoded}&urlhash=x`,
    `https://www.youtube.com/redirect?event=video_description&q=${encoded}`,
    `https://slack-redir.net/link?url=${encoded}`,
    `https://duckduckgo.com/l/?uddg=${encoded}&rut=x`,
    `https://r.search.yahoo.com/_ylt=x/RV=2/RE=1/RO=10/RU=${encoded}/RK=2/RS=x-`,
  ])('customer gets the original address behind %s', (raw) => {
    expect(original(raw)).toBe(page)
  })

  it('decodes the characters that Proofpoint replaces, single ones and runs', () => {
    const bytes = (text: string): string => Buffer.from(text).toString('base64url')
    expect(
      original(`https://urldefense.com/v3/__https://shop.example/*x*y__;${bytes('%#')}!!a!b$`),
    ).toBe('https://shop.example/%x#y')
    expect(
      original(
        `https://urldefense.com/v3/__https://shop.example/**A-*__;${bytes('\u00e4\u00f6!')}!!a!b$`,
      ),
    ).toBe('https://shop.example/%C3%A4%C3%B6-!')
  })

  it('unwraps nested rewriting', () => {
    const inner = `https://urldefense.proofpoint.com/v2/url?u=https-3A__www.google.com_url-3Fq-3Dhttps-253A-252F-252Fshop.example-252Fx&d=D&c=A`
    const outer = `https://nam02.safelinks.protection.outlook.com/?url=${encodeURIComponent(inner)}`
    expect(original(outer)).toBe('https://shop.example/x')
  })

  it.each([
    'https://shop.example/?url=https%3A%2F%2Fother.example%2F',
    'https://safelinks.protection.outlook.com.evil.example/?url=https%3A%2F%2Fshop.example%2F',
    'https://evilgoogle.com/url?q=https%3A%2F%2Fshop.example%2F',
    'https://www.google.com/search?q=https%3A%2F%2Fshop.example%2F',
    'https://www.google.com/url?q=javascript%3Aalert(1)',
    'https://www.google.com/url?q=%2Frelative',
    'https://urldefense.com/v3/nothing',
    'https://eu-central-1.protection.sophos.com/?d=shop.example&u=%25%25',
    'https://protect-eu.mimecast.com/s/rADECvZvDhygB3ktQtrXG?domain=shop.example',
  ])('leaves %s unchanged', (raw) => {
    expect(original(raw)).toBe(raw)
  })

  it('unwrapping stops at a limit of nesting', () => {
    const nested = (depth: number): string =>
      depth === 0
        ? 'https://shop.example/'
        : `https://slack-redir.net/link?url=${encodeURIComponent(nested(depth - 1))}`
    expect(original(nested(5))).toBe('https://shop.example/')
    expect(new URL(original(nested(6))).hostname).toBe('slack-redir.net')
  })

  it.each([
    ['https://protect-eu.mimecast.com/s/rADECvZvDhygB3ktQtrXG?domain=shop.example', true],
    ['https://url.uk.m.mimecastprotect.com/s/abcdefghij', true],
    ['https://secure-web.cisco.com/1z0v_U78rf_0ofSUeyHRS36Fj', true],
    ['https://www.mimecast.com/', false],
    ['https://shop.example/s/rADECvZvDhygB3ktQtrXG', false],
  ])('%s hides its target: %s', (raw, hides) => {
    expect(isOpaque(new URL(raw))).toBe(hides)
  })
})
