// The walk of README.md, from the application to the archived file, three times:
// by mouse, by keyboard alone, and without script. Only the clock is moved
// from outside.
const { test, before, after } = require('node:test');
const assert = require('node:assert/strict');
const { base, launch, call, reset, open } = require('./lib.js');
const { Mouse, Keys } = require('./hands.js');

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

// A Walk is one reception seen by everybody who has to do with it.
class Walk {
  constructor(Hand, look) { Object.assign(this, { Hand, look, pages: {} }); }

  // be gives the hands of somebody, at a page.
  async be(who, path) {
    this.pages[who] ??= new this.Hand(await open(browser, who, this.look));
    if (path) await this.pages[who].goto(base + path);
    return this.pages[who];
  }

  async clock(now) { await call('POST', '/_local/clock', { now }); }

  // link is the newest mailed link of a kind to somebody.
  async link(to, kind, rel) {
    const { items } = await call('GET', `/_local/mails?to=${encodeURIComponent(to)}&kind=${kind}&limit=500`);
    const links = items.flatMap((m) => m.links).filter((l) => l.rel === rel);
    assert.ok(links.length, `no ${kind} mail to ${to}`);
    return links.at(-1).url;
  }

  async text(who) { return (await this.be(who)).page.locator('main').innerText(); }

  async apply() {
    const h = await this.be('sales', '/receptions/new');
    await h.fill('#f-customer-name', '蓝海测试');
    await h.choose('#f-customer-class', 'important');
    await h.fill('#f-guests-0-name', '张三');
    await h.fill('#f-guests-0-email', 'zhang@guest.example');
    await h.fill('#f-guests-1-name', 'John Smith');
    await h.choose('#f-guests-1-language', 'en');
    await h.fill('#f-guests-1-email', 'john@guest.example');
    await h.fill('#f-start', '2026-11-25T09:00');
    await h.fill('#f-end', '2026-11-25T17:00');
    await h.fill('#f-purpose', '参观样品室');
    await h.choose('#f-itinerary_wish-0-kind', 'talk');
    await h.fill('#f-itinerary_wish-0-start', '2026-11-25T09:30');
    await h.fill('#f-itinerary_wish-0-end', '2026-11-25T11:00');
    await h.fill('#f-wishes', '看看新产品');
    await h.fill('#f-requirements', '中英文讲解');
    await h.press('button[form=application][value=submit]');
    this.number = h.page.url().match(/R-\d{8}-\d{3}/)?.[0];
    assert.ok(this.number, `not submitted: ${h.page.url()} ${await h.page.locator('main').innerText()}`);
    this.at = `/receptions/${this.number}`;
  }

  async accept() {
    const h = await this.be('office', '/');
    await h.press(`.act a[href="${this.at}#do-accept"]`);
    await h.choose('#f-accept-specialist', 'office2');
    await h.press('#do-accept button.primary');
  }

  async plan() {
    const h = await this.be('office', `${this.at}/plan/edit`);
    await h.press('button[value=publish]');
    await h.press(`form[action="${this.at}/publish"] button`);
    assert.match(h.page.url(), /done=publish/, await this.text('office'));
  }

  async review() {
    for (const who of ['sales', 'head']) {
      const url = await this.link(`${who}@demo.example`, 'review', 'review');
      const h = await this.be(who);
      await h.goto(url);
      await h.tick('input[name="answers[executability]"][value=yes]');
      await h.tick('input[name="answers[necessity]"][value=yes]');
      await h.press('main form button.primary');
    }
    const h = await this.be('office', this.at);
    assert.match(await h.page.locator('main').innerText(), /准备中/);
  }

  async tasks() {
    const h = await this.be('general-affairs', '/');
    const mine = `form[action^="${this.at}/tasks/"] button`;
    for (let left = 20; left && await h.page.locator(`.owed ${mine}`).count(); left--) {
      const box = h.page.locator(`.owed details.act:has(${mine})`);
      if (await box.count()) {
        await h.unfold(`.owed details.act:has(form[action^="${this.at}/tasks/"])`);
        for (const id of await box.first().locator('input:not([type=hidden])').evaluateAll((list) => list.map((x) => x.id))) await h.fill(`[id="${id}"]`, '已落实');
        await h.press(`.owed details.act[open] ${mine}`);
      } else {
        await h.press(`.owed ${mine}`);
      }
    }
    assert.equal(await h.page.locator(`.owed ${mine}`).count(), 0);
  }

  async day() {
    await this.clock('2026-11-24T10:00:00+08:00');
    await this.clock('2026-11-25T09:05:00+08:00');
    const guest = await this.be('');
    await guest.goto(await this.link('zhang@guest.example', 'invitation', 'guest'));
    assert.match(await this.text(''), /张三/);
    const h = await this.be('gate', '/gate');
    await h.press(`form[action="${this.at}/checkins"]:has(input[name=guest]) button`);
    assert.match(await this.text('gate'), /张三|John/);
  }

  async afterwards() {
    await this.clock('2026-11-25T18:00:00+08:00');
    const h = await this.be('office2', `${this.at}/minutes`);
    await h.fill('[name="lines[0].text"]', '先试用样品');
    await h.choose('[name="lines[0].audience"]', 'customer');
    await h.fill('[name="promises[0].text"]', '寄送样品');
    await h.choose('[name="promises[0].owner"]', 'sales');
    await this.date(h, '[name="promises[0].due"]', '2026-12-05');
    await h.press(`form[action="${this.at}/minutes"] button.primary`);
    await h.goto(base + this.at);
    await h.unfold('#do-summary');
    for (const f of ['tour_result', 'talk_result', 'opinions', 'complaints', 'look_back']) await h.fill(`#f-summary-${f}`, '顺利');
    await h.press('#do-summary button[name=file]');
    await h.goto(base + this.at);
    await h.unfold('details:has(#do-settlement)');
    await h.press('#do-settlement button[value=none]');
  }

  // date fills a day; by keyboard month, day and year.
  async date(h, where, day) {
    if (!(h instanceof Keys)) return h.fill(where, day);
    await h.reach(where);
    const [y, m, d] = day.split('-');
    for (const keys of [m, d, y]) await h.page.keyboard.type(keys);
    assert.equal(await h.page.locator(where).inputValue(), day);
  }

  async survey() {
    await this.clock('2026-11-26T20:00:00+08:00');
    const h = await this.be('');
    await h.goto(await this.link('zhang@guest.example', 'survey', 'survey'));
    for (const q of ['product', 'service', 'environment', 'reception']) await h.tick(`input[value="5"][name*="${q}"], fieldset:has(input[value="${q}"]) input[value="5"]`);
    await h.press('main form button.primary');
  }

  async archive() {
    for (const day of ['27', '28', '29', '30']) await this.clock(`2026-11-${day}T10:00:00+08:00`);
    const h = await this.be('sales', this.at);
    assert.match(await h.page.locator('main').innerText(), /已归档/);
    await h.goto(`${base}/customers?q=${encodeURIComponent('蓝海测试')}`);
    await h.press('main a[href^="/customers/"]');
    const file = await h.page.locator('main').innerText();
    for (const said of [this.number, '寄送样品']) assert.ok(file.includes(said), said);
  }
}

const ways = [['by mouse', Mouse, {}], ['by keyboard alone', Keys, {}], ['without script', Mouse, { script: false }]];
for (const [name, Hand, look] of ways) {
  test(`the walk ${name}`, { timeout: 300000 }, async (t) => {
    await reset('company', '2026-11-23T09:00:00+08:00');
    const w = new Walk(Hand, look);
    for (const step of ['apply', 'accept', 'plan', 'review', 'tasks', 'day', 'afterwards', 'survey', 'archive']) {
      try { await w[step](); } catch (e) { e.message = `${step}: ${e.message}`; throw e; }
      t.diagnostic(`${step} done`);
    }
    for (const h of Object.values(w.pages)) {
      assert.deepEqual(h.page.errors, []);
      await h.page.context().close();
    }
  });
}
