// Looks at the page that is open, wide and on a phone, light and dark.
const axe = require('axe-core').source;

const looks = [[1280, 'light'], [1280, 'dark'], [390, 'dark'], [390, 'light']];
const keys = /\b(page|word|fault|letter|reception|report|print)\.[a-z-]+\b/g;
const seen = new Map(); // look → the shapes of elements that axe has inspected there
let inspections = 0;

// shapes are what axe judges a page by, whatever its words are: which elements
// stand within which, with which classes, roles and names.
function shapes() {
  const paths = new Set();
  const walk = (e, path) => {
    const marks = [...e.attributes].filter((a) => /^(role|type|disabled|checked|hidden|open|for|alt|title|href|lang|tabindex|scope)$|^aria-/.test(a.name))
      .map((a) => (/^(for|href|alt|title|aria-label|aria-labelledby|aria-describedby|aria-controls)$/.test(a.name) ? `${a.name}${a.value ? '' : '?'}` : `${a.name}=${a.value}`));
    const here = `${path}>${e.tagName}.${e.getAttribute('class') || ''}[${marks}]${e.children.length || e.textContent.trim() ? '' : '-'}`;
    paths.add(here);
    for (const c of e.children) walk(c, here);
  };
  walk(document.body, '');
  return [...paths];
}

// isNew says whether a page holds anything that axe has not inspected in this
// look, and remembers it.
function isNew(look, forms) {
  const known = seen.get(look) || new Set();
  seen.set(look, known);
  const before = known.size;
  forms.forEach((f) => known.add(f));
  return known.size > before;
}

// inspector gives what looks at one person's pages in one language.
const inspector = (note, lang) => async (page, url) => {
  const forms = await page.evaluate(shapes);
  const { text, told } = await page.evaluate(() => ({ text: document.body.innerText, told: document.documentElement.lang }));
  const raw = text.match(keys);
  if (raw) note(url, `raw keys ${[...new Set(raw)].join(' ')}`);
  if (!told.startsWith(lang)) note(url, `written in ${told}`);
  for (const [width, scheme] of looks) {
    await page.setViewportSize({ width, height: 900 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 1) note(url, `${width}: scrolls ${wide} px sideways`);
    if (!isNew(`${width} ${scheme}`, forms)) continue;
    inspections++;
    await page.emulateMedia({ colorScheme: scheme });
    await inspect(page, (text) => note(url, `${width} ${scheme}: ${text}`));
  }
};

// inspect asks axe.
async function inspect(page, note) {
  if (!await page.evaluate(() => !!window.axe)) await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  for (const v of violations.filter((x) => x.impact === 'serious' || x.impact === 'critical')) {
    note(`axe ${v.id}: ${v.nodes.slice(0, 2).map((n) => n.target.join(' ')).join(', ')}`);
  }
}

module.exports = inspector;
module.exports.inspected = () => inspections;
