import { describe, expect, it } from 'vitest'
import type { Block, Inline, Rich } from '../../contract/rich.ts'
import { plainOf } from './plain.ts'
import { parseRich } from './rich.ts'

const policy = { linkHosts: ['*'], viewHosts: ['*'], privateHosts: [], maxLength: 2048 }
const read = (markup: string): Rich => parseRich(markup, policy)

/** What is read, with a sign for each thing that is not a letter. */
function told(rich: Rich): string {
  return rich.map(toldBlock).join('\n')
}

function toldBlock(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
    case 'code':
      return inline(block.children)
    case 'heading':
      return `# ${inline(block.children)}`
    case 'list':
      return block.items.map(({ marker, body }) => `${marker} ${told(body)}`.trim()).join('\n')
    case 'table':
      return block.rows
        .map(
          (row) => `|${row.map(({ head, body }) => `${head ? '*' : ''}${told(body)}`).join('|')}|`,
        )
        .join('\n')
    case 'quote':
      return `> ${told(block.children)}`
    case 'indent':
      return told(block.children)
    case 'rule':
      return '---'
    case 'cut':
      return '[cut]'
  }
}

function inline(children: readonly Inline[]): string {
  return children
    .map((child) => {
      if (child.kind === 'text') return child.text
      if (child.kind === 'break') return '\n'
      if (child.kind === 'picture') return `[${child.text}]`
      const words = inline(child.children)
      if (child.kind === 'isolated') return words
      return `<${child.kind}>${words}</${child.kind}>`
    })
    .join('')
}

describe('a message of an agent', () => {
  it.each([
    [
      'a price that was struck out',
      'It costs <s>99</s> 49 euro',
      'It costs <struck>99</struck> 49 euro',
    ],
    [
      'the same by style',
      'It costs <span style="text-decoration:line-through">99</span> 49 euro',
      'It costs <struck>99</struck> 49 euro',
    ],
    ['a list that begins at 4', '<ol start="4"><li>a</li><li>b</li></ol>', '4. a\n5. b'],
    [
      'a number of an item',
      '<ol><li>a</li><li value="7">b</li><li>c</li></ol>',
      '1. a\n7. b\n8. c',
    ],
    ['letters for numbers', '<ol type="a"><li>x</li><li>y</li></ol>', 'a. x\nb. y'],
    [
      'Roman numbers by style',
      '<ol style="list-style-type:upper-roman"><li>x</li><li>y</li></ol>',
      'I. x\nII. y',
    ],
    ['a list that counts down', '<ol reversed><li>a</li><li>b</li></ol>', '2. a\n1. b'],
    [
      'an address in angle brackets',
      'Write to Max <max@example.com> please',
      'Write to Max <max@example.com> please',
    ],
    [
      'an empty cell',
      '<table><tr><th>Day</th><th>Price</th></tr><tr><td></td><td>9</td></tr><tr><td>Mon</td><td></td></tr></table>',
      '|*Day|*Price|\n||9|\n|Mon||',
    ],
    [
      'bold in a cell by style',
      '<table border="1"><tr><td style="font-weight:bold">A</td><td>1</td></tr><tr><td>B</td><td><i>2</i></td></tr></table>',
      '|<strong>A</strong>|1|\n|B|<emphasis>2</emphasis>|',
    ],
    [
      'text in a container of no size',
      '<td style="font-size:0px"><div style="font-size:13px">Your code is 4711</div></td>',
      'Your code is 4711',
    ],
    [
      'text shown again within something hidden',
      '<div style="visibility:hidden">no <span style="visibility:visible">yes</span></div>',
      'yes',
    ],
    [
      'what follows a hidden element without an end tag',
      '<ul><li hidden>no<li>yes</ul><p style="display:none">no<p>yes',
      '• yes\nyes',
    ],
    [
      'a protected number',
      '<FONT tabIndex=-1 contentEditable=false>4711</FONT> is your ticket number',
      '4711 is your ticket number',
    ],
    [
      'blocks by style',
      '<span style="display:block">Main Street 1</span><span style="display:block">10115 Berlin</span>',
      'Main Street 1\n10115 Berlin',
    ],
    [
      'a list directly in a list',
      '<ol><li>one</li><ol><li>in</li></ol><li>two</li></ol>',
      '1. one\n1. in\n2. two',
    ],
    [
      'a ticked box',
      '<p><input type="checkbox" checked> done <input type="checkbox"> open</p>',
      '☑ done ☐ open',
    ],
    [
      'bold by style',
      '<span style="font-weight:700">a</span> <b style="font-weight:normal">b</b> <i style="font-style:normal">c</i>',
      '<strong>a</strong> b c',
    ],
    [
      'bold by a style sheet in the marks of a comment',
      '<style><!--\n p.note { FONT-WEIGHT: bold }\n--></style><p class="note">a</p><!-- <style>p{display:none}</style> --><p>b</p>',
      '<strong>a</strong>\nb',
    ],
    ['lines that are kept by style', '<p style="white-space:pre-wrap">a\n  b</p>', 'a\n  b'],
    [
      'letters of a symbol font',
      '<span style="font-family:Wingdings">\u00fc</span> done',
      '✓ done',
    ],
    [
      'a preheader that nobody sees',
      '<span style="display:none;mso-hide:all">Look inside</span><p>Hello</p>',
      'Hello',
    ],
    [
      "Word's islands of data",
      '<xml><o:p>no</o:p></xml><!--[if gte mso 9]><xml>no</xml><![endif]--><p>Yes</p>',
      'Yes',
    ],
    [
      'numbers of items within something bold',
      '<ol><b><font size="6"><li>a</li><li>b</li></font></b></ol>',
      '1. <strong>a</strong>\n2. <strong>b</strong>',
    ],
    [
      'bold of links by a style sheet',
      '<style>a:link{font-weight:bold}</style><a href="https://shop.example/">a</a> <a>b</a>',
      '<link><strong>a</strong></link> b',
    ],
    [
      'a line end that a sheet takes away on small screens only',
      '<style>br{display:none;@media(min-width:48em){display:inline}}</style>a<br>b',
      'a\nb',
    ],
    [
      'bold in spite of a weight that is none',
      '<b>a <span style="font-weight:regular;font-style:straight">b</span></b>',
      '<strong>a b</strong>',
    ],
    [
      'bold of a sheet in spite of a weight that is none',
      '<style>span{font-weight:bold}</style><span style="font-weight:regular">a</span>',
      '<strong>a</strong>',
    ],
    ['what stands in an applet', '<p><applet code="a.class">b', 'b'],
    [
      'text under a sheet of blocks in blocks',
      `<style>${'@media all{'.repeat(200_000)}</style>a`,
      'a',
    ],
    ['text in a map of a picture', '<map name="m">The<area href="/a"></map> end', 'The end'],
    [
      'the whole text of a picture',
      `<img alt="${'word '.repeat(100).trim()}">`,
      `[${'word '.repeat(100).trim()}]`,
    ],
    ['a blank between pictures', '<p><img alt="a "><img alt="b"></p>', '[a] [b]'],
    [
      'a word in angle brackets, but no unknown tag with attributes',
      '<p>open <Filename></p><xmeta content="a b"><fon! t size=2>c',
      'open <Filename>\nc',
    ],
    ['what was typed in plain text', 'set <config host="a"> there', 'set <config host="a"> there'],
    [
      'bold that nobody closed, up to a table',
      '<b>a<table><tr><td>b</td></tr></table>',
      '<strong>a</strong>\nb',
    ],
    [
      'bold around a table of a document of today',
      '<!doctype html><b>a<table><tr><td>b</td></tr></table></b>',
      '<strong>a</strong>\n<strong>b</strong>',
    ],
    ['nine levels of a list, as Word has them', `${'<ol><li>'.repeat(9)}x`, `${'1. '.repeat(9)}x`],
    [
      'a link of a mail with a base',
      '<base href="http://www.shop.example/a/"><a href="b.html">c</a> <a href="#d">d</a>',
      '<link>c</link> d',
    ],
    [
      'a link around a picture and a name',
      '<a href="http://www.shop.example"><img alt="www.shop"></a><a href="http://www.shop.example">www.shop.example</a>',
      '<link>[www.shop]www.shop.example</link>',
    ],
    [
      'text that stands in a table beside its cells',
      '<div style="display:table">Your code<div style="display:table-cell">4711</div>is<p>new</p></div>',
      'Your code 4711 is\nnew',
    ],
    [
      'text in a row of a table that has no cell',
      '<div style="display:table"><div style="display:table-row"><b>Code</b> 4711</div></div>',
      '<strong>Code</strong> 4711',
    ],
    [
      'a link that is all of a table',
      '<span style="display:table"><a href="https://www.shop.example/">our shop</a></span>',
      '<link>our shop</link>',
    ],
    [
      'values under their heads beside what a form hides in a row',
      '<table border="1"><tr><input type="hidden"><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>',
      '|*a|*b|\n|1|2|',
    ],
    [
      'joiners of a family name and of a sign',
      'می\u200cخواهم 👨\u200d👩\u200d👧',
      'می\u200cخواهم 👨\u200d👩\u200d👧',
    ],
  ])('keeps %s', (_name, markup, text) => {
    expect(told(read(markup))).toBe(text)
  })

  it('takes its direction from its markup, or else from its content', () => {
    const way = (markup: string) => {
      const [first] = read(markup)
      return first !== undefined && 'direction' in first ? first.direction : undefined
    }
    expect(way('<ol><li>Press the button</li></ol>')).toBe('ltr')
    expect(way('<ol><li>اضغط الزر</li></ol>')).toBe('rtl')
    expect(way('<ol dir="rtl"><li>OK</li></ol>')).toBe('rtl')
  })

  it('is truncated by the length of its text without style sheets and pictures, and says so', () => {
    const sheet = `<style>${'.x{color:red}'.repeat(20_000)}</style>`
    const picture = `<img alt="" src="data:image/png;base64,${'A'.repeat(200_000)}">`
    expect(told(read(`${sheet}<p>one</p>${picture}<p>two</p>`))).toMatch(/one[^]*two$/u)
    const long = told(read(`<p>${'word '.repeat(40_000)}</p>`))
    expect(long.endsWith('[cut]')).toBe(true)
  })

  it('shows no price from a notification', () => {
    expect(plainOf(read('It costs <s>99</s> 49 euro')).replace(/ +/gu, ' ')).toBe(
      'It costs 49 euro',
    )
  })
})
