// Opens every page that the route table knows, as the people of the
// demonstration, in both languages, wide and on a phone, light and dark. It
// fails on serious findings of axe, sideways scrolling, console errors, raw
// message keys, broken links, and on a route that nobody opened.
//
//   node crawl.js http://127.0.0.1:8080
const { chromium } = require('playwright-core');
const axe = require('axe-core').source;

const base = process.argv[2] || 'http://127.0.0.1:8080';
const people = ['sales', 'sales2', 'office', 'head', 'office2', 'general-affairs', 'gate', 'finance', 'director', 'admin'];
const looks = [
  { lang: 'zh', width: 1280, scheme: 'light' }, { lang: 'en', width: 390, scheme: 'dark' },
  { lang: 'en', width: 1280, scheme: 'dark' }, { lang: 'zh', width: 390, scheme: 'light' },
];
// What a crawl cannot open from a link: a mailed link, a file, its way back from the bucket, a picture, one's own form after an error.
const elsewhere = new Set(['/l/{token}', '/files/{f}', '/receptions/{r}/uploads/{u}', '/company/logo', '/sign-in/code', '/openapi.json']);
const perRoute = 2; // pages of one route that one person looks at
const findings = [];
const opened = new Map(); // route → how often

function routeOf(paths, url) {
  const parts = new URL(url).pathname.split('/');
  return paths.find((p) => {
    const want = p.split('/');
    return want.length === parts.length && want.every((w, i) => w.startsWith('{') || w === parts[i]);
  });
}

function note(who, look, url, text) {
  findings.push(`${who} ${look.lang} ${look.width} ${look.scheme} ${new URL(url).pathname}: ${text}`);
}

// inspect looks at the page that is open.
async function inspect(page, who, look, url) {
  const text = await page.evaluate(() => document.body.innerText);
  const raw = text.match(/\b(page|word|fault|letter|reception|report|print)\.[a-z-]+\b/g);
  if (raw) note(who, look, url, `raw keys ${[...new Set(raw)].join(' ')}`);
  const told = await page.evaluate(() => document.documentElement.lang);
  if (!told.startsWith(look.lang)) note(who, look, url, `written in ${told}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 1) note(who, look, url, `scrolls ${wide} px sideways`);
  await page.evaluate(axe);
  const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  for (const v of result.violations.filter((x) => x.impact === 'serious' || x.impact === 'critical')) {
    note(who, look, url, `axe ${v.id}: ${v.nodes.slice(0, 2).map((n) => n.target.join(' ')).join(', ')}`);
  }
}

// crawl follows links as one person in one look.
async function crawl(browser, paths, who, look, seen) {
  const context = await browser.newContext({ viewport: { width: look.width, height: 900 }, colorScheme: look.scheme, bypassCSP: true });
  const page = await context.newPage();
  let here = base;
  page.on('console', (m) => { if (m.type() === 'error' && !/status of 40[34]/.test(m.text())) note(who, look, here, `console: ${m.text()}`); });
  page.on('pageerror', (e) => note(who, look, here, `script: ${e.message}`));
  await page.goto(`${base}/sign-in`);
  await page.locator(`form:has(input[name=staff][value="${who}"]) button, button[name=staff][value="${who}"]`).first().click();
  await context.addCookies([{ name: 'lang', value: look.lang, url: base }]);
  const queue = ['/receptions?state=draft', '/', '/gate', '/reports', '/company', '/search?q=%E6%B7%B1'].map((p) => base + p);
  const count = new Map(), done = new Set();
  while (queue.length) {
    const url = queue.shift();
    const route = routeOf(paths, url);
    if (done.has(url) || !route || (count.get(route) || 0) >= perRoute) continue;
    done.add(url);
    here = url;
    const answer = await page.goto(url).catch((e) => (/Download|ERR_ABORTED/.test(e.message) ? null : Promise.reject(e)));
    opened.set(route, (opened.get(route) || 0) + 1);
    count.set(route, (count.get(route) || 0) + 1);
    if (!answer) continue;
    const status = answer.status();
    if (status === 403 && ['/gate', '/reports', '/company'].includes(route)) continue;
    if (status !== 200) { note(who, look, url, `status ${status}, linked from a page`); continue; }
    if (!/html/.test(answer.headers()['content-type'] || '')) continue;
    const key = `${route} ${look.lang} ${look.width} ${look.scheme} ${who === 'office' || who === 'sales' ? who : 'other'}`;
    if (!seen.has(key)) { seen.add(key); await inspect(page, who, look, url); }
    if (route === '/mailbox') continue; // the trial's mailbox holds everybody's links
    for (const href of await page.$$eval('a[href]', (list) => list.map((a) => a.href))) {
      if (href.startsWith(base)) queue.push(href.split('#')[0]);
      if (/\/plan\/edit$/.test(href)) queue.push(href.replace(/\/edit$/, ''));
    }
    if (await page.$('form[data-shrink][action$="/files"]')) queue.push(await page.$eval('form[data-shrink]', (f) => f.action.replace(/files$/, 'uploads'))); // linked without a script
  }
  await context.close();
}

(async () => {
  const api = await (await fetch(`${base}/openapi.json`)).json();
  const paths = Object.keys(api.paths).filter((p) => api.paths[p].get && !p.startsWith('/_local')).sort((a, b) => (a.includes('{') ? 1 : 0) - (b.includes('{') ? 1 : 0));
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
  const seen = new Set();
  for (const look of looks) for (const who of people) await crawl(browser, paths, who, look, seen);
  await browser.close();
  for (const p of paths) if (!opened.has(p) && !elsewhere.has(p)) findings.push(`nobody opened ${p}`);
  const different = [...new Set(findings)];
  for (const f of different) console.log(f);
  console.log(`${[...opened.values()].reduce((a, b) => a + b, 0)} pages of ${opened.size} routes opened, ${seen.size} inspected, ${different.length} findings`);
  process.exit(different.length ? 1 : 0);
})();
