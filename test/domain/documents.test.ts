import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readDisk } from '../../src/domain/disk.js';
import { xlKey } from '../../src/domain/keys.js';
import { readDomain } from '../../src/domain/read-domain.js';
import { parseXl } from '../../src/domain/xl.js';
import { bytesSource } from '../../src/input/source.js';
import { folder, skipReason } from './oracle.js';

const test = suite("Xen's own examples and manual pages");

const unescapeHtml = (text: string) =>
  text
    .replace(/<[^>]*>/g, '')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&nbsp;/g, ' ')
    .replace(/&amp;/g, '&');

const page = (suiteName: string, name: string) =>
  readFileSync(join(folder!, suiteName, 'usr/share/doc/xen/html/man', `${name}.html`), 'utf8');

/** Terms of the definition lists that are in no other one: the keys of domain files. */
function outerTerms(html: string): string[] {
  const terms: string[] = [];
  let depth = 0;
  for (const [, tag, term] of html.matchAll(/<(dl|\/dl|dt id="[^"]*")>(?:<b>(.*?)<\/b><\/dt>)?/g)) {
    if (tag === 'dl') depth++;
    else if (tag === '/dl') depth--;
    else if (depth === 1 && term) terms.push(unescapeHtml(term));
  }
  return terms;
}

if (!folder) {
  test(skipReason, () => console.error(skipReason));
} else {
  const suites = ['bookworm', 'trixie'].filter(name => existsSync(join(folder!, name)));

  for (const name of suites) {
    test(`${name}: every example is read without a problem`, () => {
      const at = join(folder!, name, 'etc/xen');
      const examples = readdirSync(at).filter(file => file.startsWith('xlexample'));
      assert.is(examples.length, 3);
      for (const file of examples) {
        const facts = readDomain(bytesSource(readFileSync(join(at, file))));
        assert.equal(facts.problems, [], file);
        assert.is(facts.syntax, 'xl');
        const type = file.endsWith('hvm') ? 'hvm' : file.endsWith('pvhlinux') ? 'pvh' : null;
        assert.is(
          facts.type?.value ?? null,
          file.endsWith('pvlinux') ? (facts.type?.value ?? null) : type,
          file,
        );
        assert.ok(facts.disks.length > 0 && facts.interfaces.length > 0, file);
      }
    });

    test(`${name}: xl.cfg(5) has no key that is not known`, () => {
      const keys = new Set(
        outerTerms(page(name, 'xl.cfg.5')).flatMap(term => /^([a-z][a-z0-9_]*)\s*\+?=/.exec(term)?.[1] ?? []),
      );
      console.log(`${name}: ${keys.size} keys`);
      assert.ok(keys.size > 120);
      assert.equal(
        [...keys].filter(key => !xlKey(key)),
        [],
      );
    });

    test(`${name}: snippets of xl.cfg(5) parse, with known keys`, () => {
      const html = page(name, 'xl.cfg.5');
      let count = 0;
      for (const [, code] of html.matchAll(/<pre><code>(.*?)<\/code><\/pre>/gs)) {
        const text = `${unescapeHtml(code!)}\n`;
        if (!/^\s*[a-z_0-9]+\s*=\s*["'[0-9]/.test(text) || /\.\.\.|SPEC|\bCPUID/.test(text)) continue;
        const { settings, faults } = parseXl(text);
        assert.equal(faults, [], text);
        for (const key of settings.keys()) assert.ok(xlKey(key), `${key} in ${text}`);
        count++;
      }
      console.log(`${name}: ${count} snippets`);
      assert.ok(count > 0);
    });

    test(`${name}: disk examples of xl-disk-configuration(5)`, () => {
      const html = page(name, 'xl-disk-configuration.5');
      let count = 0;
      for (const [, code] of html.matchAll(/<pre><code>(.*?)<\/code><\/pre>/gs)) {
        for (const line of unescapeHtml(code!)
          .split('\n')
          .map(item => item.replace(/ {2}\(.*/, '').trim())) {
          if (!/^(\/|format=|vdev=|raw|tap|file)/.test(line) || /<|\.\.\./.test(line)) continue;
          const { refused, disk } = readDisk(line, 1);
          assert.is(refused, null, line);
          assert.ok(disk.device, line);
          count++;
        }
      }
      console.log(`${name}: ${count} disks`);
      assert.ok(count >= 4);
    });
  }
}

test.run();
