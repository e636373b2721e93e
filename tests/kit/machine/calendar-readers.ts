import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ICAL from 'ical.js'
import { capture, which } from '../../../scripts/lib/command.ts'

/** What a calendar program understands of an entry. */
interface ReadEntry {
  readonly id: string
  readonly title: string
  readonly description: string
  /** Epoch milliseconds. */
  readonly start: number
  readonly end: number
  readonly hasReminder: boolean
}

/** Other people's readers of iCalendar: of Thunderbird, and, where Debian's `khal` and `libical3` are installed, of khal and of GNOME and KDE. */
export const calendarReaders: Readonly<Record<string, (file: string) => readonly ReadEntry[]>> = {
  'ical.js': readByIcalJs,
  ...(which('khal') === undefined ? {} : { khal: readByKhal }),
  ...(hasLibical() ? { libical: readByLibical } : {}),
}

function readByIcalJs(file: string): readonly ReadEntry[] {
  const calendar = new ICAL.Component(ICAL.parse(file))
  return calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component)
    return {
      id: event.uid,
      title: event.summary,
      description: event.description,
      start: event.startDate.toJSDate().getTime(),
      end: event.endDate.toJSDate().getTime(),
      hasReminder: component.getFirstSubcomponent('valarm') !== null,
    }
  })
}

const KHAL_CONFIG = `
[calendars]
[[none]]
path = none
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%dT%H:%MZ
longdatetimeformat = %Y-%m-%dT%H:%MZ
`

function readByKhal(file: string): readonly ReadEntry[] {
  const folder = mkdtempSync(join(tmpdir(), 'callpoint-khal-'))
  try {
    writeFileSync(join(folder, 'config'), KHAL_CONFIG)
    writeFileSync(join(folder, 'entry.ics'), file)
    const fields = ['uid', 'title', 'description', 'start', 'end', 'alarm-symbol']
    const format = `${fields.map((field) => `{${field}}`).join('\u001f')}\u001e`
    const env = { ...process.env, LC_ALL: 'C.UTF-8', HOME: folder, XDG_DATA_HOME: folder }
    const args = ['-c', join(folder, 'config'), 'printics', '-f', format, 'entry.ics']
    const { code, stdout, stderr } = capture('khal', args, { cwd: folder, env })
    if (code !== 0) throw new Error(stderr)
    // Its first line says how many there are.
    const entries = stdout.slice(stdout.indexOf('\n') + 1).split('\u001e\n')
    return entries.slice(0, -1).map((entry) => {
      const [id = '', title = '', description = '', start = '', end = '', reminder = ''] =
        entry.split('\u001f')
      return {
        id,
        title,
        description,
        start: Date.parse(start),
        end: Date.parse(end),
        hasReminder: reminder !== '',
      }
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Reads a file from standard input by libical, with its check of what RFC 5545 and 5546 want; seconds become milliseconds. */
const BY_LIBICAL = `
import ctypes, json, sys
lib = ctypes.CDLL('libical.so.3')
class Time(ctypes.Structure):
    _fields_ = [(name, ctypes.c_int) for name in 'year month day hour minute second is_date is_daylight'.split()] + [('zone', ctypes.c_void_p)]
pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
def call(name, answer, *types):
    function = getattr(lib, name)
    function.restype, function.argtypes = answer, types
    return function
parse = call('icalparser_parse_string', pointer, text)
check = call('icalrestriction_check', number, pointer)
faults = call('icalcomponent_count_errors', number, pointer)
first = call('icalcomponent_get_first_component', pointer, pointer, number)
following = call('icalcomponent_get_next_component', pointer, pointer, number)
kind = call('icalcomponent_string_to_kind', number, text)
count = call('icalcomponent_count_components', number, pointer, number)
seconds = call('icaltime_as_timet_with_zone', ctypes.c_long, Time, pointer)
calendar = parse(sys.stdin.buffer.read())
check(calendar)
if faults(calendar): sys.exit('libical finds %d faults' % faults(calendar))
def word(event, name): return call('icalcomponent_get_' + name, text, pointer)(event).decode()
def at(event, name):
    time = call('icalcomponent_get_' + name, Time, pointer)(event)
    return 1000 * seconds(time, time.zone)
event, found = first(calendar, kind(b'VEVENT')), []
while event:
    found.append(dict(id=word(event, 'uid'), title=word(event, 'summary'), description=word(event, 'description'),
        start=at(event, 'dtstart'), end=at(event, 'dtend'), hasReminder=count(event, kind(b'VALARM')) > 0))
    event = following(calendar, kind(b'VEVENT'))
print(json.dumps(found))
`

function hasLibical(): boolean {
  return capture('python3', ['-c', "import ctypes; ctypes.CDLL('libical.so.3')"]).code === 0
}

function readByLibical(file: string): readonly ReadEntry[] {
  const folder = mkdtempSync(join(tmpdir(), 'callpoint-libical-'))
  try {
    writeFileSync(join(folder, 'read.py'), BY_LIBICAL)
    writeFileSync(join(folder, 'entry.ics'), file)
    const { code, stdout, stderr } = capture('sh', ['-c', 'python3 read.py < entry.ics'], {
      cwd: folder,
    })
    if (code !== 0) throw new Error(stderr)
    return JSON.parse(stdout) as readonly ReadEntry[]
  } finally {
    rmSync(folder, { recursive: true })
  }
}
