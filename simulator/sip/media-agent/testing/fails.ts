// An automatic agent whose native module cannot be loaded.
process.on('message', () => {
  process.send?.({ type: 'failed', reason: 'Cannot find module here\nRequire stack: ...' })
})
process.on('disconnect', () => process.exit())
