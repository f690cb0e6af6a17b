// Runs the browser tests (*.test.js) against a fresh trial: all, or those named.
//
//   node run.js              all
//   node run.js plan         plan.test.js
//
// YINGBIN names a built program; without it, it is built here. Each test file
// begins with reset(), so that it finds the start it wants. A file that fails is
// run once more, and the end says so: a browser on a busy machine may be late,
// what is broken fails twice.
const { execFileSync, spawn, spawnSync } = require('node:child_process');
const { mkdtempSync, readdirSync, rmSync } = require('node:fs');
const { createServer } = require('node:net');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const freePort = () => new Promise((done) => {
  const s = createServer().listen(0, '127.0.0.1', () => { const { port } = s.address(); s.close(() => done(port)); });
});

// ready waits until the process answers.
async function ready(url, server) {
  for (let i = 0; i < 150 && server.exitCode === null; i++) {
    if (await fetch(url, { headers: { Accept: 'application/json' } }).then((r) => r.ok, () => false)) return;
    await new Promise((next) => setTimeout(next, 200));
  }
  throw new Error('the trial does not start');
}

const named = process.argv.slice(2).map((n) => `${n.replace(/\.test\.js$/, '')}.test.js`);
const files = named.length ? named : readdirSync(__dirname).filter((n) => n.endsWith('.test.js')).sort();

(async () => {
  if (!files.length) return console.log('no browser tests');
  const work = mkdtempSync(join(tmpdir(), 'yingbin-'));
  const program = process.env.YINGBIN || join(work, 'yingbin');
  if (!process.env.YINGBIN) execFileSync('go', ['build', '-o', program, './infra/local'], { cwd: join(__dirname, '../..'), stdio: 'inherit' });
  const base = `http://127.0.0.1:${await freePort()}`;
  const server = spawn(program, ['-trial', '-addr', base.slice(7), '-data', join(work, 'data')], { stdio: 'ignore' });
  let code = 1;
  try {
    await ready(`${base}/_local/clock`, server);
    const passes = (file) => spawnSync(process.execPath, ['--test', '--test-reporter=spec', file],
      { cwd: __dirname, stdio: 'inherit', env: { ...process.env, BASE: base } }).status === 0;
    const late = files.filter((f) => !passes(f));
    const broken = late.filter((f) => !passes(f));
    for (const f of late) console.log(`${f}: ${broken.includes(f) ? 'FAILED twice' : 'passed at the second try'}`);
    console.log(`${files.length - broken.length} of ${files.length} files of browser tests passed`);
    code = broken.length ? 1 : 0;
  } finally {
    server.kill();
    rmSync(work, { recursive: true, force: true });
  }
  process.exit(code);
})();
