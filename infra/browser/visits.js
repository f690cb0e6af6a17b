// Visits for browser tests, made through the interface.
const { as } = require('./lib');

const names = ['张建华', 'John Smith', '李敏', '钱伟', '佐藤健'];
const guests = names.map((name, i) => ({ name, position: ['总经理', 'Chief engineer', '采购总监', '技术经理', '部长'][i], kind: ['market-dealer-leader', 'enterprise-leader', 'engineering-buyer', 'technician', 'senior-manager'][i],
  main: i === 0, language: i === 1 ? 'en' : 'zh', email: `guest${i}@customer.example`, phone: `1390000000${i}` }));

// at puts the latest version into a command and sends it.
async function at(who, r, verb, body = {}) {
  const call = await as(who);
  const { version } = await call('GET', `/receptions/${r}`);
  return call('POST', `/receptions/${r}/${verb}`, { version, ...body });
}

// accepted is a visit of five guests, planned from the policy's template.
async function accepted({ customer = '深圳一号科技', start = '2026-11-24T09:00:00+08:00', end = '2026-11-25T16:00:00+08:00', policy = 'showroom', party = 5, ...more } = {}) {
  const sales = await as('sales');
  const draft = await sales('POST', '/receptions', { policy, customer: { name: customer, class: 'key-account' }, start, end, purpose: '参观工厂，洽谈明年合作',
    guests: guests.slice(0, party), wishes: '参观实验室', requirements: '英文讲解', ...more });
  const { number } = await at('sales', draft.id, 'submit', { reason: '客户行程已定' });
  await at('office', number, 'accept', { specialist: 'office2' });
  return number;
}

module.exports = { accepted, at, guests };
