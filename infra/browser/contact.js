// Takes the contact sheet of the README: 24 key pages, papers and mails of the
// demonstration, on one picture: at a quarter past ten, when there is most to see.
// It resets the trial.
//
//   node contact.js http://127.0.0.1:8080 ../readme/pages.jpg
const { chromium } = require('playwright-core');

const base = process.argv[2], out = process.argv[3];
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const json = async (path, options = {}) => (await fetch(base + path, { ...options, headers: { Accept: 'application/json', 'Content-Type': 'application/json', ...options.headers } })).json();

// Sizes in CSS pixels: what is seen of a page on a desk, on a phone, of a
// paper upright and across.
const size = { desk: [1280, 900], phone: [390, 844], paper: [826, 1160], across: [1155, 826], mail: [640, 900], short: [640, 450] };

let mails = [];

// link finds the last mailed link of a kind, of a reception where one is named.
function link(kind, rel, reception) {
  const urls = mails.filter((m) => m.kind === kind && (!reception || m.reception === reception)).flatMap((m) => m.links.filter((l) => l.rel === rel).map((l) => l.url));
  return urls.length ? new URL(urls[urls.length - 1]).pathname : null;
}

// letter is the newest mail of a kind, as its reader sees it.
const letter = (kind, language) => mails.filter((m) => m.kind === kind && m.language === language).pop()?.html;

// receptions of the demonstration, each in its own state; any, where none is.
async function receptions() {
  const { token } = await json('/_local/sign-in', { method: 'POST', body: JSON.stringify({ email: 'office@demo.example' }) });
  const { items } = await json('/receptions?limit=200', { headers: { Authorization: `Bearer ${token}` } });
  return (state) => (items.find((r) => r.state === state) || items[0]).number;
}

// shots are what stands on the sheet: who looks, how, at what, and its name.
function shots(of) {
  const visiting = of('visiting'), preparing = of('preparing'), closing = of('closing');
  const paper = (r, name) => `/receptions/${r}/print?paper=${name}`;
  return [
    ['sales', 'desk', '/', '工作台'], ['sales', 'desk', '/receptions/new', '客户接待申请'], ['office', 'desk', `/receptions/${visiting}`, '接待'],
    ['office', 'desk', `/receptions/${preparing}/plan/edit`, '编制执行表'], ['office', 'desk', '/calendar', '日历'], ['director', 'desk', '/reports', '接待报表'],
    ['', 'phone', link('review', 'review'), '评审链接'], ['', 'phone', link('tasks', 'task'), '任务链接'], ['', 'phone', link('invitation', 'guest', preparing), '来宾页面'],
    ['office2', 'phone', `/receptions/${visiting}/host`, '接待现场'], ['gate', 'phone', '/gate', '门卫'], ['general-affairs', 'phone', '/tasks', '部门任务'],
    ['office', 'paper', paper(visiting, 'application'), '客户接待申请表'], ['office', 'paper', paper(preparing, 'sheet'), '客户接待执行表'], ['office', 'paper', paper(closing, 'slips'), '部门任务单'],
    ['office', 'paper', `${paper(preparing, 'itinerary')}&lang=en`, '客户行程（英文）'], ['office', 'paper', paper(closing, 'minutes'), '会谈纪要'], ['mail', 'mail', letter('review', 'zh'), '评审邮件'],
    ['office', 'across', paper(visiting, 'pickup'), '接站牌'], ['office', 'across', paper(closing, 'seating'), '座次图'], ['mail', 'short', letter('invitation', 'en'), '邀请邮件（英文）'],
    ['office', 'desk', '/today', '今日现场'], ['office', 'desk', '/receptions', '接待列表'], ['office', 'desk', '/policies/showroom', '接待制度'],
  ];
}

// take makes one picture; a paper as it comes out of the printer.
async function take(browser, [who, kind, what, title]) {
  const [width, height] = size[kind];
  const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: kind === 'phone' ? 1.5 : 1, locale: 'zh-CN', bypassCSP: kind === 'paper' || kind === 'across' });
  const page = await context.newPage();
  try {
    if (!what) throw new Error('there is nothing to show');
    if (who === 'mail') await page.setContent(what);
    else {
      if (who) {
        await page.goto(`${base}/sign-in`);
        await page.locator(`form:has(input[name=staff][value="${who}"]) button, button[name=staff][value="${who}"]`).first().click();
      }
      const answer = await page.goto(base + what);
      if (answer.status() !== 200) throw new Error(`${what} answers ${answer.status()}`);
      if (kind === 'paper' || kind === 'across') {
        await page.emulateMedia({ media: 'print' });
        await page.addStyleTag({ content: 'article{padding:48px!important} article + article{display:none!important}' });
      }
    }
    return { title, kind, data: (await page.screenshot({ type: 'jpeg', quality: 88 })).toString('base64') };
  } catch (e) {
    console.log(`${title}: ${e.message.split('\n')[0]}`);
    return null;
  } finally {
    await context.close();
  }
}

// sheet lays the pictures out, six in a row.
const sheet = (cards) => `<style>body{margin:16px;font:600 17px "Noto Sans CJK SC",sans-serif;display:grid;grid-template-columns:repeat(6,1fr);gap:16px;background:#e4e8ee;color:#1c2430}
figure{margin:0;background:#fff;border-radius:6px;padding:8px;text-align:center;display:flex;flex-direction:column;box-shadow:0 1px 3px #0003}
img{width:100%;height:255px;object-fit:cover;object-position:top;border:1px solid #d5dae1;border-radius:3px;box-sizing:border-box}
.phone img{height:770px}.paper img,.mail img{height:505px}
figcaption{padding-top:6px}</style>${cards.map((c) => `<figure class="${c.kind}"><img src="data:image/jpeg;base64,${c.data}"><figcaption>${c.title}</figcaption></figure>`).join('')}`;

(async () => {
  await json('/_local/reset', { method: 'POST', body: JSON.stringify({ data: 'demo', now: '2026-11-24T10:15:00+08:00' }) });
  mails = (await json('/_local/mails')).items;
  const list = shots(await receptions());
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: flags });
  const cards = [];
  for (const shot of list) cards.push(await take(browser, shot));
  const page = await browser.newPage({ viewport: { width: 2400, height: 1000 } });
  await page.setContent(sheet(cards.filter(Boolean)));
  await page.screenshot({ path: out, fullPage: true, type: 'jpeg', quality: 80 });
  await browser.close();
  const missing = cards.filter((c) => !c).length;
  console.log(`${cards.length - missing} pages on ${out}`);
  process.exitCode = missing ? 1 : 0;
})();
