import type { Random } from '../../../simulator/support/random.ts'

/** Short and said again and again, and hard to tell from each other: what a matching by text may mix up. */
const SHORT = [
  'ok',
  'OK',
  'ok!',
  'ok?',
  'yes',
  'yes yes',
  'no',
  '?',
  '??',
  '👍',
  '👍🏽',
  'danke',
  '1',
]

const ODD = [
  'a < b && c > d',
  '<b>bold</b> & "quoted"',
  '&amp; as it is written, &lt;3',
  'line one\nline two\n\nline four',
  'Grüße aus Köln, Ö wie Öl',
  'e\u0301 and é are one letter',
  'مرحبا، أريد تغيير العنوان',
  'שלום, יש לי שאלה',
  '你好，我的订单在哪里？',
  'tab\there and  two  blanks',
  '{"json": [1, 2, "</script>"]}',
  '🧑‍🦼 family 👨‍👩‍👧 flag 🇵🇹',
  'https://example.com/a?b=1&c=2#d',
]

/** The next message of a customer: some repeat, some are odd, most are of their own. */
export function phrase(random: Random, number: number): string {
  const draw = random.next()
  if (draw < 0.3) return random.pick(SHORT)
  if (draw < 0.45) return random.pick(ODD)
  if (draw < 0.5) return `${'a long story '.repeat(random.int(5, 100))}no. ${number}`
  return `message no. ${number} ${random.hex(random.int(1, 12))}`
}
