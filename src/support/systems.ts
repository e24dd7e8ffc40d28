// What documents say of distributions and systems, as profiles/systems has it.

export interface Document {
  readonly title: string;
  readonly where: string;
  /** The latest release or event that it mentions, as a document without a date. */
  readonly newest: { readonly text: string; readonly date: string };
}

/** What became known after a document was written, or contradicts it. */
export interface Amendment {
  readonly text: string;
  readonly evidence: readonly string[];
}

interface Entry {
  readonly id: string;
  /** Key of the document. */
  readonly from: string;
  readonly later: Amendment | null;
}

/** What a document says of one system in one role. Values as they stand there: yes, no, unknown, not stated, ... */
export interface SystemEntry extends Entry {
  readonly role: 'dom0' | 'domu';
  readonly family: 'linux' | 'unix' | 'windows' | 'any';
  readonly name: string;
  /** As the document has it: "5.0 (Lenny)", "16 and newer", "all"; null: it names none. */
  readonly version: string | null;
  readonly pv: string | null;
  readonly pvhvm: string | null;
  readonly hvm: string | null;
  readonly dom0: string | null;
  /** Its install medium starts as a guest. */
  readonly installer: boolean;
  /** Range of Xen releases that it needs. */
  readonly xen: string | null;
  readonly notes: readonly string[];
}

/** A sentence of a document, in our words. */
export interface Statement extends Entry {
  readonly topic: string;
  readonly role: 'dom0' | 'domu' | 'any';
  readonly kernel: string | null;
  readonly xen: string | null;
  readonly options: readonly string[];
  readonly keys: readonly string[];
  readonly text: string;
  /** Id in profiles/xen/claims.yaml: what Xen's sources say of it. */
  readonly claim: string | null;
}

/** Entries that contradict each other, and which of them holds where. */
export interface Contradiction {
  readonly id: string;
  readonly about: string;
  readonly entries: readonly string[];
  readonly rulings: readonly {
    readonly kernel: string | null;
    readonly xen: string | null;
    /** Id of the entry that is right for those releases. */
    readonly holds: string;
    readonly text: string;
  }[];
  readonly evidence: readonly string[];
}

export interface Systems {
  readonly documents: Readonly<Record<string, Document>>;
  readonly systems: readonly SystemEntry[];
  readonly statements: readonly Statement[];
  readonly contradictions: readonly Contradiction[];
}
