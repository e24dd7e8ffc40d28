/** The built-in profiles that can be checked, in the order of a report. */
export const profileIds = [
  'dom0-pv',
  'dom0-pvh',
  'dom0-arm',
  'dom0-xenlinux',
  'domu-pv',
  'domu-pvh',
  'domu-hvm',
  'domu-arm',
  'domu-xenlinux',
] as const;
export type ProfileId = (typeof profileIds)[number];
