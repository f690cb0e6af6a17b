// Desk, calendar, list and keys: what stands where, what is kept, what the
// keyboard does.
const { test, before, after } = require('node:test');
const assert = require('node:assert/strict');
const { base, launch, reset, as, open } = require('./lib.js');

let browser;
before(async () => { browser = await launch(); await reset('demo', '2026-11-24T10:00:00+08:00'); });
after(() => browser.close());

test('filters can be kept as a view, opened and dropped; without script too', async () => {
  for (const script of [true, false]) {
    const page = await open(browser, 'office', { script });
    await page.goto(`${base}/receptions?state=planning`);
    await page.fill('#f-name', '在编');
    await page.click('.chips button');
    await page.goto(`${base}/receptions`);
    await page.click('.views a:has-text("在编")');
    assert.match(page.url(), /state=planning/);
    const states = await page.locator('table.receptions tbody td:nth-child(4)').allInnerTexts();
    assert.ok(states.length && states.every((s) => s.includes('编制')), states.join());
    await page.click('.own-views summary');
    await page.click('.own-views button');
    await page.waitForURL(/\/receptions$/);
    assert.equal(await page.locator('.views a:has-text("在编")').count(), 0);
    await page.context().close();
  }
});

test('a task confirmed by mistake is taken back where it was confirmed', async () => {
  const page = await open(browser, 'general-affairs', { script: false });
  const mine = () => page.locator('.owed > li form.act').count();
  const before = await mine();
  await page.locator('.owed > li form.act button').first().click();
  assert.equal(await mine(), before - 1);
  await page.locator('.flash button').click();
  assert.match(await page.locator('.flash').innerText(), /已撤销/);
  assert.equal(await mine(), before);
  await page.context().close();
});

test('after a refusal the same visit is applied for again, with nothing typed twice', async () => {
  const page = await open(browser, 'sales2', { script: false });
  await page.goto(`${base}/receptions?state=declined`);
  await page.click('table.receptions tbody a');
  await page.click('form:has([name=clone_of]) button');
  await page.waitForURL(/\/application\?done=cloned/);
  assert.equal(await page.inputValue('[name="guests[0].name"]'), '吴刚');
  assert.equal(await page.inputValue('[name="start"]'), '');
  await page.context().close();
});

test('who has several reviews decides them one after the other', async () => {
  const page = await open(browser, 'head', { script: false });
  const count = await page.locator('.owed .tag.review').count();
  assert.ok(count > 1);
  await page.click('a[href="/reviews/next"]');
  for (let left = count; left > 0; left--) {
    await page.waitForURL(/\/receptions\/R-/);
    const form = page.locator('#do-review');
    for (const yes of await form.locator('input[value=yes]').all()) await yes.check();
    await form.locator('button.primary').click();
    await page.click('.flash a');
  }
  assert.match(await page.locator('.flash').innerText(), /没有其他待您评审/);
  assert.equal(await page.locator('.owed .tag.review').count(), 0);
  await page.context().close();
});

test('the list goes out as a workbook', async () => {
  const page = await open(browser, 'office');
  await page.goto(`${base}/receptions?state=planning`);
  const [file] = await Promise.all([page.waitForEvent('download'), page.click('a[href^="/receptions.xlsx"]')]);
  assert.match(file.suggestedFilename(), /^receptions-2026-11-24\.xlsx$/);
  await page.context().close();
});

test('the tour is put away for good', async () => {
  const page = await open(browser, 'head', { script: false });
  assert.equal(await page.locator('.tour li').count(), 6);
  for (const href of await page.locator('.tour li a').evaluateAll((list) => list.map((a) => a.href))) {
    assert.equal((await page.context().request.get(href)).status(), 200, href);
  }
  await page.click('.tour button');
  assert.equal(await page.locator('.tour').count(), 0);
  await page.reload();
  assert.equal(await page.locator('.tour').count(), 0);
  await page.context().close();
});

test('the keyboard leads through desk and calendar, and says so', async () => {
  const page = await open(browser, 'office');
  await page.goto(`${base}/`);
  await page.keyboard.press('?');
  await page.locator('dialog.keys[open]').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.type('gc');
  await page.waitForURL(/\/calendar/);
  const title = await page.locator('h1').innerText();
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction((t) => document.querySelector('h1').innerText !== t, title);
  await page.keyboard.press('ArrowLeft');
  await page.waitForFunction((t) => document.querySelector('h1').innerText === t, title);
  await page.keyboard.type('gd');
  await page.waitForURL(`${base}/`);
  await page.keyboard.press('j');
  assert.ok(await page.evaluate(() => document.activeElement.matches('.owed .title')));
  await page.keyboard.press('/');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'q');
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test('week and day show who comes when, and who must not meet', async () => {
  const page = await open(browser, 'office');
  await page.goto(`${base}/calendar?view=week`);
  assert.ok(await page.locator('.week .visit').count() > 2);
  assert.match(await page.locator('.week .today').innerText(), /不宜相遇/);
  await page.goto(`${base}/calendar?view=day`);
  assert.equal(await page.locator('.lanes section').count(), 2);
  assert.ok(await page.locator('.lane .item').count() > 1);
  assert.equal(await page.locator('svg.now').count(), 1);
  const [whole, now] = await Promise.all(['.lane .whole', 'svg.now path'].map((s) => page.locator(s).first().boundingBox()));
  assert.ok(now.x > whole.x && now.x < whole.x + whole.width, 'ten o’clock lies in the visit from nine to five');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${base}/calendar?view=week`);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await page.context().close();
});

test('a task is finished where it stands', async () => {
  const page = await open(browser, 'office', { script: false });
  const rows = page.locator('.owed > li');
  const before = await rows.count();
  await page.locator('.owed form.act button').first().click();
  await page.waitForURL(/done=confirm/);
  assert.equal(await rows.count(), before - 1);
  await page.context().close();
});

test('the sheet lists each task in two lines on a phone', async () => {
  await reset('demo', '2026-11-24T10:00:00+08:00');
  const head = await as('head');
  const { items } = await head('GET', '/reviews');
  const page = await open(browser, 'head', { width: 390, height: 844 });
  await page.goto(`${base}/receptions/${items[0].reception}/revisions/${items[0].revision}`);
  const heights = await page.locator('table.brief tbody tr').evaluateAll((rows) => rows.map((r) => r.getBoundingClientRect().height).sort((a, b) => a - b));
  assert.ok(heights.length > 5 && heights[heights.length >> 1] < 70, heights.join());
  await page.context().close();
});

test('who waits for others nudges them from the desk, once a day', async () => {
  for (const [script, lang, word] of [[true, 'zh', '催一下'], [false, 'en', 'Nudge']]) {
    await reset('demo', '2026-11-24T10:00:00+08:00');
    const page = await open(browser, 'sales', { script, lang });
    await page.goto(`${base}/`);
    const rows = page.locator('.waiting form button');
    const before = await rows.count();
    assert.equal(await rows.first().innerText(), word);
    await rows.first().click();
    assert.ok(await page.locator('.flash').count());
    assert.equal(await page.locator('.waiting form button').count(), before - 1);
    assert.equal(await page.locator('.waiting').getByText(lang === 'zh' ? '已催办' : 'nudged').count(), 1);
    await page.context().close();
  }
});
