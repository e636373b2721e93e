/** For tests: a zone file of version 2: its changes (epoch seconds, offset), the offset before, and its rule. */
export function zoneFile(
  before: number,
  changes: readonly (readonly [number, number])[],
  rule: string,
) {
  const offsets = [before, ...changes.map(([, offset]) => offset)]
  const head = (times: number, types: number): Buffer => {
    const bytes = Buffer.alloc(44)
    bytes.write('TZif2')
    bytes.writeUInt32BE(times, 32)
    bytes.writeUInt32BE(types, 36)
    bytes.writeUInt32BE(4, 40)
    return bytes
  }
  const type = (offset: number): Buffer => {
    const bytes = Buffer.alloc(6)
    bytes.writeInt32BE(offset)
    return bytes
  }
  const times = changes.map(([at]) => {
    const bytes = Buffer.alloc(8)
    bytes.writeBigInt64BE(BigInt(at))
    return bytes
  })
  return Buffer.concat([
    ...[head(0, 1), type(0), Buffer.from('UTC\0')],
    ...[head(changes.length, offsets.length), ...times],
    ...[Buffer.from(changes.map((_, n) => n + 1)), ...offsets.map(type), Buffer.from('UTC\0')],
    Buffer.from(`\n${rule}\n`),
  ])
}
