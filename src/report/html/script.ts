/**
 * The page's one script. All is there without it; it only filters and pages: what is not shown is taken out of the
 * document, so that thousands of files stay light. It never makes markup of text.
 */
export const script = String.raw`
'use strict';
addEventListener('error', () => document.body.classList.add('ready'));
const rowsAPage = matchMedia('(max-width: 40rem)').matches ? 20 : 100, findingsAPage = 40, placesShown = 30;
const by = id => document.getElementById(id);
const tables = by('files');
const families = [...tables.children].map(section => ({
  section,
  body: section.querySelector('tbody'),
  modes: section.dataset.modes.split(' ').filter(Boolean),
}));
const rows = families.flatMap(family => [...family.body.rows].map(row => ({
  row, family,
  file: row.dataset.file,
  name: row.querySelector('a').textContent,
  cells: [...row.cells].slice(1).filter(cell => cell.dataset.mode),
})));
const names = new Map(rows.map(({ file, name }) => [file, name]));
const heads = [...document.querySelectorAll('thead [data-mode]')];
const articles = [...document.querySelectorAll('article')].map(article => ({
  article,
  section: article.parentElement,
  level: article.dataset.level,
  stage: article.dataset.stage,
  modes: article.dataset.modes.split(' ').filter(Boolean),
  text: [...(article.querySelector('.brief') || article).children].filter(child => !child.matches('.places')).map(child => child.textContent).join(' ').toLowerCase(),
  places: article.dataset.places.split(' ').map(place => place.split(':')),
  list: article.querySelector('.places'),
}));
const sections = [...document.querySelectorAll('section.stage')];
const form = by('filters');
const pagers = { files: pager('files-pager', 'files'), findings: pager('findings-pager', 'findings') };

function pager(id, what) {
  const nav = by(id);
  const [back, next] = nav.querySelectorAll('button');
  const state = { page: 0, pages: 1, nav, back, next, label: nav.querySelector('span'), what };
  back.addEventListener('click', () => turn(state, -1));
  next.addEventListener('click', () => turn(state, 1));
  return state;
}

function turn(state, step) {
  state.page += step;
  show();
  const kept = step > 0 ? state.next : state.back;
  (kept.disabled ? (step > 0 ? state.back : state.next) : kept).focus();
}

function cut(state, items, size) {
  state.pages = Math.max(1, Math.ceil(items.length / size));
  state.page = Math.min(state.page, state.pages - 1);
  state.nav.hidden = state.pages === 1;
  state.back.disabled = state.page === 0;
  state.next.disabled = state.page === state.pages - 1;
  state.label.textContent = 'Page ' + (state.page + 1) + ' of ' + state.pages + ' of ' + state.what;
  return items.slice(state.page * size, (state.page + 1) * size);
}

let found = { rows, articles, files: null };

function filter() {
  const [file, text] = ['file', 'text'].map(name => form.elements[name].value.trim().toLowerCase());
  const [mode, stage, level] = ['mode', 'stage', 'level'].map(name => form.elements[name].value);
  const named = rows.filter(({ name }) => name.toLowerCase().includes(file));
  const files = file ? new Set(named.map(one => one.file)) : null;
  const some = articles.filter(one =>
    (!level || one.level === level) &&
    (!stage || one.stage === stage) &&
    (!mode || one.modes.length === 0 || one.modes.includes(mode)) &&
    (!text || one.text.includes(text)) &&
    (!files || one.places.some(([index]) => files.has(index))));
  let kept = named;
  if (stage || level || text) {
    const touched = new Set();
    for (const { places } of some) for (const [index] of places) touched.add(index);
    kept = named.filter(one => touched.has(one.file));
  }
  if (mode) kept = kept.filter(({ family }) => family.modes.includes(mode));
  found = { rows: kept, articles: some, files };
  for (const head of heads) head.hidden = Boolean(mode) && head.dataset.mode !== mode;
  for (const { cells } of rows) for (const cell of cells) cell.hidden = Boolean(mode) && cell.dataset.mode !== mode;
  pagers.files.page = pagers.findings.page = 0;
  show();
}

function show() {
  const some = cut(pagers.files, found.rows, rowsAPage);
  for (const family of families) {
    const members = some.filter(one => one.family === family);
    family.body.replaceChildren(...members.map(({ row }) => row));
    family.section.hidden = members.length === 0;
  }
  const page = cut(pagers.findings, found.articles, findingsAPage);
  for (const section of sections) {
    const members = page.filter(one => one.section === section);
    for (const one of members) fillPlaces(one);
    section.replaceChildren(section.firstElementChild, ...members.map(({ article }) => article));
    section.hidden = members.length === 0;
  }
  by('count').textContent = found.articles.length + ' of ' + articles.length + ' findings, ' +
    found.rows.length + ' of ' + rows.length + ' files';
}

function fillPlaces({ list, places }) {
  const some = found.files ? places.filter(([index]) => found.files.has(index)) : places;
  const files = new Set(some.map(([index]) => index)).size;
  list.firstElementChild.textContent = files + (files === 1 ? ' file' : ' files');
  const items = some.slice(0, placesShown).map(([index, line, path]) => item('code', (path ? decodeURIComponent(path) : names.get(index)) + (line && ':' + line)));
  if (some.length > placesShown) items.push(item('span', 'and ' + (some.length - placesShown) + ' more: filter by file to see them'));
  list.lastElementChild.replaceChildren(...items);
}

function item(kind, text) {
  const outer = document.createElement('li');
  const inner = document.createElement(kind);
  inner.textContent = text;
  outer.append(inner);
  return outer;
}

let waiting = 0;
form.addEventListener('input', () => {
  clearTimeout(waiting);
  waiting = setTimeout(filter, 120);
});
form.addEventListener('submit', event => event.preventDefault());
form.addEventListener('reset', () => setTimeout(filter));
tables.addEventListener('click', event => {
  const link = event.target.closest('a');
  if (!link) return;
  form.elements.file.value = link.textContent;
  filter();
});
// The finding may be on another page, or filtered out.
const mend = document.querySelector('.mend');
if (mend) mend.addEventListener('click', event => {
  const link = event.target.closest('a');
  if (!link) return;
  const place = articles.findIndex(({ article }) => '#' + article.id === link.hash);
  if (place < 0) return;
  for (const name of ['file', 'mode', 'stage', 'level', 'text']) form.elements[name].value = '';
  filter();
  pagers.findings.page = Math.floor(place / findingsAPage);
  show();
});
form.hidden = false;
try {
  filter();
} finally {
  document.body.classList.add('ready');
}
`;
