// The day of a visit, as those who live it see it: the host on a phone with a
// slow network, the gate with one hand, guests and approvers by their mailed
// links, and a mail scanner that opens and presses everything.
const { test, before, after, beforeEach } = require('node:test');
const assert = require('node:assert/strict');
const axe = require('axe-core').source;
const { base, launch, call, reset, as, open } = require('./lib.js');

const morning = '2026-11-27T09:40:00+08:00'; // a Friday of the demonstration
let browser, visiting, office;

before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });
beforeEach(async () => {
  await reset('demo', morning);
  await call('POST', '/_local/clock', { now: '2026-11-27T10:05:00+08:00' }); // what is due by now has happened
  office = await as('office');
  const list = (await office('GET', '/receptions?limit=100')).items;
  visiting = list.find((r) => r.state === 'visiting').number;
});

const seen = () => office('GET', `/receptions/${visiting}`);
const checkins = (v) => v.history.filter((h) => h.what === 'reception.checked-in').length;

// links are the mailed links of a kind, newest last.
async function links(rel, to = '', reception = '') {
  const mails = (await call('GET', `/_local/mails?reception=${reception}`)).items;
  return mails.filter((m) => m.to.join().includes(to)).flatMap((m) => m.links.filter((l) => l.rel === rel).map((l) => new URL(l.url).pathname));
}

// go presses something that leads to a page.
async function go(page, press) {
  await Promise.all([page.waitForNavigation(), press()]);
}

// looked fails on what axe finds serious, and on sideways scrolling.
async function looked(page) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 1, `${page.url()} scrolls ${wide} px sideways`);
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  assert.deepEqual(found.violations.filter((v) => /serious|critical/.test(v.impact)).map((v) => `${v.id}: ${v.nodes[0].target}`), [], page.url());
}

// visitor is somebody without an account on a phone.
async function visitor(look = {}) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: look.lang || 'zh-CN', colorScheme: look.scheme || 'light', bypassCSP: true, javaScriptEnabled: look.script !== false });
  return context.newPage();
}

test('the host works on a slow network, and two taps count once', async () => {
  const page = await open(browser, 'office2', { width: 390, height: 844, touch: true });
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 400, downloadThroughput: 400e3 / 8, uploadThroughput: 200e3 / 8 });
  const from = Date.now();
  await page.goto(`${base}/receptions/${visiting}/host`, { waitUntil: 'domcontentloaded' });
  const arrived = page.locator('.thumbs button.primary');
  await arrived.waitFor();
  const took = Date.now() - from;
  console.log(`host page usable after ${took} ms at 400 kbit/s, 400 ms`);
  assert.ok(took < 10000, `${took} ms`);
  const before = await seen();
  assert.equal(before.counts.checked_in, 1);
  const box = await arrived.boundingBox();
  assert.ok(box.height >= 48, 'a thumb finds the button');
  await arrived.evaluate((b) => { b.click(); b.click(); });
  await page.waitForURL(/done=checkin/);
  const then = await seen();
  assert.equal(then.counts.checked_in, 2);
  assert.equal(checkins(then), checkins(before) + 1, 'one event');
  await go(page, () => page.locator('button', { hasText: '晚 10 分钟' }).click());
  assert.match(page.url(), /done=delay/);
  const later = (await seen()).plan.items;
  await go(page, () => page.locator('button', { hasText: '改回' }).click());
  const back = (await seen()).plan.items;
  assert.equal(new Date(later[1].start) - new Date(back[1].start), 600000);
  assert.deepEqual(page.errors, []);
});

test('a photo of the host is made small enough and sent by itself', async () => {
  const page = await open(browser, 'office2', { width: 390, height: 844 });
  await page.goto(`${base}/receptions/${visiting}/host`);
  assert.equal(await page.getAttribute('#photo', 'capture'), 'environment');
  const picture = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 4000, height: 3000 });
    const c = canvas.getContext('2d');
    for (let i = 0; i < 20000; i++) { c.fillStyle = `hsl(${(i * 137) % 360} 80% 50%)`; c.fillRect((i * 7919) % 4000, (i * 104729) % 3000, 60, 40); }
    const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.95));
    return [...new Uint8Array(await blob.arrayBuffer())];
  });
  assert.ok(picture.length > 1e6, `${picture.length} bytes`);
  await go(page, () => page.setInputFiles('#photo', { name: 'IMG_1.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(picture) }));
  assert.match(page.url(), /done=photo/);
  const [file] = (await seen()).files;
  assert.equal(file.kind, 'photo');
  assert.ok(file.size < picture.length / 2, `${file.size} of ${picture.length} bytes`);
});

for (const script of [true, false]) {
  test(`the gate lets a group in and takes it back, ${script ? 'with' : 'without'} script`, async () => {
    const page = await open(browser, 'office', { width: 390, height: 844, script });
    const number = await day(300);
    await page.goto(`${base}/gate`);
    const party = page.locator(`#party-${number}`);
    for (const i of [0, 1, 2, 3, 4]) await party.locator('input[type=checkbox]').nth(i).check();
    await go(page, () => party.locator('.gate-group button').first().click());
    assert.match(await page.textContent('.verdict.green'), /可以进入[\s\S]*5 人/);
    assert.equal((await office('GET', `/receptions/${number}`)).counts.checked_in, 5);
    await go(page, () => page.locator('.verdict button').click());
    assert.match(await page.textContent('.verdict'), /已撤销/);
    assert.equal((await office('GET', `/receptions/${number}`)).counts.checked_in, 0);
    assert.deepEqual(page.errors, []);
  });
}

// day moves the clock to the day of a visit with that many guests, which is
// made here and confirmed.
async function day(guests) {
  const sales = await as('sales');
  const head = await as('head');
  const made = await sales('POST', '/receptions', { policy: 'envicool', customer: { name: '人多公司' }, start: '2026-12-01T09:00:00+08:00', end: '2026-12-01T17:00:00+08:00', purpose: '参观', requirements: '无', questions: '无', wishes: '参观',
    guests: Array.from({ length: guests }, (_, i) => ({ name: `来宾${i + 1}`, position: '经理' })) });
  const { number, version } = await sales('POST', `/receptions/${made.id}/submit`, { version: made.version });
  let v = await office('POST', `/receptions/${number}/accept`, { version, specialist: 'office2' });
  v = await office('POST', `/receptions/${number}/plan`, { version: v.version, items: [{ kind: 'talk', start: '2026-12-01T09:00:00+08:00', end: '2026-12-01T10:00:00+08:00', people: [{ staff: 'sales', role: 'host' }] }], people: [{ staff: 'sales', role: 'host' }] });
  v = await office('POST', `/receptions/${number}/publish`, { version: v.version });
  for (const who of [sales, head]) {
    v = await who('GET', `/receptions/${number}`);
    await who('POST', `/receptions/${number}/review`, { version: v.version, answers: { executability: 'yes', necessity: 'yes' } });
  }
  await call('POST', '/_local/clock', { now: '2026-12-01T08:45:00+08:00' });
  return number;
}

test('the gate takes a pass of whichever visit, a name, and says no', async () => {
  const page = await open(browser, 'gate', { width: 390, height: 844 });
  const [guest] = await links('guest', 'john.smith', visiting);
  const { guest: { pass } } = await call('GET', guest);
  await page.goto(`${base}/gate`);
  await page.fill('#pass', 'smith');
  await go(page, () => page.keyboard.press('Enter'));
  assert.equal(await page.locator('.gate-list b').first().textContent(), 'John Smith');
  await page.fill('#pass', pass);
  await go(page, () => page.keyboard.press('Enter'));
  assert.match(await page.textContent('.verdict.green'), /John Smith/);
  await looked(page);
  await page.fill('#pass', 'x'.repeat(80));
  await go(page, () => page.keyboard.press('Enter'));
  assert.match(await page.textContent('.verdict.red'), /不能进入/);
  await looked(page);
  await page.goto(`${base}/gate?verdict=green&r=${visiting}&guest=g0099`);
  assert.equal(await page.locator('.verdict').count(), 0, 'an address alone opens no gate');
});

test('a mail scanner changes nothing', async () => {
  const state = async () => {
    const list = (await office('GET', '/receptions?limit=100')).items.map((r) => r.number);
    const all = await Promise.all(list.map((n) => office('GET', `/receptions/${n}`)));
    const mails = (await call('GET', '/_local/mails')).items.filter((m) => m.kind !== 'sign-in');
    return { versions: all.map((v) => `${v.number} ${v.state} ${v.version}`), events: all.map((v) => v.history.length), mails: mails.length };
  };
  const before = await state();
  const paths = [];
  for (const rel of ['review', 'task', 'guest', 'survey', 'settlement', 'exception']) paths.push(...(await links(rel)).slice(-2));
  assert.ok(paths.length >= 6, `${paths.length} links`);
  let pressed = 0;
  for (const path of paths) {
    const page = await visitor();
    await page.goto(base + path);
    for (const href of await page.$$eval('a[href]', (list) => list.map((a) => a.href))) {
      if (href.startsWith(base)) await page.request.get(href);
    }
    const n = await page.locator('form button').count();
    for (let i = 0; i < n; i++) {
      await page.goto(base + path);
      const button = page.locator('form button').nth(i);
      if (await button.count() === 0) continue;
      const form = await button.evaluate((b) => new URL(b.form.action || location.href).pathname);
      if (form === '/language') continue;
      await go(page, () => button.evaluate((b) => b.form.requestSubmit(b)));
      pressed++;
    }
    await page.context().close();
  }
  assert.ok(pressed >= paths.length, `${pressed} buttons pressed`);
  assert.deepEqual(await state(), before);
});

test('a foreign guest reads his page on a phone', async () => {
  const [path] = await links('guest', 'john.smith', visiting);
  for (const scheme of ['light', 'dark']) {
    const page = await visitor({ lang: 'en-GB', scheme });
    await page.goto(base + path);
    assert.equal(await page.textContent('h1'), 'Welcome, John Smith');
    const text = await page.$$eval('main :is(h1, h2, h3, label, legend, button, .agenda strong)', (list) => list.map((x) => x.textContent).join(' '));
    assert.doesNotMatch(text, /\p{Script=Han}/u);
    assert.equal(await page.locator('.pass svg').count(), 1);
    assert.match(await page.getAttribute('a[href^="tel:"]', 'href'), /^tel:\d+/);
    const body = await page.textContent('main');
    assert.doesNotMatch(body, /张建华|R-2026|¥/, 'nobody else, nothing internal');
    await looked(page);
    await page.context().close();
  }
  const page = await visitor({ lang: 'en-GB' });
  await page.goto(base + path);
  await page.fill('[name=diet]', 'no peanuts');
  await page.check('[name=photo][value=no]');
  await go(page, () => page.locator('button', { hasText: 'Save' }).click());
  assert.match(await page.textContent('[role=status]'), /Saved/);
  assert.equal((await seen()).application.guests[1].diet, 'no peanuts');
  await go(page, () => page.locator('button', { hasText: '简' }).click());
  await page.goto(base + path);
  assert.match(await page.textContent('h1'), /欢迎您/);
});

test('a review by link by keyboard: the code once, a receipt, and back', async () => {
  const { items } = await office('GET', '/receptions?state=review&limit=100');
  const { number } = items.find((r) => r.customer.name === '市住建局'); // its policy asks one question
  const [path] = (await links('review', 'head@', number)).slice(-1);
  const page = await visitor();
  await page.goto(base + path);
  await looked(page);
  assert.equal(await page.locator(':checked').count(), 0, 'nothing is chosen for anybody');
  await tabTo(page, 'input[type=radio]');
  await page.keyboard.press('ArrowRight');
  assert.equal(await page.evaluate(() => document.activeElement.value), 'no');
  await page.evaluate(() => { document.querySelector('[name=comment]').required = false; });
  await tabTo(page, '#decide button');
  await go(page, () => page.keyboard.press('Enter'));
  await enterCode(page);
  assert.match(await page.textContent('main'), /选“否”|意见|必填/);
  assert.equal(await page.inputValue('input[type=radio]:checked'), 'no', 'what was chosen is kept');
  await tabTo(page, 'input[type=radio]');
  await page.keyboard.press('ArrowLeft');
  await tabTo(page, '#decide button');
  await go(page, () => page.keyboard.press('Enter'));
  assert.match(await page.textContent('.receipt'), /赵磊/);
  await looked(page);
  await tabTo(page, '.receipt button');
  await go(page, () => page.keyboard.press('Enter'));
  assert.equal(await page.locator('#decide').count(), 1, 'open again');
});

// tabTo walks with the tab key until the focus is there.
async function tabTo(page, selector) {
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((s) => document.activeElement.matches(s), selector)) return;
  }
  assert.fail(`the tab key does not lead to ${selector}`);
}

// enterCode proves the mailbox with the code that was mailed to it.
async function enterCode(page) {
  const mail = (await call('GET', '/_local/mails?kind=sign-in')).items.pop();
  const [code] = mail.text.match(/\b\d{6}\b/);
  await page.keyboard.type(code);
  await go(page, () => page.keyboard.press('Enter'));
}

test('a reception says what is next, who was not reached, and finishes a task where it stands', async () => {
  const mail = (await call('GET', `/_local/mails?kind=invitation&reception=${visiting}`)).items.find((m) => m.to.join().includes('john.smith'));
  await call('POST', '/_local/deliveries', { mail: mail.id, recipient: 'john.smith@yihao.example', state: 'bounced', reason: 'no such user' });
  for (const look of [{ width: 1280 }, { width: 390, lang: 'en', scheme: 'dark' }]) {
    const page = await open(browser, 'office', look);
    await page.goto(`${base}/receptions/${visiting}`);
    const row = page.locator('#overview tr', { hasText: 'John Smith' });
    assert.match(await row.locator('.delivery.bounced').textContent(), look.lang ? /bounced/ : /退信/);
    assert.equal(await page.locator('.what-now .lead').count(), 1);
    for (const href of await page.$$eval('.sticky-nav a, .reasons a[href^="#"]', (list) => list.map((a) => a.hash))) {
      assert.equal(await page.locator(`[id="${href.slice(1)}"]`).count(), 1, `${href} leads somewhere`);
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 1);
    await page.context().close();
  }
  const page = await open(browser, 'office', { script: false });
  await page.goto(`${base}/receptions/${visiting}`);
  const tasks = async () => (await seen()).tasks.filter((k) => k.state === 'confirmed').length;
  const before = await tasks();
  await go(page, () => page.locator('.desk .task-row button:text-is("完成"):visible').first().click());
  assert.match(page.url(), /done=task#tasks$/);
  assert.equal(await tasks(), before + 1);
});

test('links that are used, forged and of a survey say what to do next', async () => {
  const page = await visitor();
  await page.goto(`${base}/l/AQEGcm-forged`);
  assert.match(await page.textContent('main'), /最近一封邮件/);
  await looked(page);
  const [survey] = (await links('survey')).slice(-1);
  await page.goto(base + survey);
  await looked(page);
  await go(page, () => page.locator('form .primary').click());
  assert.equal(await page.locator('[role=alert]').count(), 1, 'nothing said is nothing sent');
  for (const i of [0, 1, 2, 3]) await page.locator(`#f-answers-${i} label`).nth(4).click();
  await go(page, () => page.locator('form .primary').click());
  assert.match(await page.textContent('.receipt'), /谢谢/);
  await go(page, () => page.locator('a', { hasText: '修改评价' }).click());
  assert.equal(await page.locator(':checked').count(), 4);
  const [task] = (await links('task', 'general-affairs')).slice(-1);
  await page.goto(base + task);
  assert.match(await page.textContent('.task-card'), /期限[\s\S]*客户/);
  await looked(page);
});
