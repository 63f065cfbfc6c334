import { S3Error } from './errors.ts';

export interface ObjectEntry {
  readonly key: string;
  /** With its quotes. */
  readonly etag: string;
  /** In bytes. */
  readonly size: number;
  readonly lastModified: Date;
}

/** Which objects are in which bucket, in S3's order. */
export class ObjectIndex {
  readonly #buckets = new Map<string, Map<string, ObjectEntry>>();
  readonly #sorted = new Map<string, readonly ObjectEntry[]>();

  get buckets(): readonly string[] {
    return [...this.#buckets.keys()];
  }

  addBucket(bucket: string): void {
    this.#buckets.set(bucket, new Map());
  }

  /** @throws S3Error NoSuchBucket */
  checkBucket(bucket: string): void {
    this.#entries(bucket);
  }

  find(bucket: string, key: string): ObjectEntry | undefined {
    return this.#entries(bucket).get(key);
  }

  put(bucket: string, entry: ObjectEntry): void {
    this.#entries(bucket).set(entry.key, entry);
    this.#sorted.delete(bucket);
  }

  delete(bucket: string, key: string): void {
    if (this.#entries(bucket).delete(key)) this.#sorted.delete(bucket);
  }

  /**
   * By the UTF-8 bytes of the keys.
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ListingKeysUsingAPIs.html
   */
  sorted(bucket: string): readonly ObjectEntry[] {
    const entries = this.#entries(bucket);
    const known = this.#sorted.get(bucket);
    if (known) return known;
    const sorted = [...entries.values()].sort((a, b) => compareKeys(a.key, b.key));
    this.#sorted.set(bucket, sorted);
    return sorted;
  }

  #entries(bucket: string): Map<string, ObjectEntry> {
    const entries = this.#buckets.get(bucket);
    if (!entries) throw new S3Error('NoSuchBucket', 'The specified bucket does not exist');
    return entries;
  }
}

export const compareKeys = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
