// Prints every paper of the demonstration as a PDF, to be looked at: of the
// reception that has most to print, and of the one with most guests.
//
//   node papers.js http://127.0.0.1:8080 /tmp/papers [width of the window]
const fs = require('fs');
const path = require('path');
const { launch, open, as, base } = (process.env.BASE = process.argv[2], require('./lib.js'));

const out = process.argv[3], width = Number(process.argv[4] || 1280);

// papers lists what a reception can be printed as.
async function papers(call, number) {
  const print = await call('GET', `/receptions/${number}/print?paper=application`);
  return print.papers;
}

(async () => {
  fs.mkdirSync(out, { recursive: true });
  const call = await as('office');
  const { items } = await call('GET', '/receptions?limit=200');
  const many = items.reduce((a, b) => ((b.party || 0) > (a.party || 0) ? b : a));
  const small = [];
  for (const r of items) if (r !== many) small.push({ r, papers: await papers(call, r.number) });
  small.sort((a, b) => b.papers.length - a.papers.length);
  const chosen = [{ r: many, papers: await papers(call, many.number), name: 'many' }, { ...small[0], name: 'small' }];
  const browser = await launch();
  for (const lang of ['zh', 'en', 'zh-Hant']) {
    const page = await open(browser, 'office', { width, lang });
    for (const { r, papers: list, name } of chosen) {
      for (const paper of list) {
        await page.goto(`${base}/receptions/${r.number}/print?paper=${paper}&lang=${lang}`);
        await page.pdf({ preferCSSPageSize: true, path: path.join(out, `${name}-${paper}-${lang}.pdf`), printBackground: true });
      }
      console.log(`${lang} ${r.number} ${r.party} guests: ${list.join(' ')}`);
    }
    await page.context().close();
  }
  await browser.close();
})();
