import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Block, Inline, Rich } from '../../contract/rich.ts'
import { isSameText, ownText, plainOf } from './plain.ts'
import { parseRich } from './rich.ts'
import type { UrlPolicy } from '../viewer/url-policy.ts'

const policy: UrlPolicy = {
  linkHosts: ['*'],
  viewHosts: ['*.atos.net'],
  privateHosts: [],
  maxLength: 2048,
}
const rich = (markup: string): Rich => parseRich(markup, policy)
/** A tree without its directions. */
const shape = (markup: string): unknown =>
  JSON.parse(
    JSON.stringify(rich(markup), (key, value: unknown) =>
      key === 'direction' ? undefined : value,
    ),
  )
const plain = (markup: string): string => plainOf(rich(markup))

function paragraph(text: string): Block {
  return { kind: 'paragraph', children: [{ kind: 'text', text }] }
}

describe("the centre's markup", () => {
  it.each([
    ['<p style="margin: 0">How are you doing?</p>', 'How are you doing?'],
    [
      '<FONT face=Tahoma size=2>Welcome to the contact center, powered by OpenScape.&nbsp; Please hold.</FONT>',
      'Welcome to the contact center, powered by OpenScape. Please hold.',
    ],
    [
      '<FONT size=2 face=Tahoma><FONT tabIndex=-1 contentEditable=false style="BACKGROUND-COLOR: #ffffff" size=2 face=Tahoma>07/01/2020</FONT>, <FONT tabIndex=-1 contentEditable=false style="BACKGROUND-COLOR: #ffffff" size=2 face=Tahoma>11:19 AM</FONT> How can I help you?</FONT>',
      'How can I help you?',
    ],
    [
      '<FONT size=2>Agent&nbsp;pushed <FONT tabIndex=-1 contentEditable=false>http://www.atos.net</FONT> to you.</FONT>',
      'Agent\u00a0pushed http://www.atos.net to you.',
    ],
    ['<FONT tabIndex=-1 contentEditable=false>Claudio</FONT> says hi', 'Claudio says hi'],
    ['<FONT tabIndex=-1 contentEditable=false>07/01/2020</FONT>', '07/01/2020'],
    ['On <FONT tabIndex=-1 contentEditable=false>07/01/2020</FONT> we met', 'On 07/01/2020 we met'],
    ['07/01/2020, 11:19 AM it was', '07/01/2020, 11:19 AM it was'],
    ['a &lt;b&gt; &amp;amp; &#x1f600; &euro; &nosuch;', 'a <b> &amp; \u{1f600} \u20ac &nosuch;'],
    ['one\ntwo\r\n\r\nthree', 'one\ntwo\nthree'],
    ['a<br>b<BR/>c', 'a\nb\nc'],
    ['<div>a</div><div>b<div>c</div></div>', 'a\nb\nc'],
    ['<p>a\n  b</p> <p>\n c</p>', 'a b\nc'],
    [
      '<TABLE><TR><TD>Price</TD><TD>10</TD></TR><TR><TD>Tax</TD><TD>2</TD></TR></TABLE>',
      'Price 10\nTax 2',
    ],
    ['I like 1 < 2 and 3 > 2', 'I like 1 < 2 and 3 > 2'],
    ['love <3', 'love <3'],
  ])('%j is read as %j', (markup, text) => {
    expect(plain(markup)).toBe(text)
  })

  it('keeps emphasis, lists, quotes and code as a tree', () => {
    expect(
      shape('<b>a <i>b</i></b><ul><li>one<li><strong>two</strong><ol><li>deep</ol></ul>'),
    ).toEqual([
      {
        kind: 'paragraph',
        children: [
          {
            kind: 'strong',
            children: [
              { kind: 'text', text: 'a ' },
              { kind: 'emphasis', children: [{ kind: 'text', text: 'b' }] },
            ],
          },
        ],
      },
      {
        kind: 'list',
        ordered: false,
        items: [
          { marker: '•', body: [paragraph('one')] },
          {
            marker: '•',
            body: [
              {
                kind: 'paragraph',
                children: [{ kind: 'strong', children: [{ kind: 'text', text: 'two' }] }],
              },
              {
                kind: 'list',
                ordered: true,
                items: [{ marker: '1.', value: 1, body: [paragraph('deep')] }],
              },
            ],
          },
        ],
      },
    ])
    expect(shape('<pre>\n a\n  b</pre><blockquote>q</blockquote>')).toEqual([
      {
        kind: 'code',
        children: [{ kind: 'text', text: ' a' }, { kind: 'break' }, { kind: 'text', text: '  b' }],
      },
      { kind: 'quote', children: [paragraph('q')] },
    ])
  })

  it.each([
    '<script>alert(1)</script>',
    '<style>p{}</style>',
    '<svg><text>x</text></svg>',
    '<template>x</template>',
    '<title>x</title>',
    '<noscript>x</noscript>',
    '<iframe srcdoc="x">x</iframe>',
    '<object>x</object>',
    '<img src=x onerror=alert(1) alt="">',
    '<span style="display:none">x</span>',
    '<div hidden><div>x</div>x</div>',
    '<span style="font-size:0">x</span>',
    '<!-- x -->',
    '<!doctype x>',
    '<?x x?>',
    '<p>&nbsp;</p>',
  ])('shows nothing of %s', (markup) => {
    expect(plain(`a ${markup}b`)).toMatch(/^a ?\n?b$/u)
    expect(rich(markup)).toEqual([])
  })

  it('creates links only as the policy allows, and none with a misleading text', () => {
    const links = (markup: string): string[] => {
      const found: string[] = []
      const walk = (inlines: readonly Inline[]): void => {
        for (const each of inlines) {
          if (each.kind === 'link') found.push(each.page.url)
          else if ('children' in each) walk(each.children)
        }
      }
      for (const block of rich(markup)) if (block.kind === 'paragraph') walk(block.children)
      return found
    }
    expect(links('see <a href="https://www.atos.net/a?b=1">here</a>')).toEqual([
      'https://www.atos.net/a?b=1',
    ])
    expect(links('see https://www.atos.net/a, or (www.example.com).')).toEqual([
      'https://www.atos.net/a',
      'https://www.example.com/',
    ])
    for (const bad of [
      '<a href="javascript:alert(1)">x</a>',
      '<a href="java&#10;script:alert(1)">x</a>',
      '<a href="data:text/html,x">x</a>',
      '<a href="https://user:pw@example.com">x</a>',
      '<a href="http://127.0.0.1/">x</a>',
      '<a href="https://evil.example/">https://bank.example/</a>',
      'mail@www.example.com http://localhost/ ftp://example.com',
    ]) {
      expect(links(bad)).toEqual([])
    }
  })

  it('neutralises bidirectional and invisible characters', () => {
    expect(plain('a\u202eb\u202cc')).toBe('abc')
    expect(plain('a\u2067b')).toBe('a\u2067b\u2069')
    expect(plain('a\u2069b')).toBe('ab')
    expect(plain('a\u200b\u200b\u200bb\u{e0041}')).toBe('a\u200bb\u{e0041}')
    expect(plain('\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645')).toBe(
      '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645',
    )
    expect(plain('\u{1f468}\u200d\u{1f469}\u200d\u{1f467}')).toBe(
      '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}',
    )
    expect(plain(`z${'\u0335'.repeat(50)}`)).toBe(`z${'\u0335'.repeat(4)}`)
    expect(plain('\ud800x')).toBe('\ufffdx')
  })
})

function depthOf(tree: Rich): number {
  const inline = (each: Inline): number =>
    'children' in each ? 1 + Math.max(0, ...each.children.map(inline)) : 1
  const block = (each: Block): number => {
    switch (each.kind) {
      case 'paragraph':
      case 'heading':
      case 'code':
        return 1 + Math.max(0, ...each.children.map(inline))
      case 'list':
        return 1 + Math.max(0, ...each.items.map((item) => depthOf(item.body)))
      case 'table':
        return 1 + Math.max(0, ...each.rows.flat().map((cell) => depthOf(cell.body)))
      case 'quote':
      case 'indent':
        return 1 + depthOf(each.children)
      default:
        return 1
    }
  }
  return Math.max(0, ...tree.map(block))
}

describe('any input', () => {
  const bombs: readonly (readonly [string, (n: number) => string])[] = [
    ['nested', (n) => '<div>'.repeat(n)],
    ['nested lists', (n) => '<ul><li>x'.repeat(n)],
    ['nested quotes', (n) => '<blockquote>x'.repeat(n)],
    [
      'open formats',
      (n) => Array.from({ length: n }, (_, i) => `<b id=${String(i)}>`).join('') + '<p>x'.repeat(n),
    ],
    ['end tags', (n) => `${'<i>'.repeat(n)}${'</div>'.repeat(n)}`],
    ['attributes', (n) => `<a ${Array.from({ length: n }, (_, i) => `a${String(i)}`).join(' ')}>x`],
    ['addresses', (n) => 'www.a.b '.repeat(n)],
    ['one address', (n) => `https://${'a.'.repeat(n)}`],
    ['open brackets', (n) => 'www.a.b/(,'.repeat(n)],
    ['brackets', (n) => `https://a.b/${')'.repeat(n)}`],
    ['entities', (n) => '&notit;'.repeat(n)],
    ['marks', (n) => '\u0300'.repeat(n)],
    ['joiners', (n) => '\u200d'.repeat(n)],
    ['isolates', (n) => '\u2066'.repeat(n)],
    ['blanks', (n) => ' \u00a0'.repeat(n)],
    ['spaces then x', (n) => `${' '.repeat(n)}x`],
    ['locked', (n) => '<font contenteditable=false tabindex=-1>1'.repeat(n)],
    ['less than', (n) => '<'.repeat(n)],
    ['comments', (n) => '<!--'.repeat(n)],
    ['hidden style', (n) => `<p style="${'display '.repeat(n)}">x`],
    ['breaks', (n) => '<br>x'.repeat(n)],
    ['pre', (n) => '<pre>x'.repeat(n)],
  ]
  it.each(bombs)('%s: bounded depth, about linear time', (_, make) => {
    const started = performance.now()
    const tree = rich(make(20_000))
    expect(performance.now() - started).toBeLessThan(4000)
    expect(depthOf(tree)).toBeLessThanOrEqual(24)
  })

  it('never throws, and lets no control or override characters through (property)', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ...'<b>|</b>|<ul>|<li>|</ul>|<p>|</p>|<a href="https://x.example/">|</a>|<table>|<td>|<svg>|</svg>|<pre>|</pre>|<div hidden>|</div>|<font contenteditable=false tabindex=-1>|</font>|<script>|</script>|<!--|-->|&lt;|&#0;|&#x202e;|\u202e|\u0000|\ud800|<br>|<textarea>|<title>|<![CDATA['.split(
          '|',
        ),
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const tree = rich(pieces.join(''))
        expect(depthOf(tree)).toBeLessThanOrEqual(24)
        // eslint-disable-next-line no-control-regex -- that is what is looked for
        expect(plainOf(tree)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e]/u)
      }),
      { numRuns: 600 },
    )
  })
})

describe('is it our own text?', () => {
  const yes: readonly (readonly [string, string])[] = [
    ['hello', 'hello'],
    ['hello', '<FONT size=2 face=Tahoma>hello</FONT>'],
    ['a < b & c', 'a &lt; b &amp; c'],
    ['a < b & c', '<p>a &lt; b &amp; c</p>'],
    ['<b>hi</b>', '<b>hi</b>'],
    ['<b>hi</b>', '<FONT><b>hi</b></FONT>'],
    ['<b>hi</b>', 'hi'],
    ['<img src=x>', '<P><img src=x></P>'],
    ['two\nlines', 'two lines'],
    ['two\nlines', 'two<BR>lines'],
    ['caf\u00e9', 'cafe\u0301'],
    ['nice \u{1f600}!', 'nice ?!'],
    ['x'.repeat(500), 'x'.repeat(255)],
  ]
  it.each(yes)('%j as %j: yes', (own, content) => {
    expect(isSameText(ownText(own), content)).toBe(true)
  })
  it.each([
    ['hello', 'hello you'],
    ['ok', 'okay'],
    ['1', '11'],
    ['\u{1f600}', '\u{1f601}'],
    ['hello', ''],
    ['hello there', 'hello'],
  ])('%j as %j: no', (own, content) => {
    expect(isSameText(ownText(own), content)).toBe(false)
  })
})
