import { guardedMarkup } from '../../input/guard.js';
import { safeText } from '../../input/safe-text.js';

/** Text for an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return guardedMarkup(safeText(text).replace(/[&<>"']/g, character => entities[character]!));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
