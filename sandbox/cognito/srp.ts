import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * The service's half of Secure Remote Password as Cognito's clients speak it: SRP-6a with SHA-256 over the
 * 3,072-bit group of RFC 5054, and a session key derived by HKDF.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow.html
 * @see https://www.rfc-editor.org/rfc/rfc5054#appendix-A
 */
const N = BigInt(
  `0x${[
    'FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74',
    '020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437',
    '4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED',
    'EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05',
    '98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB',
    '9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B',
    'E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718',
    '3995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33',
    'A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7',
    'ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864',
    'D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E2',
    '08E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF',
  ].join('')}`,
);
const g = 2n;
const k = toInteger(sha256(padded(N), padded(g)));

/** What both sides know about one user. */
export interface Identity {
  /** The part of the pool's id after the underscore. */
  readonly shortPoolId: string;
  /** USER_ID_FOR_SRP. */
  readonly userId: string;
}

/** What the service keeps of one exchange. */
export interface Exchange {
  readonly A: bigint;
  readonly b: bigint;
  readonly salt: bigint;
}

/** The client's public value, or undefined if it is none (not hexadecimal, or zero modulo N). */
export function publicValue(hex: string): bigint | undefined {
  if (!/^[0-9a-f]{1,1024}$/i.test(hex)) return undefined;
  const value = BigInt(`0x${hex}`);
  return value % N === 0n ? undefined : value;
}

export const newPrivateValue = (): bigint => toInteger(randomBytes(32));

/** The salt as an integer of 16 bytes, always the same for the same secret and text. */
export const saltOf = (secret: Buffer, text: string): bigint =>
  toInteger(createHmac('sha256', secret).update(text).digest().subarray(0, 16));

export const verifierOf = (identity: Identity, password: string, salt: bigint): bigint => {
  const inner = sha256(Buffer.from(`${identity.shortPoolId}${identity.userId}:${password}`, 'utf8'));
  return modPow(g, toInteger(sha256(padded(salt), inner)));
};

/** The service's public value. */
export const serviceValue = (verifier: bigint, b: bigint): bigint => (k * verifier + modPow(g, b)) % N;

/** Whether the client's PASSWORD_CLAIM_SIGNATURE proves that it knows the password. */
export function provesPassword(
  identity: Identity,
  verifier: bigint,
  exchange: Exchange,
  claim: { readonly secretBlock: string; readonly timestamp: string; readonly signature: string },
): boolean {
  const B = serviceValue(verifier, exchange.b);
  const u = toInteger(sha256(padded(exchange.A), padded(B)));
  const S = modPow((exchange.A * modPow(verifier, u)) % N, exchange.b);
  const expected = createHmac('sha256', sessionKey(S, u))
    .update(identity.shortPoolId, 'utf8')
    .update(identity.userId, 'utf8')
    .update(Buffer.from(claim.secretBlock, 'base64'))
    .update(claim.timestamp, 'utf8')
    .digest();
  const received = Buffer.from(claim.signature, 'base64');
  return received.length === expected.length && timingSafeEqual(received, expected);
}

/** HKDF of one block, cut to the 16 bytes that Cognito uses. */
function sessionKey(S: bigint, u: bigint): Buffer {
  const pseudoRandomKey = createHmac('sha256', padded(u)).update(padded(S)).digest();
  return createHmac('sha256', pseudoRandomKey)
    .update(Buffer.from('Caldera Derived Key\u0001', 'utf8'))
    .digest()
    .subarray(0, 16);
}

function sha256(...parts: readonly Buffer[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function toInteger(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}

/** Big-endian two's complement: a leading zero byte where the first bit would mean a negative number. */
function padded(value: bigint): Buffer {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return Buffer.from(/^[89a-f]/i.test(even) ? `00${even}` : even, 'hex');
}

function modPow(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let power = base % N;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * power) % N;
    power = (power * power) % N;
  }
  return result;
}
