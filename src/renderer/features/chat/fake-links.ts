import type { Inline, PageRef, Rich } from '../../../contract/rich.ts'

const guide: PageRef = {
  url: 'https://nordlicht.example/guides/fjord-6-update',
  host: 'nordlicht.example',
  viewable: true,
}
const blog: PageRef = {
  url: 'https://xn--kste-1ra.example/',
  host: 'k\u00fcste.example',
  viewable: false,
}

interface Words {
  readonly before: string
  readonly guide: string
  readonly call: string
  readonly write: string
  readonly shop: string
  readonly after: string
}

const english: Words = {
  before: 'Here is what you asked for: ',
  guide: 'how to update the Fjord 6 step by step, with a picture of each of its lights and buttons',
  call: 'call our workshop',
  write: 'write to us',
  shop: 'our shop in Hamburg',
  after: 'You had sent me ',
}
const arabic: Words = {
  before: 'إليك ما طلبته: ',
  guide: 'كيف تحدّث جهازك خطوة بخطوة مع صورة لكل ضوء وزر',
  call: 'اتصل بورشتنا',
  write: 'اكتب إلينا',
  shop: 'متجرنا في هامبورغ',
  after: 'كنت قد أرسلت لي ',
}

/** A message with every kind of link, in English and in Arabic: the scenario `chat-links`. */
export const linksOf = (): readonly Rich[] => [written(english), written(arabic)]

function written({ before, guide: words, call, write, shop, after }: Words): Rich {
  const direction = /\p{Script=Arabic}/u.test(before) ? 'rtl' : 'ltr'
  const paragraph = (...children: Inline[]): Rich[number] => ({
    kind: 'paragraph',
    direction,
    children,
  })
  return [
    paragraph(
      text(before),
      { kind: 'link', page: guide, children: [text(words)] },
      text(', '),
      { kind: 'link', page: guide, children: [text('https://nordlicht.example/guides')] },
      text(', '),
      {
        kind: 'link',
        page: guide,
        children: [{ kind: 'strong', children: [text('Booking.com')] }],
      },
      text(', '),
      { kind: 'link', page: blog, children: [{ kind: 'picture', text: '' }] },
      text('.'),
    ),
    paragraph(
      { kind: 'contact', target: '+49 40 5550142', children: [text(call)] },
      text(', '),
      { kind: 'contact', target: 'help@nordlicht.example', children: [text(write)] },
      text(', '),
      { kind: 'contact', target: '53.5511, 9.9937', children: [text(shop)] },
      text('.'),
    ),
    paragraph(
      text(after),
      { kind: 'refused', host: 'evil.example', children: [text('https://bank.example/login')] },
      text(', '),
      { kind: 'refused', children: [text(shop)] },
      text('.'),
    ),
  ]
}

function text(words: string): Inline {
  return { kind: 'text', text: words }
}
