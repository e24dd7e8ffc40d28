// The package's own knowledge, by the names that tests call it.
import { builtInNames as namesIn, checkFactsOf, profilesOf } from '../../src/api/knowledge.js';
import { knowledge } from '../../src/node/knowledge.js';
import type { ProfileDoc } from '../../src/profiles/rule-data.js';

export const loadBuiltIn = knowledge.builtIn;
export const loadXenTable = knowledge.xenTable;
export const loadXen = knowledge.xen;
export const loadSystems = knowledge.systems;
export const loadGraph = knowledge.graph;
export const loadRegressions = knowledge.regressions;
export const loadLifetimes = knowledge.lifetimes;
export const loadFailures = knowledge.failures;
export const loadMessages = knowledge.messages;
export const loadPatterns = knowledge.patterns;
export const loadFacts = () => checkFactsOf(knowledge);
export const builtInNames = () => namesIn(knowledge);
export const loadProfiles = (names?: readonly string[], extra: readonly ProfileDoc[] = []) =>
  profilesOf(knowledge, names, extra);
