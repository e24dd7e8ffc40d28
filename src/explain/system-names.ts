/** What commands can be for: distributions, and toolstacks. */
export const systemNames = [
  'qubes',
  'xcp-ng',
  'ec2',
  'xm',
  'virsh',
  'debian',
  'fedora',
  'suse',
  'alpine',
  'arch',
] as const;
export type SystemName = (typeof systemNames)[number];
