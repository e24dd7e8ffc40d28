// The library where there is no Node: the same questions, over bytes in memory and tables that the page fetched.
import './platform/web.js';

export * from './questions.js';
