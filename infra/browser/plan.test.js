// The plan's editor: grid and list, by mouse, finger and keyboard, with and
// without script; two people at once; publishing says who gets what.
const test = require('node:test');
const assert = require('node:assert');
const { as, base, launch, open, reset } = require('./lib');
const { accepted, at } = require('./visits');

let browser, r, other;
const day = '2026-11-24', next = '2026-11-25';
const edit = () => `${base}/receptions/${r}/plan/edit`;
const plan = async () => (await (await as('office'))('GET', `/receptions/${r}/plan`)).plan;
const item = async (title) => (await plan()).items.find((x) => x.title === title);

test.before(async () => { browser = await launch(); });
test.after(() => browser.close());
// Each test has the same start: another visit has room A from ten to half past
// eleven, with 赵磊; ours was planned from the template and has no rooms yet.
test.beforeEach(async () => {
  await reset('company', '2026-11-16T09:00:00+08:00');
  other = await accepted({ customer: '上海远景能源', party: 2, end: `${day}T17:00:00+08:00` });
  await at('office', other, 'plan', { items: [{ kind: 'talk', title: '会谈', start: `${day}T10:00:00+08:00`, end: `${day}T11:30:00+08:00`, resources: ['room-a'], people: [{ staff: 'head', role: 'host' }] }] });
  r = await accepted();
});

const field = (page, name) => page.locator(`[name="${name}"]`);
const block = (page, title) => page.locator('.blk.ours a', { hasText: title });
const column = (page, name, of = day) => page.locator(`.boardday[data-day="${of}"] .col[data-name="${name}"] .slots`);
const middle = (box) => [box.x + box.width / 2, box.y + box.height / 2];

// look opens the editor.
async function look(who = 'office', how = {}) {
  const page = await open(browser, who, how);
  await page.goto(edit());
  return page;
}

// lift takes a block by its middle and carries it over; it is not let go.
async function lift(page, title, dx, dy) {
  const [x, y] = middle(await block(page, title).boundingBox());
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + dx / 2, y + dy / 2, { steps: 4 });
  await page.mouse.move(x + dx, y + dy, { steps: 4 });
}

const across = async (page, title, to) => (await column(page, to).boundingBox()).x - (await block(page, title).boundingBox()).x;
const checked = (page) => page.waitForFunction(() => !/检查|Checking/.test(document.querySelector('[data-state]').textContent));
const save = (page) => Promise.all([page.waitForURL(/done=plan/), page.keyboard.press('Control+s')]);

test('a block is dragged to another time and room, and saving keeps it', async () => {
  const page = await look();
  await lift(page, '商务洽谈', await across(page, '商务洽谈', '会议室 B'), 120);
  await page.mouse.up();
  assert.equal(await field(page, 'items[2].start').inputValue(), '14:00');
  assert.equal(await field(page, 'items[2].end').inputValue(), '15:00');
  assert.equal(await field(page, 'items[2].resources[0]').inputValue(), 'room-b');
  assert.match(await page.locator('[data-state]').textContent(), /未保存|检查/);
  await save(page);
  const kept = await item('商务洽谈');
  assert.equal(kept.start, `${day}T14:00:00+08:00`);
  assert.deepEqual(kept.resources, ['room-b']);
  assert.deepEqual(page.errors, []);
});

test('the lower edge changes the length, Escape lets everything be', async () => {
  const page = await look();
  const box = await block(page, '商务洽谈').boundingBox();
  const drag = async (dy) => {
    await page.mouse.move(box.x + 20, box.y + box.height - 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 20, box.y + box.height - 2 + dy, { steps: 5 });
  };
  await drag(60);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  assert.equal(await field(page, 'items[2].end').inputValue(), '12:00');
  await drag(60);
  await page.mouse.up();
  assert.equal(await field(page, 'items[2].end').inputValue(), '13:30');
  await save(page);
  assert.equal((await item('商务洽谈')).end, `${day}T13:30:00+08:00`);
});

test('over another visit’s room a block turns red while it is carried, and the sentence leads there', async () => {
  const page = await look();
  await lift(page, '领导面谈', await across(page, '领导面谈', '会议室 A'), 0);
  assert.ok(await page.locator('.blk.held.stop').count(), 'red before it is let go');
  await page.mouse.up();
  await page.locator('.line.item.stop .says p.stop').waitFor();
  assert.match(await page.locator('.line.item.stop .says p.stop').textContent(), new RegExp(`会议室 A.*已被 ${other} 占用`));
  assert.equal(await page.locator('.line.item.stop .says p.stop a').getAttribute('href'), `/receptions/${other}`);
  await lift(page, '领导面谈', 0, 120);
  assert.equal(await page.locator('.blk.held.stop').count(), 0, 'free later');
  await page.mouse.up();
  await page.waitForFunction(() => !document.querySelector('.line.item.stop'));
  assert.equal(await field(page, 'items[1].start').inputValue(), '13:00');
});

test('the time between two bookings is kept free, and red says so', async () => {
  const admin = await as('admin');
  const { items } = await admin('GET', '/resources');
  const room = items.find((x) => x.id === 'room-a');
  await admin('POST', '/resources/room-a', { version: room.version, name: room.name, kind: room.kind, seats: room.seats, place: room.place, buffer: 30 });
  const page = await look();
  await field(page, 'items[2].resources[0]').selectOption('room-a');
  await field(page, 'items[2].start').fill('1140');
  await field(page, 'items[2].end').fill('1240');
  await page.locator('.line.item.stop .says p.stop').waitFor();
  await field(page, 'items[2].start').fill('1200');
  await field(page, 'items[2].end').fill('1300');
  await page.waitForFunction(() => !document.querySelector('.line.item.stop'));
});

test('a rival at the same place on the same day is yellow, is named, and does not stop the sheet', async () => {
  const sales = await as('sales');
  for (const name of ['蓝方科技', '红方科技']) await sales('POST', '/customers', { name, class: 'important', rival: '液冷' });
  const blue = await accepted({ customer: '蓝方科技', party: 2, end: `${day}T17:00:00+08:00` });
  await at('office', blue, 'plan', { items: [{ kind: 'talk', title: '会谈', start: `${day}T09:00:00+08:00`, end: `${day}T10:00:00+08:00`, resources: ['room-b'] }] });
  r = await accepted({ customer: '红方科技', party: 2, end: `${day}T17:00:00+08:00` });
  const page = await look();
  await field(page, 'items[2].resources[0]').selectOption('room-b');
  await page.locator('.line.item.warn .says p.warn').waitFor();
  assert.match(await page.locator('.line.item.warn .says p.warn').textContent(), new RegExp(blue));
  assert.equal(await page.locator('.line.item.warn .says p.warn a').getAttribute('href'), `/receptions/${blue}`);
  assert.ok(await page.locator('.blk.ours.warn').count(), 'the block is yellow too');
  assert.equal(await page.locator('.line.item.stop').count(), 0);
  await save(page);
  const { clashes } = await (await as('office'))('GET', `/receptions/${r}/plan`);
  assert.deepEqual(clashes.map((c) => c.level), ['warn']);
  await at('office', r, 'publish', { reason: '两家分时段接待' });
});

test('people are columns too, and what they have elsewhere is shown', async () => {
  const page = await look();
  await field(page, 'items[1].people').fill('赵磊（主持）');
  await page.locator('.line.item.stop .says p.stop').waitFor();
  await page.getByRole('button', { name: '按人员' }).click();
  await page.locator('.col[data-name="赵磊"] .blk.busy').first().waitFor();
  assert.match(page.url(), /by=people/);
  assert.equal(await field(page, 'items[1].people').inputValue(), '赵磊（主持）', 'nothing is lost by looking');
  assert.match(await page.locator(`.col[data-name="赵磊"] .blk.busy`).first().textContent(), new RegExp(other));
});

test('a block is moved by keyboard: time, length, column, and Enter opens its row', async () => {
  const page = await look();
  await block(page, '商务洽谈').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('ArrowLeft');
  assert.equal(await field(page, 'items[2].start').inputValue(), '11:15');
  assert.equal(await field(page, 'items[2].end').inputValue(), '12:30');
  assert.equal(await field(page, 'items[2].resources[0]').inputValue(), 'showroom');
  await checked(page);
  assert.equal(await page.evaluate(() => document.activeElement.dataset.row), '2', 'the block keeps the focus');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.name), 'items[2].start');
});

test('by finger a block is touched, then moved', async () => {
  const page = await look('office', { touch: true });
  const [x, y] = middle(await block(page, '商务洽谈').boundingBox());
  await page.touchscreen.tap(x, y);
  const cdp = await page.context().newCDPSession(page);
  const touch = (type, py) => cdp.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y: py }] });
  await touch('touchStart', y);
  for (let i = 1; i <= 6; i++) await touch('touchMove', y + i * 10);
  await touch('touchEnd');
  assert.equal(await field(page, 'items[2].start').inputValue(), '12:30');
});

test('two people edit at once: the second gets the newer state and loses nothing', async () => {
  const [one, two] = [await look('office'), await look('office2')];
  await field(one, 'items[0].title').fill('参观展厅（英文讲解）');
  await field(one, 'items[2].place').fill('三楼');
  await save(one);
  await field(two, 'items[1].start').fill('1015');
  await field(two, 'items[2].place').fill('五楼');
  await two.locator('[data-add=items]').nth(1).click();
  await two.locator('.rows[data-day="2026-11-25"] .line .what input').fill('次日总结');
  const [answer] = await Promise.all([two.waitForResponse((x) => x.request().method() === 'POST' && /plan\/edit/.test(x.url()) && x.status() === 409), two.keyboard.press('Control+s')]);
  assert.equal(answer.status(), 409);
  await two.locator('.merged').waitFor();
  const read = async (name) => two.locator(`.what input`).evaluateAll((all) => all.map((x) => x.value), name);
  assert.ok((await read()).includes('参观展厅（英文讲解）'), 'the other’s change');
  assert.ok((await read()).includes('次日总结'), 'one’s own new row');
  assert.match(await two.locator('.news', { hasText: '双方都改过' }).textContent(), /三楼/);
  await save(two);
  const all = (await plan()).items;
  assert.deepEqual(all.map((x) => [x.title, x.start.slice(11, 16), x.place || '']), [['参观展厅（英文讲解）', '09:00', '展厅'], ['领导面谈', '10:15', ''], ['商务洽谈', '11:00', '五楼'], ['次日总结', '09:00', '']]);
});

// A visit of four days with a talk on each; the grid shows two of them.
const fold = (page, of) => page.locator(`details.day[data-day="${of}"]`);
const third = '2026-11-26';
async function fourDays() {
  r = await accepted({ end: '2026-11-27T16:00:00+08:00' });
  await at('office', r, 'plan', { items: ['24', '25', '26', '27'].map((d) => ({ kind: 'talk', title: `会谈${d}`, start: `2026-11-${d}T09:00:00+08:00`, end: `2026-11-${d}T10:00:00+08:00`, people: [{ staff: 'rd' }] })) });
}
const shownDays = (page) => page.locator('details.day').evaluateAll((all) => all.filter((x) => x.open).map((x) => x.dataset.day.slice(8)));

test('of a long visit two days are open; opening another leads the grid there, and saving it keeps the rest', async () => {
  await fourDays();
  const page = await look();
  assert.deepEqual(await shownDays(page), ['24', '25']);
  assert.match(await fold(page, third).locator('> summary').textContent(), /1 项 · 09:00–10:00/);
  await field(page, 'items[0].place').fill('三楼');
  await fold(page, third).locator('> summary').click();
  await page.locator(`.boardday[data-day="${third}"]`).waitFor();
  await field(page, 'items[2].title').fill('签约');
  await fold(page, third).locator('[data-add]').click();
  await fold(page, third).locator('.line').last().locator('.kind select').selectOption('talk');
  await page.waitForFunction((d) => /2 项/.test(document.querySelector(`details.day[data-day="${d}"] .light`).textContent), third);
  await save(page);
  assert.deepEqual((await plan()).items.map((x) => [x.start.slice(8, 16), x.title || x.kind, x.place || '', (x.people || []).length]),
    [['24T09:00', '会谈24', '三楼', 1], ['25T09:00', '会谈25', '', 1], ['26T09:00', '签约', '', 1], ['26T10:00', 'talk', '', 0], ['27T09:00', '会谈27', '', 1]]);
  assert.deepEqual(await shownDays(page), ['26', '27'], 'the page comes back to the day');
  assert.deepEqual(page.errors, []);
});

test('without script a folded day opens too, comes back open with what is wrong in it, and publishing takes all days', async () => {
  await fourDays();
  const page = await look('office', { script: false });
  await fold(page, third).locator('> summary').click();
  await field(page, 'items[2].end').fill('8:00');
  await field(page, 'items[0].note').evaluate((x) => { x.value = '带翻译'; });
  await page.locator('.planbar button.primary').click();
  assert.deepEqual(await shownDays(page), ['24', '25', '26']);
  assert.equal(await field(page, 'items[2].end').getAttribute('aria-invalid'), 'true');
  await field(page, 'items[2].end').fill('11');
  await fold(page, third).locator('button[value=rows]').click();
  assert.deepEqual(await shownDays(page), ['26', '27'], 'more rows where one asked for them');
  assert.equal(await field(page, 'items[2].end').inputValue(), '11');
  await page.locator('button[value=publish]').click();
  await page.waitForURL(/\/publish$/);
  assert.deepEqual((await plan()).items.map((x) => [x.end.slice(8, 16), x.note || '']), [['24T10:00', '带翻译'], ['25T10:00', ''], ['26T11:00', ''], ['27T10:00', '']]);
});

test('what somebody else has changed on a folded day is open after the two are brought together', async () => {
  await fourDays();
  const page = await look();
  const { version, plan: now } = await (await as('office2'))('GET', `/receptions/${r}/plan`);
  assert.ok(version);
  await at('office2', r, 'plan', { items: now.items.map((x) => (x.title === '会谈27' ? { ...x, place: '五楼' } : x)) });
  await field(page, 'items[0].place').fill('三楼');
  await page.keyboard.press('Control+s');
  await page.locator('.merged').waitFor();
  assert.deepEqual(await shownDays(page), ['24', '25', '27']);
  await save(page);
  assert.deepEqual((await plan()).items.map((x) => x.place || ''), ['三楼', '', '', '五楼']);
});

test('leaving with unsaved changes asks', async () => {
  const page = await look();
  await field(page, 'items[0].title').fill('参观');
  let asked = '';
  page.on('dialog', (d) => { asked = d.type(); d.dismiss(); });
  await page.locator('.rail a').first().click();
  await page.waitForTimeout(300);
  assert.equal(asked, 'beforeunload');
  assert.match(page.url(), /plan\/edit/);
});

// The visit that the next two tests plan: both days' meals, rooms, people, a
// car and the hotel, and a talk on the second day.
const wanted = { talk: ['room-b', 'rd'], second: ['签约', '09:30', '10:30', 'room-a'] };

async function planned() {
  const p = await plan();
  const talk = p.items.find((x) => x.title === '商务洽谈'), second = p.items.find((x) => x.title === wanted.second[0]);
  assert.deepEqual([talk.resources[0], talk.people[0].staff], wanted.talk);
  assert.deepEqual([second.start, second.end, second.resources[0]], [`${next}T09:30:00+08:00`, `${next}T10:30:00+08:00`, 'room-a']);
  assert.deepEqual(p.meals.map((m) => [m.day, m.slot, m.amount.amount]), [[day, 'lunch', '800.00'], [next, 'lunch', '600.00']]);
  assert.equal(p.vehicles[0].resource, 'van');
  assert.equal(p.lodging[0].rate.amount, '500.00');
  assert.deepEqual(p.clashes, []);
}

test('a two-day visit of five guests is planned from the template by keyboard alone', async () => {
  const page = await look();
  let keys = 0;
  const started = Date.now();
  const press = async (key, times = 1) => { for (let i = 0; i < times; i++) { keys++; await page.keyboard.press(key); } };
  const type = async (text) => { keys += [...text].length; await page.keyboard.type(text); };
  // to goes to a field by Tab, as a hand would, forwards or back.
  const there = (name) => page.evaluate((n) => document.activeElement.name === n || (/[>=]/.test(n) && document.activeElement.matches(n)), name);
  const to = async (name) => {
    const back = await page.evaluate((n) => {
      const x = document.querySelector(/[>=]/.test(n) ? n : `[name="${n}"]`);
      return !!(document.activeElement.compareDocumentPosition(x) & Node.DOCUMENT_POSITION_PRECEDING);
    }, name);
    for (let i = 0; i < 120 && !(await there(name)); i++) await press(back ? 'Shift+Tab' : 'Tab');
    assert.ok(await there(name), `${name} is not reached by Tab`);
  };
  const choose = async (name, text) => { await to(name); await type(text); };
  await page.evaluate(() => document.querySelector('#main').focus()); // the skip link
  keys++;
  // pick chooses in the select that has the focus, by arrow keys.
  const pick = async (text) => {
    for (let i = 0; i < 12 && !(await page.evaluate((t) => document.activeElement.selectedOptions[0].textContent.trim().startsWith(t), text)); i++) await press('ArrowDown');
  };
  const focused = (name) => page.waitForFunction((n) => document.activeElement.name === n, name);
  // The first day: who and where, and after the talk a line for lunch, which
  // begins when the talk ends.
  await choose('items[0].people', '刘洋（讲解）');
  await choose('items[1].people', '王芳');
  await to('items[2].resources[0]');
  await pick('会议室 B');
  await press('Tab');
  await type('郑凯');
  await press('Control+Enter');
  await focused('items[3].kind');
  await pick('用餐');
  await press('Tab', 3);
  await type('午餐');
  // The second day: a line with a time, a room, and its lunch.
  await to('.rows[data-day="2026-11-25"] + .add > [data-add]');
  await press('Enter');
  await focused('items[4].kind');
  await pick('会谈');
  await press('Tab');
  await type('930');
  await press('Tab', 2);
  await type('签约');
  await press('Tab', 2);
  await pick('会议室 A');
  await press('Control+Enter');
  await focused('items[5].kind');
  await pick('用餐');
  await press('Tab');
  await type('12');
  await press('Tab', 2);
  await type('午餐');
  // A car, the hotel.
  await to('[data-section=vehicles] > summary');
  await press('Enter');
  await focused('vehicles[0].resource');
  await pick('商务车');
  await to('[data-section=lodging] > summary');
  await press('Enter');
  await focused('lodging[0].hotel');
  await type('湖畔酒店');
  await to('lodging[0].rate');
  await type('500');
  await press('Control+s');
  await Promise.race([page.waitForURL(/done=plan/), page.locator('.errors').waitFor()]);
  assert.match(page.url(), /done=plan/, (await page.locator('.errors').allTextContents()).join());
  // The meals are there now.
  await page.evaluate(() => document.querySelector('#main').focus());
  await choose('meals[0].amount', '800');
  await choose('meals[1].amount', '600');
  await press('Control+s');
  await page.waitForFunction(() => performance.getEntriesByType('navigation')[0].type === 'navigate' && document.querySelector('[name="meals[0].amount"]')?.defaultValue === '800');
  await planned();
  const seconds = (Date.now() - started) / 1000;
  console.log(`planned by keyboard alone: ${keys} keys, ${seconds.toFixed(1)} s by script; at 3 keys a second ${(keys / 3).toFixed(0)} s by hand`);
  assert.ok(keys / 3 < 180, 'three minutes');
  assert.deepEqual(page.errors, []);
});

test('the same visit is planned without script', async () => {
  const page = await look('office', { script: false });
  const last = (list) => page.locator(`.rows[data-list="${list}"] > .line`).last();
  await field(page, 'items[0].people').fill('刘洋（讲解）');
  await field(page, 'items[1].people').fill('王芳');
  await field(page, 'items[2].resources[0]').selectOption('room-b');
  await field(page, 'items[2].people').fill('郑凯');
  const spare = (of) => page.locator(`.rows[data-day="${of}"] > .line`).last();
  await spare(day).locator('.kind select').selectOption('meal');
  await spare(day).locator('.what input').fill('午餐');
  await spare(next).locator('.kind select').selectOption('talk');
  await spare(next).locator('.time input').first().fill('9:30');
  await spare(next).locator('.what input').fill('签约');
  await spare(next).locator('.thing select').selectOption('room-a');
  await page.locator('button[value=rows]').first().click(); // more rows, nothing is lost
  await page.locator(`.rows[data-day="${next}"] > .line`).nth(1).locator('.kind select').selectOption('meal');
  await page.locator(`.rows[data-day="${next}"] > .line`).nth(1).locator('.time input').first().fill('12');
  await page.locator(`.rows[data-day="${next}"] > .line`).nth(1).locator('.what input').fill('午餐');
  await field(page, 'vehicles[0].resource').selectOption('van');
  await field(page, 'lodging[0].hotel').fill('湖畔酒店');
  await field(page, 'lodging[0].rate').fill('500');
  await page.locator('.planbar button.primary').click();
  assert.match(page.url(), /done=plan/, await page.locator('.errors').allTextContents().then((x) => x.join()));
  await field(page, 'meals[0].amount').fill('800');
  await field(page, 'meals[1].amount').fill('600');
  await page.locator('.planbar button.primary').click();
  await planned();
  assert.ok(await last('meals').count());
});

test('an error names its row and field, and nothing is lost', async () => {
  const page = await look('office', { script: false });
  await field(page, 'items[0].title').fill('我的标题');
  await field(page, 'items[1].end').fill('9:00');
  await field(page, 'items[2].people').fill('不存在的人');
  await page.locator('.planbar button.primary').click();
  assert.equal(await field(page, 'items[0].title').inputValue(), '我的标题');
  assert.equal(await field(page, 'items[2].people').inputValue(), '不存在的人');
  assert.equal(await field(page, 'items[1].end').getAttribute('aria-invalid'), 'true');
  for (const href of await page.locator('.errors a').evaluateAll((all) => all.map((a) => a.getAttribute('href')))) assert.ok(await page.locator(href).count(), `${href} leads nowhere`);
});

test('publishing says who gets what, shows the mail, and counts', async () => {
  const page = await look();
  await field(page, 'items[0].people').fill('刘洋（讲解）');
  await Promise.all([page.waitForURL(/\/publish$/), page.getByRole('button', { name: '保存并去发布' }).click()]);
  const before = (await (await as('office'))('GET', `/receptions/${r}`)).version;
  const rows = await page.locator('#who tbody tr').count();
  assert.ok(rows > 1);
  assert.match(await page.locator('.letter').textContent(), /参观营销中心展厅/);
  assert.equal(await page.locator('.letter a').count(), 0, 'a preview decides nothing');
  assert.equal((await (await as('office'))('GET', `/receptions/${r}`)).version, before, 'looking stores nothing');
  await page.getByRole('button', { name: /发布并发出/ }).click();
  await page.waitForURL(/done=publish/);
  assert.match(await page.locator('.flash').textContent(), new RegExp(`第 1 版，${rows} 封`));
  assert.deepEqual(page.errors, []);
});
