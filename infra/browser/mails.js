// Puts mails on contact sheets, to be looked at: every kind in every language,
// at 600 and at 390 px, light and dark.
//
//   node mails.js http://127.0.0.1:8080 /tmp/mails       from the local mailbox
//   node mails.js /tmp/samples /tmp/mails                from a folder of HTML files
//
// A folder of samples, one of each kind: go test ./shared/notify -samples /tmp/samples
const fs = require('fs');
const path = require('path');
const { chromium } = require('playwright-core');

const [source, out] = process.argv.slice(2);
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const looks = [[600, 'light'], [600, 'dark'], [390, 'light'], [390, 'dark']];

// fromFolder are the samples that the tests wrote.
const fromFolder = (dir) => fs.readdirSync(dir).filter((f) => f.endsWith('.html')).sort()
  .map((f) => ({ name: f.slice(0, -5), html: fs.readFileSync(path.join(dir, f), 'utf8') }));

// fromMailbox are the last mail of each kind and language that the product sent.
async function fromMailbox(base) {
  const { items } = await (await fetch(`${base}/_local/mails`, { headers: { Accept: 'application/json' } })).json();
  const last = new Map(items.map((m) => [`${m.kind}.${m.language}`, m.html]));
  return [...last].sort().map(([name, html]) => ({ name, html }));
}

// take shows one mail as its reader sees it, as far down as a sheet has room.
async function take(page, html, width) {
  await page.setViewportSize({ width, height: 200 });
  await page.setContent(html);
  const { height, wide } = await page.evaluate(() => ({ height: document.body.scrollHeight, wide: document.documentElement.scrollWidth }));
  const shot = await page.screenshot({ fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(height, 1500) } });
  return { shot: shot.toString('base64'), wide: wide > width };
}

const sheet = (title, cards) => `<style>body{margin:12px;font:600 15px sans-serif;background:#8a94a3;width:2040px}main{display:flex;gap:12px;align-items:flex-start}figure{margin:0}img{display:block}</style>
<p>${title}</p><main>${cards.map((c) => `<figure><img src="data:image/png;base64,${c.shot}"></figure>`).join('')}</main>`;

(async () => {
  fs.mkdirSync(out, { recursive: true });
  const mails = source.startsWith('http') ? await fromMailbox(source) : fromFolder(source);
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: flags });
  const pages = {};
  for (const scheme of ['light', 'dark']) pages[scheme] = await (await browser.newContext({ colorScheme: scheme })).newPage();
  const board = await browser.newPage({ viewport: { width: 2064, height: 300 } });
  for (const { name, html } of mails) {
    const cards = [];
    for (const [width, scheme] of looks) cards.push(await take(pages[scheme], html, width));
    if (cards.some((c) => c.wide)) { console.log(`${name}: wider than its window`); process.exitCode = 1; }
    await board.setContent(sheet(name, cards));
    await board.screenshot({ path: path.join(out, `${name}.png`), fullPage: true });
  }
  await browser.close();
  console.log(`${mails.length} mails on sheets in ${out}`);
})();
