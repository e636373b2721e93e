import { setFlagsFromString } from 'node:v8'

/** The optimising compilers of V8; the interpreter and its baseline compiler stay (ADR 8). */
const WITHOUT = ['--no-opt', '--no-maglev'] as const

interface CommandLine {
  getSwitchValue(name: string): string
  appendSwitch(name: string, value: string): void
}

/** Takes V8's optimising compilers out of this process and, by the command line, out of every renderer to come. */
export function disableOptimizingCompilers(line: CommandLine): void {
  for (const flag of WITHOUT) setFlagsFromString(flag)
  const given = line.getSwitchValue('js-flags')
  line.appendSwitch('js-flags', [given, ...WITHOUT].join(' ').trim())
}
