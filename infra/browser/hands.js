// Two ways to work a page: by mouse, which works without script too, and by
// keyboard alone: every field and button is reached with Tab.

const patience = 15000;

// Mouse fills and presses what a locator finds.
class Mouse {
  constructor(page) { this.page = page; }

  async goto(url) { await this.page.goto(url); }

  async fill(where, text) { await this.page.locator(where).first().fill(text); }

  async choose(where, value) { await this.page.locator(where).first().selectOption(value); }

  async tick(where) { await this.page.locator(where).first().check(); }

  async unfold(where) {
    const box = this.page.locator(where).first();
    if (await box.evaluate((d) => d.open === false)) await box.locator(':scope > summary').click();
  }

  // press follows a link or sends a form, and waits for the page that comes.
  async press(where) {
    await Promise.all([this.page.waitForNavigation({ timeout: patience }), this.page.locator(where).first().click({ timeout: patience })])
      .catch((e) => { throw new Error(`${where} at ${this.page.url()}: ${e.message}`); });
  }
}

// Keys does the same with nothing but keys. Addresses are typed.
class Keys extends Mouse {
  // reach presses Tab until the focus is on what is wanted.
  async reach(where) {
    const { page } = this;
    const there = () => page.evaluate((s) => document.activeElement?.matches(s), where);
    for (let i = 0; i < 600; i++) {
      if (await there()) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab never comes to ${where}`);
  }

  async fill(where, text) {
    await this.reach(where);
    const kind = await this.page.evaluate(() => document.activeElement.type);
    if (kind !== 'datetime-local') {
      await this.page.keyboard.press('Control+A');
      return this.page.keyboard.type(text);
    }
    const [, y, mo, d, h, mi] = text.match(/(\d+)-(\d+)-(\d+)T(\d+):(\d+)/);
    // The browser's own order of month, day and year; the year takes six digits.
    for (const keys of [mo, d, `00${y}`, h > 12 ? String(h - 12).padStart(2, '0') : h, mi, h >= 12 ? 'PM' : 'AM']) await this.page.keyboard.type(keys);
    const got = await this.page.evaluate(() => document.activeElement.value);
    if (got !== text) throw new Error(`${where}: typed ${text}, got ${got}`);
  }

  async choose(where, value) {
    await this.reach(where);
    const got = () => this.page.evaluate(() => document.activeElement.value);
    await this.page.keyboard.press('Home');
    for (let i = 0; i < 60 && await got() !== value; i++) await this.page.keyboard.press('ArrowDown');
    if (await got() !== value) throw new Error(`${where} does not offer ${value}`);
  }

  async tick(where) {
    const name = await this.page.locator(where).first().evaluate((x) => x.name);
    await this.reach(`[name="${name}"]`);
    for (let i = 0; i < 12; i++) {
      await this.page.keyboard.press('Space');
      if (await this.page.locator(where).first().isChecked()) return;
      await this.page.keyboard.press('ArrowDown');
      if (await this.page.locator(where).first().isChecked()) return;
    }
    throw new Error(`the keyboard does not tick ${where}`);
  }

  async unfold(where) {
    if (await this.page.locator(where).first().evaluate((d) => d.open !== false)) return;
    await this.reach(`${where} > summary`);
    await this.page.keyboard.press('Enter');
  }

  async press(where) {
    await this.reach(where);
    await Promise.all([this.page.waitForNavigation({ timeout: patience }), this.page.keyboard.press('Enter')]);
  }
}

module.exports = { Mouse, Keys };
