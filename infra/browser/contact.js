// Takes the contact sheet of the README: 24 key pages and papers of the
// demonstration, on one picture.
//
//   node contact.js http://127.0.0.1:8080 ../readme/pages.jpg
const { chromium } = require('playwright-core');

const base = process.argv[2], out = process.argv[3];
const json = async (path, options = {}) => (await fetch(base + path, { ...options, headers: { Accept: 'application/json', 'Content-Type': 'application/json', ...options.headers } })).json();

// link finds a mailed link of a kind.
async function link(kind, rel, reception = '') {
  const mails = (await json(`/_local/mails?kind=${kind}&reception=${reception}`)).items;
  const found = mails.flatMap((m) => m.links.filter((l) => l.rel === rel).map((l) => l.url));
  return found.length ? new URL(found[found.length - 1]).pathname : null;
}

(async () => {
  const { token } = await json('/_local/sign-in', { method: 'POST', body: JSON.stringify({ email: 'office@demo.example' }) });
  const list = (await json('/receptions?limit=200', { headers: { Authorization: `Bearer ${token}` } })).items;
  const of = (state) => (list.find((r) => r.state === state) || list[0]).number;
  const visiting = of('visiting'), preparing = of('preparing'), closing = of('closing');
  const shots = [
    ['sales', 1280, '/', '工作台'], ['sales', 1280, '/receptions/new', '客户接待申请'], ['office', 1280, `/receptions/${visiting}`, '接待'], ['office', 1280, `/receptions/${preparing}/plan/edit`, '编制执行表'],
    ['office', 1280, '/receptions', '列表'], ['office', 1280, '/calendar', '日历'], ['office', 1280, '/today', '今日现场'], ['director', 1280, '/reports', '报表'],
    ['nobody', 390, await link('review', 'review'), '评审链接'], ['nobody', 390, await link('tasks', 'task'), '任务链接'], ['nobody', 390, await link('invitation', 'guest', preparing), '来宾页面'], ['office2', 390, `/receptions/${visiting}/host`, '接待现场'],
    ['gate', 390, '/gate', '门卫'], ['sales', 390, '/', '手机工作台'], ['sales', 390, `/receptions/${visiting}`, '手机接待'], ['general-affairs', 390, '/tasks', '手机任务'],
    ['office', 900, `/receptions/${preparing}/print?paper=sheet`, '执行表'], ['office', 900, `/receptions/${preparing}/print?paper=slips`, '部门任务单'], ['office', 900, `/receptions/${preparing}/print?paper=pickup`, '接机牌'], ['office', 900, `/receptions/${closing}/print?paper=minutes`, '会谈纪要'],
    ['office', 1280, '/policies/showroom', '接待制度'], ['sales', 1280, '/customers', '客户'], ['admin', 1280, '/company', '公司设置'], ['office', 1280, '/mailbox', '邮箱'],
  ];
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
  const cards = [];
  for (const [who, width, path, title] of shots) {
    if (!path) { console.log('no page for', title); continue; }
    const context = await browser.newContext({ viewport: { width, height: Math.round(width === 390 ? 780 : width * 0.72) }, locale: 'zh-CN' });
    const page = await context.newPage();
    if (who !== 'nobody') {
      await page.goto(`${base}/sign-in`);
      await page.locator(`form:has(input[name=staff][value="${who}"]) button, button[name=staff][value="${who}"]`).first().click();
    }
    const answer = await page.goto(base + path);
    if (answer.status() !== 200) console.log(title, path, answer.status());
    cards.push({ title, data: (await page.screenshot({ type: 'jpeg', quality: 70 })).toString('base64'), phone: width === 390 });
    await context.close();
  }
  const sheet = await browser.newPage({ viewport: { width: 1920, height: 1000 } });
  await sheet.setContent(`<style>body{margin:12px;font:14px sans-serif;display:grid;grid-template-columns:repeat(6,1fr);gap:12px;background:#e9ecf0}figure{margin:0;background:#fff;padding:6px;text-align:center}img{width:100%;height:210px;object-fit:cover;object-position:top;border:1px solid #ccc}.phone img{object-fit:contain;height:330px;object-position:top}figcaption{padding-top:4px}</style>${cards.map((c) => `<figure class="${c.phone ? 'phone' : ''}"><img src="data:image/jpeg;base64,${c.data}"><figcaption>${c.title}</figcaption></figure>`).join('')}`);
  await sheet.screenshot({ path: out, fullPage: true, type: 'jpeg', quality: 72 });
  await browser.close();
  console.log(`${cards.length} pages on ${out}`);
})();
