// What the browser tests share: a browser, people, and the trial's own routes.
// run.js starts the trial and says in BASE where it is.
const { chromium } = require('playwright-core');

const base = process.env.BASE || 'http://127.0.0.1:8080';
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

// launch starts the browser.
const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: flags });

// call asks the trial for JSON; a refusal is an error that says why.
async function call(method, path, body, token) {
  const headers = { Accept: 'application/json', 'Content-Type': 'application/json' };
  if (token) headers.Authorization = `Bearer ${token}`;
  const answer = await fetch(base + path, { method, headers, body: body && JSON.stringify(body) });
  const json = await answer.json();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(json)}`);
  return json;
}

// reset makes a known start: data is empty, company or demo.
const reset = (data = 'company', now) => call('POST', '/_local/reset', { data, now });

// as gives a person's own call(method, path, body).
async function as(who) {
  const { token } = await call('POST', '/_local/sign-in', { email: `${who}@demo.example` });
  return (method, path, body) => call(method, path, body, token);
}

// open gives a page of somebody who is signed in. Without script the look is
// { script: false }.
async function open(browser, who, look = {}) {
  const context = await browser.newContext({ viewport: { width: look.width || 1280, height: look.height || 900 }, locale: 'zh-CN',
    colorScheme: look.scheme || 'light', javaScriptEnabled: look.script !== false, hasTouch: !!look.touch, bypassCSP: look.csp === false });
  if (look.lang) await context.addCookies([{ name: 'lang', value: look.lang, url: base }]);
  const page = await context.newPage();
  page.errors = [];
  page.on('pageerror', (e) => page.errors.push(e.message));
  page.on('console', (m) => { if (m.type() === 'error' && !/status of (4\d\d)/.test(m.text())) page.errors.push(m.text()); });
  if (who) {
    await page.goto(`${base}/sign-in`);
    await page.locator(`form:has(input[name=staff][value="${who}"]) button, button[name=staff][value="${who}"]`).first().click();
    if (look.lang) await context.addCookies([{ name: 'lang', value: look.lang, url: base }]);
  }
  return page;
}

module.exports = { base, launch, call, reset, as, open };
