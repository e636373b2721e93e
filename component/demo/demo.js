/* The page's own script: settings out of the address, events onto the page. */
const component = document.querySelector('oscc-click-to-dial')
const log = document.querySelector('.events')

for (const [name, value] of new URLSearchParams(location.search)) {
  if (name.startsWith('--')) document.body.style.setProperty(name, value)
  else component.setAttribute(name, value)
}
for (const name of ['state', 'connected', 'ended']) {
  component.addEventListener(`oscc-ctd-${name}`, ({ type, detail }) => {
    const line = document.createElement('li')
    line.textContent = `${type} ${JSON.stringify(detail)}`
    log.append(line)
  })
}
