// Every message of profiles/messages against the sources: it fits what its component prints in the releases that it names and in no
// others, comes from the functions that it names, and fits nothing that tells of no failure.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { components } from '../../scripts/messages/components.js';
import { foundIn, stretches } from '../../scripts/messages/held.js';
import { loadMessages } from '../support/knowledge.js';
import { readLog } from '../support/read-log.js';
import { linux, sourcesOf, whyNoLinux, whyNoXen, xen } from './sources.js';

const test = suite('messages against their sources');

for (const component of components) {
  const sources = sourcesOf(component);
  const messages = loadMessages().filter(one => one.component === component.name);
  if (!sources || messages.length === 0) continue;
  test(`${component.name}: ${messages.length} messages`, () => {
    const faults: string[] = [];
    const quiet = [...sources.values()]
      .flat()
      .filter(one => one.component === component && one.level === 'other');
    for (const { id, pattern, functions, isError, ...of } of messages) {
      const found = foundIn(sources, component, pattern);
      const written = (of.xen ?? of.linux)!.map(({ from, to }) => `${from ?? ''}..${to ?? ''}`);
      const is = stretches([...sources.keys()], found.in);
      if (found.in.length === 0) faults.push(`${id} fits no message`);
      else if (written.join() !== is.join())
        faults.push(`${id}: releases ${written.join()}, and in the source ${is.join()}`);
      if (functions.join() !== found.functions.join())
        faults.push(`${id}: functions ${functions.join()}, and in the source ${found.functions.join()}`);
      const wrong = isError && quiet.find(one => new RegExp(pattern).test(one.logged));
      if (wrong) faults.push(`${id} takes for a failure: ${wrong.logged}`);
    }
    assert.is(faults.join('\n'), '');
  });

  // The lines are read as any log is, with the words that must stand in a line and the speakers in whose lines a pattern counts.
  test(`${component.name}: a log of its messages shows each`, async () => {
    const lines = [
      ...new Set(
        [...sources.values()]
          .flat()
          .filter(one => one.component === component)
          .map(one => one.logged),
      ),
    ];
    const patterns = messages.map(({ id, pattern, speakers, demand }) => ({
      id,
      regex: pattern,
      speakers,
      demand,
    }));
    const { hits } = await readLog([Buffer.from(lines.map(line => `${line}\n`).join(''))], patterns);
    assert.equal(
      messages.map(({ id }) => id).filter(id => !hits.has(id)),
      [],
    );
  });
}

if (!xen) test(whyNoXen, () => console.error(whyNoXen));
if (!linux) test(whyNoLinux, () => console.error(whyNoLinux));

test.run();
