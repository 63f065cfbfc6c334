import { Readable } from 'node:stream';
import type { ObjectStore } from '../../aws/s3-objects.ts';

/** A bucket in memory that keeps S3's conditions, and can fail like it. */
export class MemoryObjects implements ObjectStore {
  readonly objects = new Map<string, { text: string; etag: string }>();
  /** Called before every write; may throw. */
  beforeWrite: (key: string) => void = () => {};
  #writes = 0;

  put(key: string, value: unknown): void {
    this.#writes += 1;
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    this.objects.set(key, { text, etag: `"${this.#writes}"` });
  }

  json<T>(key: string): T {
    return JSON.parse(this.objects.get(key)?.text ?? 'null');
  }

  async read(key: string) {
    return this.objects.get(key);
  }

  async lines(key: string, fromByte = 0) {
    const object = this.objects.get(key);
    if (object === undefined) return undefined;
    const text = Buffer.from(object.text).subarray(fromByte).toString();
    return (async function* () {
      // In batches of two, as a stream would cut them somewhere.
      const lines = text.split('\n').slice(0, -1);
      for (let from = 0; from < lines.length; from += 2) yield lines.slice(from, from + 2);
    })();
  }

  async stream(key: string) {
    const object = this.objects.get(key);
    if (object === undefined) return undefined;
    return { body: Readable.from([object.text]), bytes: Buffer.byteLength(object.text) };
  }

  async write(key: string, text: string, condition?: Parameters<ObjectStore['write']>[2]) {
    this.beforeWrite(key);
    const found = this.objects.get(key);
    const refused =
      (condition?.only === 'if-absent' && found !== undefined) ||
      (condition?.only === 'if-unchanged' && condition.etag !== found?.etag);
    if (refused) return { kind: 'refused' as const };
    this.put(key, text);
    return { kind: 'written' as const, etag: this.objects.get(key)?.etag ?? '' };
  }

  open(key: string) {
    let text = '';
    return {
      write: async (more: string) => {
        text += more;
      },
      end: async () => {
        this.beforeWrite(key);
        this.put(key, text);
      },
      abort: async () => {},
    };
  }

  async remove(key: string, { etag }: Parameters<ObjectStore['remove']>[1]) {
    if (this.objects.get(key)?.etag === etag) this.objects.delete(key);
  }
}

/** A timer on which waiting takes no time. */
export const fakeTimer = () => {
  let now = 0;
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => now,
    sleep: async (milliseconds: number) => {
      sleeps.push(milliseconds);
      now += milliseconds;
    },
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
  };
};
