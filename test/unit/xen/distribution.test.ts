import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { distributionOf } from '../../../src/support/distribution.js';

// Names that real kernels have.
const cases: readonly [string, string | null, string | null][] = [
  ['6.1.0-50-amd64', 'Debian', null],
  ['6.12.95+deb13-cloud-amd64', 'Debian', '13'],
  [
    'Linux version 6.1.0-50-amd64 (debian-kernel@lists.debian.org) (gcc-12 (Debian 12.2.0-14) 12.2.0)',
    'Debian',
    null,
  ],
  ['3.1.0-7.fc16.x86_64', 'Fedora', '16'],
  ['2.6.32-754.el6.x86_64', 'RHEL', '6'],
  ['2.6.18-164.el5xen', null, null],
  ['5.15.0-200.131.27.el9uek.x86_64', 'Oracle Linux', '9'],
  ['gcc (Ubuntu 11.4.0-1ubuntu1~22.04) 11.4.0', 'Ubuntu', null],
  ['6.6.10-0-lts', 'Alpine Linux', null],
  ['6.10.3-arch1-2', 'Arch Linux', null],
  ['6.12.0', null, null],
];

for (const [text, name, release] of cases)
  test(text, () => {
    assert.equal(distributionOf([text]), name === null ? null : { name, release });
  });

test.run();
