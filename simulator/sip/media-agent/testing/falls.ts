// An automatic agent that crashes when it is started.
process.on('message', () => process.exit(3))
process.on('disconnect', () => process.exit())
