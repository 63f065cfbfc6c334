import { newNameOf } from '../../groups/group-rules.ts';
import type { PasswordPolicy } from '../../password-policy.ts';
import type { OldPoolSource } from '../old-pool-source.ts';
import type { ProposedClient } from './clients.ts';
import { proposeClients } from './clients.ts';
import type { ProposedAttribute } from './custom-attributes.ts';
import { proposeCustomAttributes } from './custom-attributes.ts';
import type { ProposedEmailSender } from './email-sender.ts';
import { proposeEmailSender } from './email-sender.ts';
import type { ProposedNames } from './names-and-contacts.ts';
import { proposeNames } from './names-and-contacts.ts';
import type { Proposed } from './proposed.ts';
import { reasonIf } from './proposed.ts';
import type { ProposedMfa } from './second-factors.ts';
import { proposeMfa } from './second-factors.ts';

/** Settings for cdk.json, as an operator would write them. */
export interface ProposedSettings {
  readonly oldPool: {
    readonly userPoolId: string;
    readonly caseSensitive: boolean;
    readonly mfaRequired: boolean;
  };
  readonly newPool: ProposedNames &
    ProposedMfa & {
      readonly name: string;
      readonly customAttributes: readonly ProposedAttribute[];
      readonly passwordPolicy: PasswordPolicy & { readonly temporaryPasswordDays: number };
      readonly featurePlan: 'lite' | 'essentials' | 'plus';
      readonly emailSender?: ProposedEmailSender;
    };
  readonly clients?: readonly ProposedClient[];
  readonly clientWritable: readonly string[];
  readonly groups?: { readonly mode: 'drop' };
}

const PLANS: Readonly<Record<string, ProposedSettings['newPool']['featurePlan']>> = {
  LITE: 'lite',
  PLUS: 'plus',
};

const proposePolicy = ({
  passwordPolicy: { historySize: _, ...policy },
}: OldPoolSource): ProposedSettings['newPool']['passwordPolicy'] => ({
  ...policy,
  minLength: Math.min(99, Math.max(6, policy.minLength)),
  temporaryPasswordDays: Math.max(1, policy.temporaryPasswordDays),
});

/** Custom attributes that some app client of the old pool can write, among those that can change at all. */
const writableAmong = (
  attributes: readonly ProposedAttribute[],
  { clients = [] }: OldPoolSource,
): readonly string[] => {
  const written = new Set(clients.flatMap(({ writeAttributes = [] }) => writeAttributes));
  return attributes
    .filter(({ name, mutable = true }) => mutable && written.has(name))
    .map(({ name }) => name);
};

/** Whether no group of the old pool would come along, so that nobody needs a function before their tokens. */
const hasNoGroups = ({ userPoolId, groups }: OldPoolSource): boolean =>
  groups?.every(
    ({ name }) => newNameOf(name, { oldUserPoolId: userPoolId, renames: {}, except: [] }) === undefined,
  ) === true;

/**
 * Settings for a move out of this pool, as like to it as they can be.
 * @param mostCustomAttributes how many the new pool has room for.
 */
export const proposeSettings = (
  old: OldPoolSource,
  mostCustomAttributes: number,
): Proposed<ProposedSettings> => {
  const sender = proposeEmailSender(old);
  const mfa = proposeMfa(old, sender.value !== undefined);
  const names = proposeNames(old, mfa.value.mfaFactors?.includes('sms') === true);
  const attributes = proposeCustomAttributes(old, mostCustomAttributes);
  const clients = proposeClients(old);
  return {
    value: {
      oldPool: {
        userPoolId: old.userPoolId,
        caseSensitive: old.caseSensitive,
        mfaRequired: old.mfa === 'ON',
      },
      newPool: {
        name: old.name,
        ...names.value,
        customAttributes: attributes.value,
        ...mfa.value,
        passwordPolicy: proposePolicy(old),
        featurePlan: PLANS[old.featurePlan] ?? 'essentials',
        ...(sender.value === undefined ? {} : { emailSender: sender.value }),
      },
      ...(clients.value === undefined ? {} : { clients: clients.value }),
      clientWritable: writableAmong(attributes.value, old),
      ...(hasNoGroups(old) ? { groups: { mode: 'drop' } } : {}),
    },
    reasons: [
      ...names.reasons,
      ...attributes.reasons,
      ...mfa.reasons,
      ...sender.reasons,
      ...clients.reasons,
      ...reasonIf(hasNoGroups(old), 'groups.mode: drop, because no group of the old pool would come along.'),
      ...reasonIf(
        old.mfa !== 'OFF',
        'mfaUsers: left to the default "decline". Decide what becomes of people with a second factor.',
      ),
    ],
  };
};
