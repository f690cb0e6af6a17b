// The application: guests as in a spreadsheet, a draft that saves itself, what
// is refused beside its field, files on a draft; all by buttons without script.
const { test, before, after } = require('node:test');
const assert = require('node:assert/strict');
const { base, launch, reset, as, open } = require('./lib.js');

const clock = '2026-11-24T10:00:00+08:00';
let browser;
before(async () => { browser = await launch(); await reset('demo', clock); });
after(() => browser.close());

// fresh is a new application of sales.
async function fresh(look) {
  const page = await open(browser, 'sales', look);
  await page.goto(`${base}/receptions/new`);
  return page;
}

// paste puts a text into a cell as the clipboard would.
const paste = (page, cell, text) => page.locator(cell).evaluate((x, t) => {
  const data = new DataTransfer();
  data.setData('text/plain', t);
  x.focus();
  x.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}, text);

const saved = (page) => page.waitForFunction(() => /已自动保存/.test(document.querySelector('[data-saved]').textContent));
const value = (page, id) => page.locator(`#${id}`).inputValue();

test('a list pasted into the first cell fills rows and marks what is wrong', async () => {
  const page = await fresh();
  await paste(page, '#f-guests-0-name', '姓名\t职务\t手机\t邮箱\n张三\t经理\t13900001111\tzs@x.example\n李四\t工程师\t12\tbad@\n王五\t总监\t13700001111\tw@x.example\n赵六\t采购\t\t');
  await page.waitForFunction(() => document.querySelector('#f-guests-3-name')?.value === '赵六');
  assert.equal(await value(page, 'f-guests-0-position'), '经理');
  assert.equal(await value(page, 'f-guests-2-email'), 'w@x.example');
  assert.equal(await value(page, 'f-guests-1-email'), 'bad@');
  assert.match(await page.locator('td:has(#f-guests-1-email) .error').innerText(), /邮箱不完整/);
  assert.equal(await page.locator('table[data-grid=guests] tbody tr').count(), 5, 'one empty row is left');
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test('a column pasted into a later cell fills that column', async () => {
  const page = await fresh();
  await page.fill('#f-guests-0-name', '甲');
  await page.fill('#f-guests-1-name', '乙');
  await paste(page, '#f-guests-0-diet', '素食\n清真');
  await page.waitForFunction(() => document.querySelector('#f-guests-1-diet').value === '清真');
  assert.equal(await value(page, 'f-guests-0-diet'), '素食');
  assert.equal(await value(page, 'f-guests-1-name'), '乙');
  await page.context().close();
});

test('arrows and Enter move between cells, the last row grows', async () => {
  const page = await fresh();
  const at = () => page.evaluate(() => document.activeElement.id);
  await page.focus('#f-guests-0-name');
  await page.keyboard.press('ArrowDown');
  assert.equal(await at(), 'f-guests-1-name');
  await page.keyboard.press('Enter');
  assert.equal(await at(), 'f-guests-2-name');
  await page.keyboard.type('丙');
  await page.keyboard.press('Enter');
  assert.equal(await at(), 'f-guests-3-name');
  await page.keyboard.press('ArrowRight');
  assert.equal(await at(), 'f-guests-3-position');
  await page.context().close();
});

test('the draft saves itself, survives a reload, and says when it was changed elsewhere', async () => {
  const page = await fresh();
  await page.fill('#f-customer-name', '自动保存公司');
  await page.fill('#f-guests-0-name', '丁一');
  await saved(page);
  assert.match(await page.locator('[data-saved]').innerText(), new RegExp(clock.slice(11, 16)), 'the company\'s time, not this device\'s');
  assert.match(page.url(), /\/receptions\/d\..+\/application$/);
  await page.reload();
  assert.equal(await value(page, 'f-customer-name'), '自动保存公司');
  assert.equal(await value(page, 'f-guests-0-name'), '丁一');
  const id = new URL(page.url()).pathname.split('/')[2];
  const sales = await as('sales');
  const { version, state } = await sales('GET', `/receptions/${id}`);
  assert.equal(state, 'draft');
  await sales('POST', `/receptions/${id}/application`, { version, purpose: '别处改的' });
  await page.fill('#f-purpose', '这里改的');
  await page.waitForFunction(() => /别处改过/.test(document.querySelector('[data-saved]').textContent));
  assert.equal(await value(page, 'f-purpose'), '这里改的');
  await page.context().close();
});

test('what has saved itself is submitted at the first press', async () => {
  const page = await fresh();
  for (const [id, text] of [['customer-name', '一按即交'], ['guests-0-name', '丁二'], ['start', '2026-12-16T09:00'], ['end', '2026-12-16T17:00'], ['purpose', '洽谈']]) await page.fill(`#f-${id}`, text);
  await saved(page);
  await page.click('button[value=submit]');
  await page.waitForURL(/\/receptions\/R-.*done=submit/);
  await page.context().close();
});

test('an end before the start is said while it is entered', async () => {
  const page = await fresh();
  await page.fill('#f-start', '2026-12-16T09:00');
  await page.fill('#f-end', '2026-12-16T08:00');
  await page.locator('#side .errors:has-text("结束时间早于开始时间")').waitFor();
  await page.fill('#f-end', '2026-12-16T10:00');
  await page.locator('#side .errors').waitFor({ state: 'detached' });
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test('nothing is saved where nothing was entered', async () => {
  const sales = await as('sales');
  const before = (await sales('GET', '/receptions?state=draft')).items.length;
  const page = await fresh();
  await page.focus('#f-purpose');
  await page.focus('#f-wishes');
  await page.goto(`${base}/`);
  assert.equal((await sales('GET', '/receptions?state=draft')).items.length, before);
  await page.context().close();
});

for (const script of [true, false]) {
  test(`a known customer is filled in, a file added, and submitted from the form; script ${script}`, async () => {
    const page = await fresh({ script });
    await page.fill('#f-customer-name', '深圳一号科技');
    if (!script) await page.click('button[value=check]');
    await page.locator('.known').waitFor();
    assert.match(await page.locator('#side').innerText(), /上次来访/);
    await page.click('button[value=prefill]');
    await page.waitForURL(/done=prefill/);
    assert.equal(await value(page, 'f-guests-0-name'), '张建华');
    assert.match(await page.locator('label[for=f-requirements]').innerText(), /来自 R-/);
    await page.setInputFiles('#f-files-file', { name: '议程.txt.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') });
    await page.click('#attach button');
    await page.waitForURL(/done=file/);
    assert.match(await page.locator('#files').innerText(), /议程/);
    await page.click('button[value=submit]');
    await page.locator('.errors').waitFor();
    assert.match(await page.locator('.errors').innerText(), /开始时间/);
    assert.equal(await value(page, 'f-guests-0-name'), '张建华', 'the input is kept');
    await page.fill('#f-start', '2026-12-10T09:00');
    await page.fill('#f-end', '2026-12-10T17:00');
    await page.fill('#f-purpose', '续谈');
    await page.click('button[value=submit]');
    await page.waitForURL(/\/receptions\/R-.*done=submit/);
    const file = await page.locator('a[href^="/files/R-"]').first().getAttribute('href');
    assert.equal((await page.context().request.get(base + file)).status(), 200);
    assert.deepEqual(page.errors, []);
    await page.context().close();
  });
}

test('on a phone the panel folds to one line and nothing runs off the side', async () => {
  const page = await fresh({ width: 390, height: 844 });
  assert.equal(await page.locator('[data-sheet]').evaluate((d) => d.open), false);
  assert.equal(await page.locator('table[data-grid=guests] tbody tr').count(), 1);
  await page.fill('#f-customer-name', '深圳一号科技');
  await page.locator('#f-customer .known:has-text("上次来访")').waitFor();
  await page.fill('#f-guests-0-name', '甲');
  assert.equal(await page.locator('table[data-grid=guests] tbody tr').count(), 2);
  await page.fill('#f-customer-name', '从未来过的公司');
  await page.locator('fieldset .known').waitFor({ state: 'detached' });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await page.context().close();
});
