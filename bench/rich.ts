import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { repositoryRoot } from '../scripts/lib/paths.ts'
import type { UrlPolicy } from '../src/main/viewer/url-policy.ts'
import { median, type Bench } from './lib/figure.ts'

const ROUNDS = 400
const WARM = 100
/** Readings in one round: a single one is too short to be measured. */
const READINGS = 5
const CHARACTERS = 3000

const policy: UrlPolicy = { linkHosts: ['*'], viewHosts: [], privateHosts: [], maxLength: 2048 }

/** This checkout's reader of an agent's message beside another one's, in one process, taking turns. */
export const rich: Bench = {
  name: 'rich',
  about: `reading a message of ${String(CHARACTERS)} characters with a table, --against FOLDER`,
  needsPeer: true,
  async run(peer = repositoryRoot) {
    const [ours, theirs] = [await readerOf(repositoryRoot), await readerOf(peer)]
    const message = messageOf(CHARACTERS)
    const pairs: (readonly [number, number])[] = []
    for (let round = 0; round < ROUNDS + WARM; round += 1) {
      const first = round % 2 === 0 ? time(ours, message) : undefined
      const other = time(theirs, message)
      pairs.push([first ?? time(ours, message), other])
    }
    const counted = pairs.slice(WARM)
    return [
      {
        name: 'rich',
        value: median(counted.map(([mine]) => mine)),
        floor: median(counted.map(([, other]) => other)),
        unit: 'us',
        goal: 1.2,
        n: counted.length,
      },
    ]
  },
}

type Reader = (markup: string) => unknown

async function readerOf(root: string): Promise<Reader> {
  const file = pathToFileURL(join(root, 'src', 'main', 'chat', 'rich.ts')).href
  // eslint-disable-next-line no-unsanitized/method -- the folder was named on the command line
  const module = (await import(file)) as { parseRich(markup: string, policy: UrlPolicy): unknown }
  return (markup) => module.parseRich(markup, policy)
}

/** Microseconds for one reading. */
function time(read: Reader, message: string): number {
  const from = performance.now()
  for (let each = 0; each < READINGS; each += 1) read(message)
  return ((performance.now() - from) * 1000) / READINGS
}

/** What an agent pastes from a word processor: text with marks and links, a list and a table. */
function messageOf(characters: number): string {
  const head =
    '<p class="MsoNormal" style="margin:0cm;font-size:11.0pt;font-family:Calibri,sans-serif">' +
    'Dear customer, here are <b>our prices</b> for <i>2027</i>; see ' +
    '<a href="https://www.example.com/prices?year=2027">all of them</a>.</p>' +
    '<ul><li>Prices include tax.</li><li>Delivery is <span style="font-weight:bold">free</span>.</li></ul>' +
    '<table border="1" cellspacing="0" style="border-collapse:collapse"><tbody>' +
    '<tr><th>Model</th><th>Price</th><th>In stock</th></tr>'
  const foot = '</tbody></table><p>Kind regards,<br>Mira Lindqvist<br>www.example.com</p>'
  let rows = ''
  for (let at = 1; head.length + rows.length + foot.length < characters; at += 1) {
    rows +=
      `<tr><td style="padding:0cm 5.4pt"><p>Fjord ${String(at)}</p></td>` +
      `<td align="right">${String(at * 20)}.90&nbsp;&euro;</td><td>${at % 3 === 0 ? '' : 'yes'}</td></tr>`
  }
  return head + rows + foot
}
