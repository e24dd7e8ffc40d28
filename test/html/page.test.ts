// The HTML report in a real Chromium: what a person sees after clicks and keys, against what the JSON report says.
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { hostileReport, hostilePieces } from '../support/hostile.js';
import { asJson, form, reportOf } from '../support/report-of.js';
import { folder } from '../support/run.js';
import { samples } from '../support/samples.js';
import { html } from '../../src/report/html/page.js';
import { safeText } from '../../src/input/safe-text.js';
import type { Report } from '../../src/api/report.js';
import { type Browser, chromium, launch, type Page } from './browser.js';

const test = suite('html');
const command = chromium();
const at = folder();
let browser: Browser;

test.before(async () => {
  if (command) browser = await launch(command);
});
test.after(async () => {
  await browser?.close();
  at.remove();
});

interface Json {
  results: {
    path: string;
    verdicts: { profile: string; verdict: string; stage: string | null }[];
    findings: {
      rule: string;
      level: string;
      stage: string | null;
      profiles: string[];
      message: string;
      why: string;
      fix: string;
      set: string[];
    }[];
  }[];
}

const report = reportOf(samples);
const json = JSON.parse(asJson(report)) as Json;

/** Findings that say the same are shown once. */
function distinct(keep: (finding: Json['results'][0]['findings'][0], path: string) => boolean): string[] {
  const keys = json.results.flatMap(({ path, findings }) =>
    findings
      .filter(finding => keep(finding, path))
      .map(({ rule, level, stage, profiles, message, why, fix, set }) =>
        JSON.stringify([rule, level, stage, profiles, message, why, fix, set]),
      ),
  );
  return [...new Set(keys)];
}

async function opened(
  shown: Report,
  options: { width?: number; dark?: boolean; script?: boolean } = {},
): Promise<Page> {
  const file = `${at.path}/${Math.random().toString(36).slice(2)}.html`;
  writeFileSync(file, html(shown, form));
  const page = await browser.page(options.width ?? 1280, 900, options);
  await page.open(pathToFileURL(file).href);
  return page;
}

const seen = (page: Page, selector: string) =>
  page.evaluate<string[]>(
    `[...document.querySelectorAll(${JSON.stringify(selector)})].filter(one => one.checkVisibility()).map(one => one.textContent)`,
  );
const heads = async (page: Page) => (await seen(page, 'article h4')).map(text => text.replace(/^\w+ /, ''));
const files = (page: Page) => seen(page, 'tbody th a');
const status = (page: Page) => page.evaluate<string>(`document.querySelector('[role=status]').textContent`);
/** The page waits a moment for more keys. */
const settled = (page: Page) => page.evaluate('new Promise(resolve => setTimeout(resolve, 400))');

async function type(page: Page, name: string, text: string): Promise<void> {
  await page.click(`[name=${name}]`);
  await page.send('Input.insertText', { text });
  await settled(page);
}

/** By the keyboard, as the list opens outside of the page. */
async function choose(page: Page, name: string, value: string): Promise<void> {
  const index = await page.evaluate<number>(
    `[...document.querySelector('[name=${name}]').options].findIndex(one => one.text === ${JSON.stringify(value)})`,
  );
  assert.ok(index > 0, `${name} ${value}`);
  await page.evaluate(`document.querySelector('[name=${name}]').focus()`);
  await page.press(...Array.from({ length: index }, () => 'ArrowDown'));
  assert.is(await page.evaluate(`document.querySelector('[name=${name}]').value`), value);
  await settled(page);
}

const real = (name: string, run: () => Promise<void>) => (command ? test(name, run) : test.skip(name));

const reason = 'skipped: no chromium on this machine';
if (!command) test(reason, () => console.error(reason));

real('everything is there before a click, and asks for nothing outside', async () => {
  const page = await opened(report);
  assert.equal((await files(page)).sort(), json.results.map(({ path }) => path).sort());
  const all = distinct(() => true);
  // A page of findings has forty; the pager has the rest.
  assert.is((await heads(page)).length, Math.min(all.length, 40));
  assert.is(
    await status(page),
    `${all.length} of ${all.length} findings, ${json.results.length} of ${json.results.length} files`,
  );
  assert.ok(
    page.requests.every(url => /^(file|data):/.test(url)) && page.requests.length > 0,
    page.requests.join(),
  );
  assert.equal(page.complaints, []);
  await page.close();
});

real('pages of findings turn by clicks and show each once', async () => {
  const odd = Array.from({ length: 90 }, (_, index) => `odd line ${index}\n`);
  const page = await opened(reportOf({ 'odd.config': `${samples['all.config']}${odd.join('')}` }));
  const met: string[] = [];
  assert.is((await heads(page)).length, 40);
  for (;;) {
    met.push(...(await heads(page)));
    if (await page.evaluate(`document.querySelector('#findings-pager button:last-child').disabled`)) break;
    await page.click('#findings-pager button:last-child');
  }
  for (const line of odd) assert.is(met.filter(head => head.endsWith(`: ${line.trim()}`)).length, 1, line);
  assert.is((await status(page)).split(' ')[0], String(met.length));
  await page.click('#findings-pager button:first-child');
  assert.equal((await heads(page)).at(-1), met[79]);
  await page.close();
});

for (const [name, value, keep] of [
  ['mode', 'domu-pvh', finding => finding.profiles.length === 0 || finding.profiles.includes('domu-pvh')],
  ['stage', 'services', finding => finding.stage === 'services'],
  ['stage', 'file', finding => finding.stage === null],
  ['level', 'error', finding => finding.level === 'error'],
] as [string, string, Parameters<typeof distinct>[0]][])
  real(`filter by ${name} ${value}`, async () => {
    const page = await opened(report);
    await choose(page, name, value);
    const some = distinct(keep);
    assert.match(await status(page), new RegExp(`^${some.length} of `));
    const shown = await heads(page);
    assert.is(shown.length, some.length);
    const messages = new Set(some.map(key => JSON.parse(key)[4] as string));
    for (const head of shown) assert.ok(messages.has(head), head);
    const paths = json.results.filter(({ path, findings }) => findings.some(one => keep(one, path)));
    if (name === 'mode') {
      // A file stands in no table of that mode if no kernel of its architecture can have it, or nothing is known of it.
      const shownFiles = new Set(await files(page));
      for (const { path, verdicts } of json.results) {
        const { verdict } = verdicts.find(({ profile }) => profile === value)!;
        if (!['not-applicable', 'unknown'].includes(verdict)) assert.ok(shownFiles.has(path), path);
      }
      for (const head of await seen(page, 'thead th')) assert.ok(['File', value].includes(head), head);
    } else assert.equal((await files(page)).sort(), paths.map(({ path }) => path).sort());
    await page.close();
  });

real('filter by file and text, together, and back', async () => {
  const page = await opened(report);
  await type(page, 'file', 'NO-');
  const named = json.results.map(({ path }) => path).filter(path => path.includes('no-'));
  assert.equal((await files(page)).sort(), [...named].sort());
  assert.match(await status(page), new RegExp(`^${distinct((_, path) => path.includes('no-')).length} of `));
  await type(page, 'text', 'xenfs');
  for (const text of await seen(page, 'article')) assert.match(text.toLowerCase(), /xenfs/);
  assert.equal(await files(page), ['no-xenfs.config']);
  await page.click('button[type=reset]');
  await settled(page);
  assert.is((await files(page)).length, json.results.length);
  await type(page, 'text', 'nothing has this');
  assert.is(
    await status(page),
    `0 of ${distinct(() => true).length} findings, 0 of ${json.results.length} files`,
  );
  assert.equal(await heads(page), []);
  await page.close();
});

real('a click on a file shows its findings, with their lines', async () => {
  const page = await opened(report);
  const path = 'lines.config';
  const row = json.results.findIndex(result => result.path === path) + 1;
  await page.click(`tbody tr[data-file="${row - 1}"] a`);
  await settled(page);
  assert.equal(await files(page), [path]);
  const places = await page.evaluate<string[]>(
    `[...document.querySelectorAll('.places li')].map(one => one.textContent)`,
  );
  const lines = (json.results[row - 1]!.findings as { line?: number | null }[]).map(({ line }) => line);
  assert.equal(places.sort(), lines.map(line => (line ? `${path}:${line}` : path)).sort());
  await page.close();
});

real('the verdicts in the table are those of the report, in words', async () => {
  const page = await opened(report);
  const shown = await page.evaluate<[number, string[]][]>(
    `[...document.querySelectorAll('tbody tr')].map(row => [Number(row.dataset.file), [...row.cells].slice(1).filter(cell => cell.dataset.mode).map(cell => cell.dataset.mode + ' ' + cell.innerText.replace(/\\s+/g, ' '))])`,
  );
  const words: Record<string, string> = {
    boots: '✓ boots',
    conditional: '◐ cond.',
    silent: '○ silent',
    'not-applicable': '– n/a',
    unknown: '? unknown',
  };
  assert.is(shown.length, json.results.length);
  let met = 0;
  for (const [file, cells] of shown) {
    const { verdicts } = json.results[file]!;
    const told = new Set(cells.map(cell => cell.slice(0, cell.indexOf(' '))));
    for (const { profile, verdict, stage } of verdicts) {
      const cell = `${profile} ${verdict === 'fails' ? `✗ fails at ${stage}` : words[verdict]}`;
      if (told.has(profile)) assert.ok(cells.includes(cell), `${file}: ${cell}`);
      else assert.ok(['not-applicable', 'unknown'].includes(verdict), `${file}: ${cell}`);
    }
    met += cells.length;
  }
  assert.ok(met > 40);
  await page.close();
});

real('a table an architecture, what fails first, and under each name why', async () => {
  const page = await opened(report);
  const titles = await seen(page, '.family h3');
  for (const title of ['x86', 'Arm', 'xenlinux', 'Not known']) assert.ok(titles.includes(title), title);
  const rank = ['fails', 'silent', 'unknown', 'conditional', 'boots'];
  const tables = await page.evaluate<string[][][]>(
    `[...document.querySelectorAll('.family tbody')].map(body => [...body.rows].map(row => [...row.cells].slice(1).map(cell => cell.className)))`,
  );
  const fails = (path: string) => report.results.find(result => result.path === path)!.counts.error > 0;
  const names = await page.evaluate<string[][]>(
    `[...document.querySelectorAll('.family tbody')].map(body => [...body.rows].map(row => row.querySelector('a').textContent))`,
  );
  for (const [place, rows] of tables.entries()) {
    const ranks = rows.map((cells, row) => {
      const worst = rank.findIndex(word => cells.includes(word));
      return (fails(names[place]![row]!) ? 0 : 10) + (worst < 0 ? 5 : worst);
    });
    assert.equal(
      ranks,
      ranks.toSorted((left, right) => left - right),
    );
  }
  for (const { path, verdicts } of json.results) {
    const row = json.results.findIndex(result => result.path === path);
    const why = await page.evaluate<string>(
      `document.querySelector('tr[data-file="${row}"] .why, tr[data-file="${row}"] td.about')?.textContent ?? ''`,
    );
    if (verdicts.some(({ verdict }) => ['fails', 'silent'].includes(verdict)))
      assert.match(why, /CONFIG_\w+ |Xen \d/, path);
    if (verdicts.some(({ verdict }) => verdict === 'conditional')) assert.match(why, / if /, path);
    if (verdicts.some(({ verdict }) => verdict === 'unknown'))
      assert.match(why, /fragment|defconfig|which kernel|architecture/, path);
  }
  await page.close();
});

real('what to mend first leads to its finding, whatever page or filter hides it', async () => {
  const page = await opened(report);
  const links = await seen(page, '.mend a');
  assert.ok(links.length > 3 && links.length <= 10);
  for (const [index, text] of links.entries()) {
    await type(page, 'text', 'nothing has this');
    assert.equal(await heads(page), []);
    await page.click(`.mend li:nth-child(${index + 1}) a`);
    await settled(page);
    const { head, top } = await page.evaluate<{ head: string; top: number }>(
      `(() => { const one = document.querySelector(location.hash); return { head: one.querySelector('h4').textContent, top: one.getBoundingClientRect().top }; })()`,
    );
    assert.is(head.replace(/^\w+ /, ''), text);
    assert.ok(top >= -1 && top < 900, `${text}: ${top}`);
  }
  await page.close();
});

real('what follows from a cause is a line until it is opened', async () => {
  const page = await opened(report);
  const folded = await page.evaluate<string[]>(
    `[...document.querySelectorAll('.brief summary')].filter(one => one.querySelector('small')).map(one => one.querySelector('h4').textContent)`,
  );
  assert.ok(folded.some(text => text.includes('CONFIG_XEN_PV is not set')));
  const open = await seen(page, 'article > h4');
  assert.ok(open.some(text => text.includes('CONFIG_XEN is not set')));
  await page.close();
});

real('the picture counts what stops at each stage', async () => {
  const page = await opened(report);
  const text = await page.evaluate<string>(
    `[...document.querySelectorAll('svg desc')].map(one => one.textContent).join(' ')`,
  );
  const x86 = new Set(
    report.results.flatMap(({ kernel: { arch, flavour } }, index) =>
      flavour !== 'xenlinux' && (arch === 'x86_64' || arch === 'i386') ? [index] : [],
    ),
  );
  for (const mode of ['dom0-pv', 'domu-pvh', 'domu-hvm']) {
    const [line] = new RegExp(`${mode}: [^.]*\\.`).exec(text)!;
    // Those of the drawing's architecture.
    const verdicts = json.results
      .filter((_, index) => x86.has(index))
      .map(result => result.verdicts.find(one => one.profile === mode)!);
    for (const stage of ['load', 'start', 'root', 'services']) {
      const number = verdicts.filter(one => one.verdict === 'fails' && one.stage === stage).length;
      assert.is(line.includes(`${number} stop at ${stage}`), number > 0, `${line} ${stage}`);
    }
  }
  assert.ok(await page.evaluate(`document.querySelector('svg').getBoundingClientRect().height > 200`));
  await page.close();
});

real('without scripts all of it is there, and no filter that does nothing', async () => {
  const page = await opened(report, { script: false });
  const count = async (selector: string) => {
    const { root } = await page.send('DOM.getDocument', { depth: 0 });
    const { nodeIds } = await page.send('DOM.querySelectorAll', { nodeId: root.nodeId, selector });
    return nodeIds.length as number;
  };
  assert.is(await count('article'), distinct(() => true).length);
  assert.is(await count('tbody tr'), json.results.length);
  assert.is(await count('form:not([hidden]), nav:not([hidden])'), 0);
  const { root } = await page.send('DOM.getDocument', { depth: 0 });
  for (const selector of ['tbody tr:last-child', 'section.stage:last-child article:last-child h4']) {
    const { nodeId } = await page.send('DOM.querySelector', { nodeId: root.nodeId, selector });
    // Fails for what is not laid out.
    const { model } = await page.send('DOM.getBoxModel', { nodeId });
    assert.ok(model.height > 10, selector);
  }
  await page.close();
});

for (const width of [360, 390, 768, 1280])
  real(`${width} pixels: nothing is wider than the screen`, async () => {
    const page = await opened(report, { width });
    assert.ok((await page.evaluate<number>('document.scrollingElement.scrollWidth')) <= width);
    // What is cut off can be scrolled to by its own box.
    const cut = await page.evaluate<string[]>(
      `[...document.querySelectorAll('body *')].filter(one => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.scroll, thead')).map(one => one.outerHTML.slice(0, 80))`,
    );
    assert.equal(cut, []);
    await page.close();
  });

for (const dark of [false, true])
  real(`${dark ? 'dark' : 'light'}: every text has a contrast of 4.5 to 1`, async () => {
    const page = await opened(report, { dark });
    await page.evaluate(`document.querySelectorAll('details').forEach(one => (one.open = true))`);
    const { least, ground } = await page.evaluate<{ least: { ratio: number; text: string }; ground: string }>(
      contrast,
    );
    assert.ok(least.ratio >= 4.5, JSON.stringify(least));
    assert.is(ground, dark ? 'rgb(13, 17, 23)' : 'rgb(255, 255, 255)');
    await page.close();
  });

// WCAG 2: relative luminance of the text's colour against the first ground behind it that is not transparent.
const contrast = `(() => {
  const parts = color => color.match(/[\\d.]+/g).map(Number);
  const light = color => {
    const [r, g, b] = parts(color).map(value => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const groundOf = element => {
    const { backgroundColor } = getComputedStyle(element);
    return (parts(backgroundColor)[3] ?? 1) === 0 && element.parentElement ? groundOf(element.parentElement) : backgroundColor;
  };
  let least = { ratio: 99 };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !element.checkVisibility() || element.closest('svg, script')) continue;
    const [one, two] = [light(getComputedStyle(element).color), light(groundOf(element))];
    const ratio = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    if (ratio < least.ratio) least = { ratio, text: element.outerHTML.slice(0, 120) };
  }
  return { least, ground: getComputedStyle(document.body).backgroundColor };
})()`;

interface AxNode {
  ignored: boolean;
  role?: { value: string };
  name?: { value: string };
  properties?: { name: string; value: { value: unknown } }[];
}

for (const width of [360, 1280])
  real(`a screen reader at ${width} pixels: names, headings, table, status`, async () => {
    const page = await opened(report, { width });
    await page.send('Accessibility.enable');
    const { nodes } = (await page.send('Accessibility.getFullAXTree')) as { nodes: AxNode[] };
    const of = (role: string) => nodes.filter(node => !node.ignored && node.role?.value === role);
    for (const role of [
      'searchbox',
      'combobox',
      'button',
      'link',
      'table',
      'image',
      'form',
      'search',
      'navigation',
    ])
      for (const node of of(role))
        assert.ok(node.name?.value || role === 'table', `${role}: ${JSON.stringify(node)}`);
    assert.is(of('searchbox').length, 2);
    assert.is(of('combobox').length, 3);
    assert.ok(of('table').length >= 4);
    assert.is(of('rowheader').length, json.results.length);
    assert.ok(of('columnheader').length > 5);
    assert.is(of('status').length, 1);
    const levels = of('heading').map(
      node => node.properties!.find(({ name }) => name === 'level')!.value.value as number,
    );
    assert.is(levels[0], 1);
    assert.is(levels.filter(level => level === 1).length, 1);
    for (const [index, level] of levels.entries())
      assert.ok(level <= (levels[index - 1] ?? 0) + 1, `${levels.slice(0, index + 1)}`);
    await page.close();
  });

real('the keyboard alone reaches the filters, and focus shows', async () => {
  const page = await opened(report);
  const names: string[] = [];
  for (let press = 0; press < 26; press++) {
    await page.press('Tab');
    const { name, outline } = await page.evaluate<{ name: string; outline: string }>(
      `({ name: document.activeElement.name || document.activeElement.className || document.activeElement.type || '', outline: getComputedStyle(document.activeElement).outlineStyle })`,
    );
    names.push(name);
    assert.is.not(outline, 'none', name);
  }
  for (const name of ['skip', 'file', 'mode', 'stage', 'level', 'text', 'reset'])
    assert.ok(names.includes(name), `${name}: ${names}`);
  await page.close();
});

real('thousands of files: all counted, few in the document', async () => {
  const texts = Object.values(samples);
  const many = reportOf(Object.fromEntries(texts.map((text, index) => [`kernels/${index}.config`, text])));
  const results = Array.from({ length: 3000 }, (_, index) => {
    const result = many.results[index % texts.length]!;
    return { ...result, path: `kernels/${String(index).padStart(4, '0')}.config` };
  });
  const page = await opened({ ...many, results });
  assert.ok((await page.evaluate<number>(`document.querySelectorAll('*').length`)) < 8000);
  assert.match(await status(page), /, 3000 of 3000 files$/);
  const first = new Set(await files(page));
  assert.is(first.size, 100);
  await page.click('#files-pager button:last-child');
  assert.ok(!first.has((await files(page))[0]!));
  await type(page, 'file', '2999');
  assert.equal(await files(page), ['kernels/2999.config']);
  const places = await seen(page, '.places li');
  for (const place of places) assert.match(place, /^kernels\/2999\.config/);
  await page.close();
});

real('hostile names and values: seen as text, and nothing else happens', async () => {
  for (const piece of hostilePieces) {
    const page = await opened(hostileReport(piece));
    await page.evaluate(`document.querySelectorAll('details').forEach(one => (one.open = true))`);
    const shown = await page.evaluate<{ text: string; scripts: number; images: number; handlers: number }>(`({
      text: document.body.textContent,
      scripts: document.scripts.length,
      images: document.querySelectorAll('img, iframe, textarea, object, embed, base, meta[http-equiv=refresh]').length,
      handlers: [...document.querySelectorAll('*')].filter(one => [...one.attributes].some(({ name }) => /^on|^style$/.test(name))).length,
    })`);
    assert.is(shown.scripts, 1, piece);
    assert.is(shown.images, 0, piece);
    assert.is(shown.handlers, 0, piece);
    assert.equal(page.complaints, [], piece);
    for (const value of [`a${piece}b.config`, `c${piece}d.config`, `broken ${piece}`])
      assert.ok(
        shown.text.includes(safeText(value).replaceAll('\r', '')),
        `${JSON.stringify(piece)}: ${value}`,
      );
    await page.close();
  }
});

real('findings of a merged config name the part that has the line', async () => {
  const results = report.results.map(result => {
    const findings = result.findings.map(finding => ({ ...finding, file: 'parts/a.cfg', line: 3 }));
    return result.path === 'bare.config' ? { ...result, name: 'cloud', findings } : result;
  });
  const page = await opened({ ...report, results });
  await type(page, 'file', 'cloud');
  const places = await page.evaluate<string[]>(
    "[...document.querySelectorAll('article .places li')].map(one => one.textContent)",
  );
  assert.ok(places.length > 0);
  assert.equal([...new Set(places)], ['parts/a.cfg:3']);
  assert.equal(page.complaints, []);
  await page.close();
});

test.run();
