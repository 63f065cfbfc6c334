import { isEmailShaped } from '../../names.ts';
import type { OldPoolSource } from '../old-pool-source.ts';
import type { Proposed } from './proposed.ts';

/** The setting `emailSender`. */
export interface ProposedEmailSender {
  readonly fromAddress: string;
  readonly fromName?: string;
  readonly verifiedDomain?: string;
  readonly sesRegion?: string;
}

const KEY = 'newPool.emailSender';

/** `Name <address>`, or the address alone. */
const parseFrom = (from: string): { readonly name: string; readonly address: string } => {
  const [, name = '', address = ''] = /^\s*(?:"?([^"<]*?)"?\s*<)?([^<>\s]+@[^<>\s]+)>?\s*$/.exec(from) ?? [];
  return { name, address };
};

/** `arn:aws:ses:<region>:<account>:identity/<address or domain>` */
const parseIdentity = (arn: string): { readonly region: string; readonly identity: string } => {
  const [, region = '', identity = ''] = /^arn:[\w-]+:ses:([\w-]+):\d*:identity\/(.+)$/.exec(arn) ?? [];
  return { region, identity };
};

const DOMAIN = /^[a-z0-9.-]+\.[a-z]+$/;
const NAME = /^[^\n\r]{1,100}$/;

/**
 * The sender of the old pool, if it can be written in the settings.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html
 */
export const proposeEmailSender = ({
  email,
  sendsByCognito,
  userPoolId,
}: OldPoolSource): Proposed<ProposedEmailSender | undefined> => {
  if (sendsByCognito) {
    return {
      value: undefined,
      reasons: [
        `${KEY}: the old pool sends by Cognito's own sender, 50 e-mails a day. Write one of Amazon SES before the backfill.`,
      ],
    };
  }
  const { region, identity } = parseIdentity(email.arn ?? '');
  const { name, address } = parseFrom(email.from ?? (isEmailShaped(identity) ? identity : ''));
  const isDomain = DOMAIN.test(identity);
  const fits = address !== '' && (identity === address || (isDomain && address.endsWith(`@${identity}`)));
  if (!fits) {
    return {
      value: undefined,
      reasons: [
        `${KEY}: the old pool sends as ${email.from ?? 'nobody in particular'} by ${email.arn ?? 'no identity'}, which the settings cannot say. Write it by hand.`,
      ],
    };
  }
  return {
    value: {
      fromAddress: address,
      ...(NAME.test(name) ? { fromName: name } : {}),
      ...(isDomain ? { verifiedDomain: identity } : {}),
      ...(userPoolId.startsWith(`${region}_`) ? {} : { sesRegion: region }),
    },
    reasons: [],
  };
};
