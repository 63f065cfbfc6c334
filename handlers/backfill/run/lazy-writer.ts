import type { ObjectStore, ObjectWriter } from '../../../aws/s3-objects.ts';

/** An object that comes into being with its first text; memory is bounded by the parts of its upload. */
export interface LazyWriter {
  write(text: string): Promise<void>;
  /** Completes the object, if there is one. */
  end(): Promise<void>;
  abort(): Promise<void>;
}

/** Begins the object with its first text, so that nothing is written where there is nothing to write. */
export const lazyWriter = (store: Pick<ObjectStore, 'open'>, key: string): LazyWriter => {
  let writer: ObjectWriter | undefined;
  return {
    async write(text) {
      if (text === '') return;
      writer ??= store.open(key);
      await writer.write(text);
    },
    async end() {
      await writer?.end();
    },
    async abort() {
      await writer?.abort();
    },
  };
};

/** Completes all of them if the work succeeds, and none of them if it fails. */
export const writeAll = async <T>(writers: readonly LazyWriter[], work: () => Promise<T>): Promise<T> => {
  try {
    const result = await work();
    for (const writer of writers) await writer.end();
    return result;
  } catch (error) {
    await Promise.allSettled(writers.map((writer) => writer.abort()));
    throw error;
  }
};
