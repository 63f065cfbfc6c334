import { createHmac, randomBytes } from 'node:crypto';

/** Time-based one-time passwords as authenticator apps make them: RFC 6238, SHA-1, six digits, thirty seconds. */

const STEP_SECONDS = 30;
const DIGITS = 6;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A new secret of 32 bytes in base32, without padding. */
export function newTotpSecret(): string {
  return base32(randomBytes(32));
}

/** The code that the app shows at this moment (epoch milliseconds). */
export function totp(secret: string, now: number): string {
  return codeOf(secret, stepAt(now));
}

/** Whether the code is right now, or was or will be one step away: clocks differ. */
export function isTotp(secret: string, code: string, now: number): boolean {
  const step = stepAt(now);
  return [step, step - 1n, step + 1n].some((candidate) => codeOf(secret, candidate) === code);
}

const stepAt = (now: number): bigint => BigInt(Math.floor(now / 1000 / STEP_SECONDS));

function codeOf(secret: string, step: bigint): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(step);
  const digest = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  const offset = digest.readUInt8(digest.length - 1) & 0x0f;
  const number = digest.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}

function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => ALPHABET.charAt(Number.parseInt(group.padEnd(5, '0'), 2))).join('');
}

function fromBase32(text: string): Buffer {
  const bits = [...text.replace(/=+$/, '').toUpperCase()]
    .map((character) => ALPHABET.indexOf(character).toString(2).padStart(5, '0'))
    .join('');
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}
