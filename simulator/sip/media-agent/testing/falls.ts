// An automatic agent that falls as soon as it is told to start.
process.on('message', () => process.exit(3))
process.on('disconnect', () => process.exit())
