// Files too large for a request: straight to where they are kept, with a script
// and without; what goes wrong on the way is said, and what is small enough
// finds another way.
const { test, before, after } = require('node:test');
const assert = require('node:assert/strict');
const axe = require('axe-core').source;
const { base, launch, reset, as, open } = require('./lib.js');

let browser, office, number;

before(async () => {
  await reset('demo', '2026-11-27T09:40:00+08:00');
  browser = await launch();
  office = await as('office');
  number = (await office('GET', '/receptions?limit=100')).items.find((r) => r.state === 'visiting').number;
});
after(async () => { await browser.close(); });

const paper = (name, size) => ({ name, mimeType: 'application/pdf', buffer: Buffer.concat([Buffer.from(`%PDF-1.4\n%%EOF ${name}\n`), Buffer.alloc(size)]) });
const files = async () => (await office('GET', `/receptions/${number}`)).files.map((f) => f.name);

// form opens the form for files on the reception's page.
async function form(look) {
  const page = await open(browser, 'office', look);
  page.asked = [];
  page.on('request', (r) => { if (r.method() === 'POST') page.asked.push(new URL(r.url()).pathname.replace(/uploads\/.+/, 'uploads/…')); });
  await page.goto(`${base}/receptions/${number}#do-files`);
  await page.locator('#do-files summary').click().catch(() => {});
  if (!(await page.isVisible('#f-files-file'))) await page.locator('#do-files summary').click();
  return page;
}

for (const lang of ['zh', 'en']) {
  test(`nine megabytes go straight to the bucket, ${lang}`, async () => {
    const page = await form({ lang });
    await page.setInputFiles('#f-files-file', paper(`large-${lang}.pdf`, 9 << 20));
    await page.click('#do-files button');
    await page.waitForURL(/done=file/);
    assert.deepEqual(page.asked.slice(-3), [`/receptions/${number}/uploads`, '/bucket/', `/receptions/${number}/uploads/…`]);
    const link = page.locator('#papers a', { hasText: `large-${lang}.pdf` });
    const answer = await page.context().request.get(base + await link.getAttribute('href'));
    assert.match(answer.url(), /\/bucket\//);
    assert.equal((await answer.body()).length > 9 << 20, true);
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    assert.equal(download.suggestedFilename(), `large-${lang}.pdf`);
    assert.deepEqual(page.errors, []);
    await page.context().close();
  });
}

test('what is refused is said before it is sent', async () => {
  const page = await form();
  await page.setInputFiles('#f-files-file', { name: 'a.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') });
  await page.click('#do-files button');
  await page.locator('#do-files [role=alert]').waitFor();
  assert.match(await page.textContent('#do-files [role=alert]'), /不支持/);
  assert.equal(page.asked.includes('/bucket/'), false);
  await page.setInputFiles('#f-files-file', paper('second-try.pdf', 10));
  await page.click('#do-files button');
  await page.waitForURL(/done=file/);
  assert.ok((await files()).includes('second-try.pdf'));
  await page.context().close();
});

test('a bucket that cannot be reached: the small file goes with the form, the large one says so', async () => {
  const page = await form();
  await page.route('**/bucket/', (r) => r.abort());
  await page.setInputFiles('#f-files-file', paper('large-lost.pdf', 9 << 20));
  await page.click('#do-files button');
  await page.locator('#do-files [role=alert]').waitFor();
  assert.match(await page.textContent('#do-files [role=alert]'), /网络/);
  await page.setInputFiles('#f-files-file', paper('small-saved.pdf', 100));
  await page.click('#do-files button');
  await page.waitForURL(/done=file/);
  assert.ok((await files()).includes('small-saved.pdf'));
  assert.ok(!(await files()).includes('large-lost.pdf'));
  await page.context().close();
});

for (const width of [390, 1280]) {
  test(`in two steps without a script, ${width} wide`, async () => {
    const page = await open(browser, 'office', { width, script: false });
    await page.goto(`${base}/receptions/${number}`);
    await page.locator('#do-files summary').click();
    await page.click('#do-files noscript a, #do-files a[href$="/uploads"]');
    await page.selectOption('#f-type', { label: 'PDF' });
    await page.fill('#f-name', `两步-${width}`);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/upload-1-${width}.png`, fullPage: true });
    await page.click('form[action$="/uploads"] button');
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/upload-2-${width}.png`, fullPage: true });
    await page.setInputFiles('#f-file', paper(`x-${width}.pdf`, 9 << 20));
    await page.click('form[enctype="multipart/form-data"] button');
    await page.waitForURL(/done=file/);
    assert.match(await page.innerText('#papers'), new RegExp(`两步-${width}\\.pdf`));
    await page.context().close();
  });
}

test('the page of the two steps is good to read in both languages', async () => {
  for (const lang of ['zh', 'en']) {
    const page = await open(browser, 'office', { lang, width: 390 });
    const { confirm } = await office('POST', `/receptions/${number}/uploads`, { name: 'a.pdf' });
    for (const path of [`/receptions/${number}/uploads`, `/receptions/${number}/uploads?file=${confirm.split('/').pop()}`]) {
      await page.goto(base + path);
      assert.equal((await page.locator('h1').count()), 1);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 1, `${path} scrolls ${wide} px sideways`);
      await page.evaluate(axe).catch(() => page.addScriptTag({ content: axe }));
      const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
      assert.deepEqual(found.violations.filter((v) => /serious|critical/.test(v.impact)).map((v) => `${v.id}: ${v.nodes[0].target}`), [], path);
    }
    await page.context().close();
  }
});
