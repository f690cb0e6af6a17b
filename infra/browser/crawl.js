// Opens every page that the route table knows, as every person of the
// demonstration who may, and every kind of mailed link as somebody who is not
// signed in; in both languages, and there wide and on a phone, light and dark. It
// fails on serious findings of axe, sideways scrolling, console errors, raw
// message keys, broken links, and on a route that nobody opened.
//
//   node crawl.js http://127.0.0.1:8080
const { base, launch, call, open } = (process.env.BASE ||= process.argv[2] || 'http://127.0.0.1:8080', require('./lib.js'));
const inspector = require('./inspect.js');

const people = ['sales', 'sales2', 'office', 'head', 'office2', 'general-affairs', 'gate', 'finance', 'director', 'admin'];
const start = ['/customers?q=%E8%BF%9C%E6%99%AF', '/receptions?state=draft', '/', '/gate', '/reports', '/company', '/search?q=%E6%B7%B1'];
const closed = ['/customers', '/gate', '/reports', '/company']; // asked for by everybody, for not everybody
// What is no page: a file, its way back from the bucket, a picture, the description of the interface.
const noPage = new Set(['/files/{f}', '/receptions/{r}/uploads/{u}', '/company/logo', '/openapi.json']);
const perRoute = 2; // pages of one route that one person looks at in one language
const everyState = { '/receptions/{r}': 12 };
const findings = new Set();
const opened = new Map(); // route → how often

const note = (who, lang, url, text) => findings.add(`${who} ${lang} ${new URL(url).pathname.replace(/^\/l\/.*/, '/l/…')}: ${text}`);

// routeOf finds the route of an address; those without parameters stand first.
function routeOf(routes, url) {
  const parts = new URL(url).pathname.split('/');
  return routes.find((p) => {
    const want = p.split('/');
    return want.length === parts.length && want.every((w, i) => w.startsWith('{') || w === parts[i]);
  });
}

// visitor opens a browser for one person, or for a stranger, in one language.
async function visitor(browser, who, lang) {
  const page = await open(browser, who, { lang, csp: false });
  const look = inspector((url, text) => note(who || 'stranger', lang, url, text), lang);
  return { page, who: who || 'stranger', lang, look };
}

// see opens one address and looks at it; null where there is no page to look at.
async function see(v, route, url) {
  v.page.errors.length = 0;
  await v.page.setViewportSize({ width: 1280, height: 900 });
  const answer = await v.page.goto(url).catch((e) => (/Download|ERR_ABORTED/.test(e.message) ? null : Promise.reject(e)));
  opened.set(route, (opened.get(route) || 0) + 1);
  if (!answer || ([403, 404].includes(answer.status()) && closed.includes(route))) return null;
  if (answer.status() !== 200) { note(v.who, v.lang, url, `status ${answer.status()}, linked from a page`); return null; }
  if (!/html/.test(answer.headers()['content-type'] || '')) return null;
  await v.look(v.page, url);
  for (const e of v.page.errors) note(v.who, v.lang, url, `console: ${e}`);
  return v.page;
}

// onward lists where a page leads.
async function onward(page) {
  const hrefs = (await page.$$eval('a[href]', (list) => list.map((a) => a.href))).filter((h) => h.startsWith(base)).map((h) => h.split('#')[0]);
  const plans = hrefs.filter((h) => /\/plan\/edit$/.test(h)).map((h) => h.replace(/\/edit$/, ''));
  const uploads = await page.$$eval('form[data-shrink][action$="/files"]', (list) => list.map((f) => f.action.replace(/files$/, 'uploads'))); // linked without a script
  return [...hrefs, ...plans, ...uploads];
}

// crawl follows links as one person in one language.
async function crawl(browser, routes, who, lang) {
  const v = await visitor(browser, who, lang);
  const queue = start.map((p) => base + p);
  const count = new Map(), done = new Set();
  while (queue.length) {
    const url = queue.shift(), route = routeOf(routes, url);
    if (done.has(url) || !route || noPage.has(route) || (count.get(route) || 0) >= (everyState[route] || perRoute)) continue;
    done.add(url);
    count.set(route, (count.get(route) || 0) + 1);
    const page = await see(v, route, url);
    if (page && route !== '/mailbox') queue.push(...await onward(page)); // the trial's mailbox holds everybody's links
  }
  await v.page.context().close();
}

// mailed lists a few links of each kind of mail and purpose, old ones and new ones.
async function mailed() {
  const { items } = await call('GET', '/_local/mails');
  const kinds = new Map();
  for (const m of items) {
    for (const l of m.links.filter((x) => /\/l\//.test(x.url))) {
      const key = `${m.kind} ${l.rel}`;
      kinds.set(key, [...(kinds.get(key) || []), l.url]);
    }
  }
  return [...kinds.values()].flatMap((urls) => [...new Set([urls[0], urls[urls.length >> 1], urls[urls.length - 1]])]);
}

// strange opens what a stranger may: signing in, and links from mails.
async function strange(browser, lang) {
  const v = await visitor(browser, '', lang);
  for (const url of await mailed()) await see(v, '/l/{token}', url);
  await v.page.context().clearCookies();
  await v.page.context().addCookies([{ name: 'lang', value: lang, url: base }]);
  await see(v, '/sign-in', `${base}/sign-in`);
  await v.page.fill('input[name=email]', 'sales@demo.example');
  await v.page.press('input[name=email]', 'Enter');
  await v.page.waitForURL('**/sign-in/code?*');
  await see(v, '/sign-in/code', v.page.url());
  await v.page.context().close();
}

(async () => {
  const api = await call('GET', '/openapi.json');
  const routes = Object.keys(api.paths).filter((p) => api.paths[p].get && !p.startsWith('/_local')).sort((a, b) => (a.includes('{') ? 1 : 0) - (b.includes('{') ? 1 : 0));
  const browser = await launch();
  await Promise.all(['zh', 'en'].map(async (lang) => { // side by side
    await strange(browser, lang);
    for (const who of people) await crawl(browser, routes, who, lang);
  }));
  await browser.close();
  for (const p of routes) if (!opened.has(p) && !noPage.has(p)) findings.add(`nobody opened ${p}`);
  for (const f of findings) console.log(f);
  const sum = [...opened.values()].reduce((a, b) => a + b, 0);
  console.log(`${sum} pages of ${opened.size} routes opened, each in 4 looks; ${inspector.inspected()} showed something new and were inspected by axe, ${findings.size} findings`);
  process.exit(findings.size ? 1 : 0);
})();
