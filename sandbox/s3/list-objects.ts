import { escapeXml, S3Error } from './errors.ts';
import { compareKeys, type ObjectEntry } from './object-index.ts';

/** A page never has more. */
const MOST_KEYS = 1000;

/**
 * The answer to ListObjectsV2. Ours, because that of the library loses keys between two pages where its order of
 * sorting and its order of comparing differ.
 *
 * @throws S3Error InvalidArgument
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */
export function listObjectsXml(
  bucket: string,
  entries: readonly ObjectEntry[],
  query: URLSearchParams,
): string {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const token = query.get('continuation-token') ?? undefined;
  const maxKeys = Math.min(wholeNumber(query.get('max-keys') ?? String(MOST_KEYS)), MOST_KEYS);
  const after = token === undefined ? (query.get('start-after') ?? '') : lastOf(token);
  const { items, truncated } = page(entries, { prefix, delimiter, after, maxKeys });
  const last = items.at(-1);
  const encode = query.get('encoding-type') === 'url' ? encodeKey : escapeXml;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">',
    `<Name>${bucket}</Name><Prefix>${encode(prefix)}</Prefix><KeyCount>${items.length}</KeyCount>`,
    `<MaxKeys>${maxKeys}</MaxKeys><IsTruncated>${truncated}</IsTruncated>`,
    delimiter && `<Delimiter>${encode(delimiter)}</Delimiter>`,
    query.has('encoding-type') && '<EncodingType>url</EncodingType>',
    token !== undefined && `<ContinuationToken>${escapeXml(token)}</ContinuationToken>`,
    truncated && last && `<NextContinuationToken>${tokenAfter(last.name)}</NextContinuationToken>`,
    ...items.map((item) => itemXml(item, encode)),
    '</ListBucketResult>',
  ]
    .filter((part) => part !== false && part !== '')
    .join('');
}

interface Item {
  /** The key, or what the keys of a group begin with. */
  readonly name: string;
  /** Absent for a group. */
  readonly entry?: ObjectEntry;
}

function page(
  entries: readonly ObjectEntry[],
  options: { prefix: string; delimiter: string; after: string; maxKeys: number },
): { items: Item[]; truncated: boolean } {
  const { prefix, delimiter, after, maxKeys } = options;
  const items: Item[] = [];
  for (const entry of entries) {
    if (!entry.key.startsWith(prefix)) continue;
    const group = groupOf(entry.key, prefix, delimiter);
    const name = group ?? entry.key;
    if (after !== '' && compareKeys(name, after) <= 0) continue;
    if (group !== undefined && items.at(-1)?.name === group) continue;
    if (items.length >= maxKeys) return { items, truncated: maxKeys > 0 };
    items.push(group === undefined ? { name, entry } : { name });
  }
  return { items, truncated: false };
}

function groupOf(key: string, prefix: string, delimiter: string): string | undefined {
  const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}

function itemXml({ name, entry }: Item, encode: (text: string) => string): string {
  if (!entry) return `<CommonPrefixes><Prefix>${encode(name)}</Prefix></CommonPrefixes>`;
  return (
    `<Contents><Key>${encode(name)}</Key><LastModified>${entry.lastModified.toISOString()}</LastModified>` +
    `<ETag>${escapeXml(entry.etag)}</ETag><Size>${entry.size}</Size><StorageClass>STANDARD</StorageClass></Contents>`
  );
}

const encodeKey = (text: string): string => encodeURIComponent(text).replaceAll('%2F', '/');

const tokenAfter = (name: string): string => Buffer.from(`after:${name}`).toString('base64');

function lastOf(token: string): string {
  const text = Buffer.from(token, 'base64').toString();
  if (!text.startsWith('after:')) {
    throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect');
  }
  return text.slice('after:'.length);
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text))
    throw new S3Error('InvalidArgument', 'Provided max-keys not an integer or within integer range');
  return Number(text);
}
