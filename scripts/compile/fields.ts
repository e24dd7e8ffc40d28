// Reading parsed YAML with every fault named by file, row and key instead of thrown.

export class Reader {
  readonly file: string;
  readonly faults: string[];
  constructor(file: string, faults: string[]) {
    this.file = file;
    this.faults = faults;
  }
  root(value: unknown): Fields {
    return new Fields(this, '', value);
  }
}

type Bag = Readonly<Record<string, unknown>>;

export class Fields {
  private readonly reader: Reader;
  private readonly path: string;
  private readonly bag: Bag;

  constructor(reader: Reader, path: string, value: unknown) {
    this.reader = reader;
    this.path = path;
    const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
    this.bag = isMap ? (value as Bag) : {};
    if (!isMap) this.reader.faults.push(`${reader.file}, ${path || 'the file'}: is not a map`);
  }

  fault(key: string, what: string): void {
    const where = [this.path, key].filter(part => part !== '').join('.');
    this.reader.faults.push(`${this.reader.file}, ${where}: ${what}`);
  }

  has(key: string): boolean {
    return this.bag[key] !== undefined && this.bag[key] !== null;
  }

  keys(): string[] {
    return Object.keys(this.bag);
  }

  value(key: string): unknown {
    return this.bag[key];
  }

  optional<T>(key: string, read: (key: string) => T): T | null {
    return this.has(key) ? read(key) : null;
  }

  text(key: string): string {
    const value = this.bag[key];
    if (typeof value === 'string' && value !== '') return value;
    this.fault(key, value === undefined ? 'is missing' : `is not a text: ${JSON.stringify(value)}`);
    return '';
  }

  number(key: string): number {
    const value = this.bag[key];
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
    this.fault(key, `is not a whole number: ${JSON.stringify(value)}`);
    return 0;
  }

  flag(key: string): boolean {
    const value = this.bag[key];
    if (typeof value === 'boolean') return value;
    this.fault(key, `is not true or false: ${JSON.stringify(value)}`);
    return false;
  }

  list(key: string): readonly unknown[] {
    const value = this.bag[key];
    if (Array.isArray(value)) return value;
    this.fault(key, value === undefined ? 'is missing' : 'is not a list');
    return [];
  }

  texts(key: string): string[] {
    return this.list(key).flatMap((one, index) => {
      if (typeof one === 'string') return [one];
      this.fault(`${key}[${index}]`, `is not a text: ${JSON.stringify(one)}`);
      return [];
    });
  }

  oneOf<T extends string | number>(key: string, known: readonly T[]): T {
    const value = this.bag[key];
    if ((known as readonly unknown[]).includes(value)) return value as T;
    this.fault(key, `is not one of ${known.join(', ')}: ${JSON.stringify(value)}`);
    return known[0]!;
  }

  listOf<T extends string>(key: string, known: readonly T[]): T[] {
    return this.list(key).flatMap((one, index) => {
      if ((known as readonly unknown[]).includes(one)) return [one as T];
      this.fault(`${key}[${index}]`, `is not one of ${known.join(', ')}: ${JSON.stringify(one)}`);
      return [];
    });
  }

  object(key: string): Fields {
    return new Fields(this.reader, this.under(key), this.bag[key]);
  }

  at(key: string, index: number, value: unknown): Fields {
    return new Fields(this.reader, `${this.under(key)}[${index}]`, value);
  }

  rows(key: string, optional = false): Fields[] {
    if (optional && !this.has(key)) return [];
    return this.list(key).map((one, index) => this.at(key, index, one));
  }

  /** Every entry, whose keys must be exactly the known ones. */
  entries<K extends string, T>(known: readonly K[], read: (row: Fields, id: K) => T): Record<K, T> {
    for (const key of this.keys())
      if (!(known as readonly string[]).includes(key)) this.fault(key, 'is not known here');
    const pairs = known.map(id => [id, read(this.object(id), id)] as const);
    return Object.fromEntries(pairs) as Record<K, T>;
  }

  all<T>(read: (row: Fields) => T): Record<string, T> {
    return Object.fromEntries(this.keys().map(key => [key, read(this.object(key))]));
  }

  scalars(): Record<string, string | number> {
    const found: Record<string, string | number> = {};
    for (const [key, value] of Object.entries(this.bag)) {
      if (typeof value === 'string' || typeof value === 'number') found[key] = value;
      else this.fault(key, `is neither text nor number: ${JSON.stringify(value)}`);
    }
    return found;
  }

  private under(key: string): string {
    return this.path === '' ? key : `${this.path}.${key}`;
  }
}
