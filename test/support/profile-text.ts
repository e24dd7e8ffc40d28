/** A profile file that is right, with one rule, to break or add to. */
export const profileText = `name: mine
extends: [domu-pvh]
rules:
  - id: my-rule
    title: Something of mine
    stage: root
    level: warning
    option: OVERLAY_FS
    reason: Our images need it.
    symptom: Nothing mounts.
    evidence: [our own images]
`;

/** The text with one line replaced; fails if it is not there. */
export function replaced(from: string, to: string, text = profileText): string {
  if (!text.includes(from)) throw new Error(`not in the text: ${from}`);
  return text.replace(from, to);
}
