import { describe, expect, it } from 'vitest'
import { parseXml } from './xml.ts'

const values: Record<string, string> = {
  'server-name': 'oscc.example.com',
  'server-port': '6021',
  'server-port-ssl': '6022',
  'server-ssl-enabled': 'false',
  'socket-timeout': '30',
  'max-sockets': '100',
  'servlet-name': 'restinteractionsdk',
  'oauth-client-id': 'application1',
  'oauth-client-secret': 'a&amp;b <![CDATA[<c>]]>',
  'oauth-token-validity-time': '0',
}

const xml = (change: Readonly<Record<string, string | undefined>> = {}): string => {
  const parts = Object.entries({ ...values, ...change })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `  <${name}>${value ?? ''}</${name}>`)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<!-- a note -->\n<webinteractionsdk>\n${parts.join('\n')}\n</webinteractionsdk>\n`
}

describe('R4, R9 to R18: webinteractionsdk.xml', () => {
  it('has the ten parameters', () => {
    expect(parseXml(xml())).toEqual({
      serverName: 'oscc.example.com',
      serverPort: 6021,
      serverPortSsl: 6022,
      serverSslEnabled: false,
      socketTimeout: 30,
      maxSockets: 100,
      servletName: 'restinteractionsdk',
      clientId: 'application1',
      clientSecret: 'a&b <c>',
      tokenValidity: 0,
    })
  })

  it.each(Object.keys(values))('%s is required', (name) => {
    expect(() => parseXml(xml({ [name]: undefined }))).toThrow(`<${name}> is missing`)
  })

  it.each([
    ['server-port', '0', 'is not a port (1 to 65535)'],
    ['server-port', '65536', 'is not a port (1 to 65535)'],
    ['server-port-ssl', 'x', 'is not a whole number'],
    ['server-ssl-enabled', 'yes', 'is neither true nor false'],
    ['socket-timeout', '-1', 'is not a whole number'],
    ['max-sockets', '1.5', 'is not a whole number'],
    ['servlet-name', 'a/b', 'is not one segment of a path'],
    ['oauth-client-id', '', 'is empty'],
    ['oauth-client-id', 'a:b', 'holds a colon'],
    ['oauth-client-secret', '', 'is empty'],
    ['oauth-token-validity-time', 'never', 'is not a whole number'],
    ['server-name', 'a b', 'is not a host name or address'],
  ])('%s refuses %j', (name, value, reason) => {
    expect(() => parseXml(xml({ [name]: value }))).toThrow(`<${name}> ${reason}`)
  })

  it.each([
    ['an unknown parameter', xml({ 'server-prot': '1' }), 'unknown parameter <server-prot>'],
    [
      'a parameter twice',
      xml().replace('</webinteractionsdk>', '<server-port>1</server-port></webinteractionsdk>'),
      '<server-port> is given more than once',
    ],
    ['another root', '<config/>', 'the root element is not <webinteractionsdk>'],
    ['an open element', '<webinteractionsdk><server-name></webinteractionsdk>', 'line 1'],
    ['nothing', '', 'line 1'],
    ['plain text', 'server-name=x', 'line 1'],
    ['JSON', '{}', 'line 1'],
    ['an empty root', '<webinteractionsdk/>', '<server-name> is missing'],
    ['loose text', xml().replace('<server-port>', 'x<server-port>'), 'text outside'],
    ['an attribute', xml().replace('<server-port>', '<server-port unit="x">'), '<server-port>'],
  ])('refuses %s in one line', (_, text, reason) => {
    const attempt = (): unknown => parseXml(text)
    expect(attempt).toThrow(reason)
    try {
      attempt()
    } catch (error) {
      expect(String(error)).not.toContain('\n')
    }
  })

  it('reads character references as characters, and numbers as they were written', () => {
    const secret = 'gr&#252;n &#xFC;ber &#x1F511; a&amp;#252; <![CDATA[&#252; &x;]]>'
    const read = parseXml(xml({ 'oauth-client-id': '+4940', 'oauth-client-secret': secret }))
    expect(read.clientId).toBe('+4940')
    expect(read.clientSecret).toBe('grün über 🔑 a&#252; &#252; &x;')
  })

  it.each([
    ['a&b', "char '&' is not expected"],
    ['&copy;', '&copy; names no character'],
    ['&#0;', '&#0; names no character'],
    ['&#xD800;', '&#xD800; names no character'],
    ['&#1114112;', '&#1114112; names no character'],
    ['&#99999999;', '&#99999999; names no character'],
  ])('refuses %s, which is no XML', (secret, reason) => {
    expect(() => parseXml(xml({ 'oauth-client-secret': secret }))).toThrow(reason)
  })

  it('expands no entities of its own making', () => {
    const bomb =
      '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>' +
      xml({ 'oauth-client-secret': '&b;' }).replace(/^<\?xml.*\?>/, '')
    expect(() => parseXml(bomb)).toThrow(/DOCTYPE/)
  })
})
